"""What goes out, step by step: words, files (photos and videos as one album), a place, a reaction."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from percaya.channels.common.marks import PLAIN, TELEGRAM_HTML, marked, utf16_length
from percaya.channels.common.multipart import FilePart, form_data
from percaya.channels.common.texts import clean_line
from percaya.channels.contract import AccountFacts, AttachmentOut, Offer, Outgoing, Parcel
from percaya.channels.telegram.people import chat_id_of
from percaya.channels.telegram.wire import ask, method_url

MOST_TEXT, MOST_CAPTION = 4096, 1024  # UTF-16 units, after the marks are taken out
MOST_UP, MOST_PHOTO = 50 * 1024 * 1024, 10 * 1024 * 1024
_ALBUM = 10
# Content type -> method and field; everything else goes as a document.
_METHODS = {
    "image/jpeg": ("sendPhoto", "photo"),
    "image/png": ("sendPhoto", "photo"),
    "image/webp": ("sendPhoto", "photo"),
    "image/gif": ("sendAnimation", "animation"),
    "video/mp4": ("sendVideo", "video"),
    "audio/mpeg": ("sendAudio", "audio"),
    "audio/mp4": ("sendAudio", "audio"),
    "audio/ogg": ("sendVoice", "voice"),
}
_TOGETHER = ("photo", "video")


def steps(out: Outgoing, account: AccountFacts) -> tuple[Parcel, ...]:
    """All steps in order, the same on every try. Raises ``ValueError`` with a sentence for a person."""
    if not out.to:
        raise ValueError("This customer has no chat with our bot. Answer through another channel.")
    chat = chat_id_of(out.to[0].value)
    if out.reaction is not None:
        return (_reaction(out, account),)
    groups = _grouped(out.attachments)
    html, length = marked(out.text, TELEGRAM_HTML), utf16_length(marked(out.text, PLAIN))
    if length > MOST_TEXT:
        raise ValueError(f"Telegram takes {MOST_TEXT} characters; this has {length}. Send it in two messages.")
    rides = bool(groups) and length <= MOST_CAPTION and not out.offer
    asked: list[Parcel] = []
    if html and not rides:
        asked.append(_words(out, account, html, chat, len(asked)))
    for group in groups:
        caption = html if rides and not asked else ""
        asked.append(_files(out, account, group, caption, chat, len(asked)))
    if out.location:
        asked.append(_place(out, account, out.location, chat, len(asked)))
    if not asked:
        raise ValueError("There is nothing in this message that Telegram could carry.")
    return tuple(asked)


def named(out: Outgoing, account: AccountFacts) -> str:
    """Our own name of it until Telegram has given its own."""
    return "telegram-" + hashlib.sha256(f"telegram\0{account.public_id}\0{out.message_token}".encode()).hexdigest()[:32]


def _target(out: Outgoing, chat: int | str, at: int) -> dict[str, Any]:
    """Where it goes; the first step answers the very message that was chosen."""
    target: dict[str, Any] = {"chat_id": chat}
    quoted = out.quotes.rpartition(":")[2]
    if at == 0 and quoted.isdecimal() and len(quoted) < 12:
        target["reply_parameters"] = {"message_id": int(quoted), "allow_sending_without_reply": True}
    return target


def _asked(out: Outgoing, account: AccountFacts, method: str, body: Mapping[str, Any], at: int) -> Parcel:
    return ask(
        account, method, body, step=f"{at}-{method}", external_id=named(out, account), recipients=(clean_line(out.to[0].value),)
    )


def _words(out: Outgoing, account: AccountFacts, html: str, chat: int | str, at: int) -> Parcel:
    body = {**_target(out, chat, at), "text": html, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    if out.offer:
        body["reply_markup"] = _keyboard(out.offer)
    return _asked(out, account, "sendMessage", body, at)


def _keyboard(offer: Offer) -> dict[str, Any]:
    """One button a row. What comes back (``callback_data``) may have 64 bytes."""
    rows: list[list[dict[str, str]]] = []
    for choice in offer.choices:
        if not 0 < len(choice.id.encode("utf-8", "replace")) <= 64:
            raise ValueError(f"The button “{choice.title}” carries too long a name for Telegram. Use a shorter one.")
        rows.append([{"text": clean_line(choice.title, 64), "callback_data": choice.id}])
    return {"inline_keyboard": rows}


def _reaction(out: Outgoing, account: AccountFacts) -> Parcel:
    chat, _, message = out.quotes.rpartition(":")
    if not message.isdecimal() or not chat:
        raise ValueError("Only a message of this chat can be reacted to.")
    plain = out.reaction.replace("\ufe0f", "") if out.reaction else ""  # Telegram knows hearts without the mark of emoji style
    emoji = [{"type": "emoji", "emoji": plain}] if plain else []
    body = {"chat_id": chat_id_of(chat), "message_id": int(message), "reaction": emoji}
    return ask(
        account, "setMessageReaction", body, step="0-setMessageReaction", external_id=named(out, account),
        recipients=(clean_line(out.to[0].value),), repeatable=True,
    )  # fmt: skip


def _place(out: Outgoing, account: AccountFacts, spot: Mapping[str, Any], chat: int | str, at: int) -> Parcel:
    body = {**_target(out, chat, at), "latitude": spot.get("latitude"), "longitude": spot.get("longitude")}
    if spot.get("name"):
        named_spot = {"title": str(spot["name"]), "address": str(spot.get("address") or spot["name"])}
        return _asked(out, account, "sendVenue", {**body, **named_spot}, at)
    return _asked(out, account, "sendLocation", body, at)


def _grouped(files: Sequence[AttachmentOut]) -> list[list[AttachmentOut]]:
    """Photos and videos beside each other go as an album of up to ten; everything else by itself."""
    groups: list[list[AttachmentOut]] = []
    for file in files:
        if len(file.content) > MOST_UP:
            raise ValueError(f"{file.name} is larger than the 50 MB that Telegram takes. Send a link instead.")
        together = _method(file)[1] in _TOGETHER and groups and _method(groups[-1][0])[1] in _TOGETHER
        if together and len(groups[-1]) < _ALBUM:
            groups[-1].append(file)
        else:
            groups.append([file])
    return groups


def _method(file: AttachmentOut) -> tuple[str, str]:
    kind = file.content_type.split(";")[0].strip().lower()
    if kind.startswith("image/") and len(file.content) > MOST_PHOTO:
        return "sendDocument", "document"
    return _METHODS.get(kind, ("sendDocument", "document"))


def _files(
    out: Outgoing, account: AccountFacts, group: Sequence[AttachmentOut], caption: str, chat: int | str, at: int
) -> Parcel:
    target = _target(out, chat, at)
    marks = {"caption": caption, "parse_mode": "HTML"} if caption else {}
    method, field = ("sendMediaGroup", "") if len(group) > 1 else _method(group[0])
    if len(group) > 1:
        media = [{"type": _method(file)[1], "media": f"attach://file{place}"} for place, file in enumerate(group)]
        media[0] |= marks
        fields: dict[str, Any] = {**target, "media": media}
        parts = [_part(f"file{place}", file) for place, file in enumerate(group)]
    else:
        fields, parts = {**target, **marks}, [_part(field, group[0])]
    plain = {key: value if isinstance(value, str) else orjson.dumps(value).decode() for key, value in fields.items()}
    body, content_type = form_data(plain, parts)
    return Parcel(
        carrier="http",
        external_id=named(out, account),
        body=body,
        recipients=(clean_line(out.to[0].value),),
        url=method_url(account, method),
        headers={"Content-Type": content_type},
        step=f"{at}-{method}",
    )


def _part(field: str, file: AttachmentOut) -> FilePart:
    return FilePart(field=field, name=file.name, content_type=file.content_type, content=file.content)
