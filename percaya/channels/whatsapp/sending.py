"""The requests of a message, one after the other: a file's upload, then the message that shows it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from percaya.channels.common.graph import bearer, graph_post, graph_url
from percaya.channels.common.part_tokens import part_token
from percaya.channels.common.payloads import load_payload, word
from percaya.channels.contract import AccountFacts, Answer, AttachmentOut, Outgoing, Parcel, Unreadable
from percaya.channels.whatsapp.pieces import Piece, pieces_of, recipient_of

UPLOAD = "upload."  # before a step's name: the upload of its file


def next_parcel(out: Outgoing, account: AccountFacts, done: Mapping[str, Answer]) -> Parcel | None:
    """The first request that has not been answered well yet. Raises ``ValueError`` with a sentence."""
    known_as, to = recipient_of(out)
    pieces = pieces_of(out)
    for at, piece in enumerate(pieces):
        upload = UPLOAD + piece.step
        if piece.file is not None and upload not in done:
            return _upload(piece.file, upload, out, account, known_as)
        if piece.step not in done:
            media = _media_id(done[upload]) if piece.file is not None else ""
            return _message(piece, media, out, account, (known_as, to), first=at == 0)
    return None


def _named(out: Outgoing, account: AccountFacts) -> str:
    """Until WhatsApp gives the message an id of its own."""
    return hashlib.sha256(f"whatsapp {account.public_id} {out.message_token}".encode()).hexdigest()[:32]


def _message(
    piece: Piece, media: str, out: Outgoing, account: AccountFacts, recipient: tuple[str, Mapping[str, str]], *, first: bool
) -> Parcel:
    known_as, to = recipient
    content = {**piece.body, "id": media} if media else dict(piece.body)
    body: dict[str, Any] = {
        "messaging_product": "whatsapp",
        **to,
        "type": piece.kind,
        piece.kind: content,
        "biz_opaque_callback_data": part_token(out.message_token, piece.step, first=first)[:512],
    }
    if out.quotes and first and piece.kind not in ("reaction", "template"):
        body["context"] = {"message_id": out.quotes}
    return graph_post(
        account,
        f"{account.address}/messages",
        body,
        external_id=_named(out, account),
        recipients=(known_as,),
        step=piece.step,
    )


def _upload(file: AttachmentOut, step: str, out: Outgoing, account: AccountFacts, known_as: str) -> Parcel:
    boundary = "percaya-" + hashlib.sha256(f"{out.message_token} {step}".encode() + file.content).hexdigest()[:40]
    name = file.name.replace("\\", "_").replace('"', "_")
    parts = [
        _part(boundary, 'name="messaging_product"', "", b"whatsapp"),
        _part(boundary, 'name="type"', "", file.content_type.encode()),
        _part(boundary, f'name="file"; filename="{name}"', file.content_type, file.content),
    ]
    return Parcel(
        carrier="http",
        external_id=_named(out, account),
        url=graph_url(account, f"{account.address}/media"),
        headers={**bearer(account), "Content-Type": f"multipart/form-data; boundary={boundary}"},
        body=b"".join(parts) + f"--{boundary}--\r\n".encode(),
        recipients=(known_as,),
        step=step,
        repeatable=True,
    )


def _part(boundary: str, disposition: str, content_type: str, content: bytes) -> bytes:
    lines = [f"--{boundary}", f"Content-Disposition: form-data; {disposition}"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    return "\r\n".join([*lines, "", ""]).encode() + content + b"\r\n"


def _media_id(answer: Answer) -> str:
    try:
        id = word(load_payload(answer.body or answer.text.encode()), "id", 300)
    except Unreadable:
        id = ""
    if not id:
        raise ValueError("WhatsApp took the file but gave it no id. Send the message again.")
    return id
