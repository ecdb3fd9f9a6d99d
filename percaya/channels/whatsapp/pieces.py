"""Cuts a message into what WhatsApp can carry: each piece is one send, a file one upload before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from percaya.channels.common.names import safe_name
from percaya.channels.contract import AttachmentOut, Outgoing
from percaya.channels.whatsapp.filled import template_body
from percaya.channels.whatsapp.formatting import whatsapp_text
from percaya.channels.whatsapp.offering import interactive
from percaya.channels.whatsapp.people import PREFIX, group_of, phone_of, user_id_of

MAX_TEXT = 4096
MAX_CAPTION = 1024
_CAPTIONED = ("image", "video", "document")
_PICTURES = ("image/jpeg", "image/png")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """``step`` names it. ``file``: to be uploaded first; its id then goes into ``body[kind]``."""

    step: str
    kind: str  # WhatsApp's type of message
    body: Mapping[str, Any] = field(default_factory=dict)
    file: AttachmentOut | None = None


def recipient_of(out: Outgoing) -> tuple[str, dict[str, str]]:
    """The address as we know it, and as WhatsApp wants it: a phone number or a group as ``to``, a user id as ``recipient``.

    Raises ``ValueError`` where there is nobody.
    """
    for address in out.to:
        if group := group_of(address.value):
            if out.offer:
                raise ValueError("A group gets no buttons on WhatsApp. Write the choices as words.")
            return address.value, {"recipient_type": "group", "to": group}
        value = address.value.removeprefix(PREFIX)
        if phone := phone_of(value):
            return address.value, {"recipient_type": "individual", "to": phone.removeprefix("+")}
        if address.value.startswith(PREFIX) and user_id_of(value):
            return address.value, {"recipient_type": "individual", "recipient": value}
    raise ValueError("This customer has no WhatsApp number that we know. Answer through another channel.")


def pieces_of(out: Outgoing) -> tuple[Piece, ...]:
    """All pieces in their order. Raises ``ValueError`` with a sentence for a person."""
    if out.reaction is not None:
        return (_reaction(out),)
    if out.template is not None:
        return (Piece(step="template", kind="template", body=template_body(out.template)),)
    found = tuple(_words_and_files(out))
    if not found:
        raise ValueError("There is nothing to send: write a few words or add a file.")
    return found


def _reaction(out: Outgoing) -> Piece:
    if not out.quotes:
        raise ValueError("A reaction needs the message that it stands on.")
    return Piece(step="reaction", kind="reaction", body={"message_id": out.quotes, "emoji": out.reaction or ""})


def _words_and_files(out: Outgoing) -> Iterator[Piece]:
    text = whatsapp_text(out.text)
    if len(text) > MAX_TEXT:
        raise ValueError(f"WhatsApp carries {MAX_TEXT:,} characters at most. Cut the message in two.")
    files = [_sendable(file) for file in out.attachments]
    rides = bool(text) and len(text) <= MAX_CAPTION and bool(files) and kind_of(files[0]) in _CAPTIONED and not out.offer
    if text and not rides and not out.offer:
        yield Piece(step="text", kind="text", body={"body": text, "preview_url": "https://" in text or "http://" in text})
    for at, file in enumerate(files):
        yield _file(file, at, text if rides and at == 0 else "")
    if out.location:
        yield Piece(step="location", kind="location", body=_place(out.location))
    if out.offer:
        yield Piece(step="offer", kind="interactive", body=interactive(out.offer, text))


def _file(file: AttachmentOut, at: int, caption: str) -> Piece:
    kind = kind_of(file)
    body = {"caption": caption} if caption else {}
    if kind == "document":
        body["filename"] = file.name
    if file.content_type == "audio/ogg":
        body["voice"] = True  # type: ignore[assignment]
    return Piece(step=f"file.{at}", kind=kind, body=body, file=file)


def _sendable(file: AttachmentOut) -> AttachmentOut:
    """With a name and a type that WhatsApp takes: every kind of text is plain text there."""
    declared = file.content_type.split(";")[0].strip().lower()
    clean = "".join(letter for letter in declared if letter.isalnum() or letter in "/.+-")[:100]
    known = "text/plain" if clean.startswith("text/") else clean if clean.count("/") == 1 else "application/octet-stream"
    return AttachmentOut(name=safe_name(file.name, known), content=file.content, content_type=known)


def kind_of(file: AttachmentOut) -> str:
    """As what WhatsApp shows a file: by its type, and what is no picture, film or sound as a document."""
    if file.content_type in _PICTURES:
        return "image"
    if file.content_type == "image/webp":
        return "sticker"
    head = file.content_type.split("/")[0]
    return head if head in ("video", "audio") else "document"


def _place(location: Mapping[str, Any]) -> dict[str, Any]:
    place = {key: str(location.get(key, "")) for key in ("latitude", "longitude")}
    named = {key: str(location[key])[:500] for key in ("name", "address") if location.get(key)}
    if not all(place.values()):
        raise ValueError("A place needs its latitude and longitude.")
    return {**place, **named}
