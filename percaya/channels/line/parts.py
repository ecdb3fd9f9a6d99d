"""What a LINE message holds: files, which lie with LINE; stickers, which lie in its shop; places."""

from collections.abc import Mapping, Sequence
from typing import Any

from percaya.channels.common.names import safe_name
from percaya.channels.common.payloads import one, word
from percaya.channels.contract import AccountFacts, Answer, AttachmentIn, MediaRef, Parcel, Rich, RichKind
from percaya.channels.contract.abilities import Fetched
from percaya.channels.line.wire import DATA, STICKERS, base, bearer

# LINE tells no type; these are what its phones send. The bytes decide once they are here.
_TYPES = {"image": ("image/jpeg", ".jpg"), "video": ("video/mp4", ".mp4"), "audio": ("audio/mp4", ".m4a")}


def file_of(message: Mapping[str, Any]) -> AttachmentIn | None:
    kind, own_id = word(message, "type", 20), word(message, "id", 60)
    if kind == "sticker":
        return _sticker(message)
    if kind not in (*_TYPES, "file") or not own_id.isalnum():
        return None
    if one(message, "contentProvider").get("type") == "external":
        return None
    content_type, ending = _TYPES.get(kind, ("application/octet-stream", ""))
    size, duration = message.get("fileSize"), message.get("duration")
    return AttachmentIn(
        name=safe_name(word(message, "fileName", 500) or f"{kind}-{own_id}{ending}", content_type),
        content=b"",
        declared_type=content_type,
        content_type=content_type,
        details={"seconds": round(duration / 1000)} if isinstance(duration, int) and 0 < duration < 10**9 else {},
        fetch=MediaRef(key=own_id, size=size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None),
    )


def _sticker(message: Mapping[str, Any]) -> AttachmentIn | None:
    sticker = word(message, "stickerId", 30)
    if not sticker.isdecimal():
        return None
    return AttachmentIn(
        name=f"sticker-{sticker}.png",
        content=b"",
        declared_type="image/png",
        content_type="image/png",
        details={"sticker": True},
        fetch=MediaRef(key=f"{STICKERS}/stickershop/v1/sticker/{sticker}/android/sticker.png"),
    )


def sticker_words(message: Mapping[str, Any]) -> str:
    """Words that the customer wrote into a sticker."""
    return word(message, "text", 200) if message.get("type") == "sticker" else ""


def place(message: Mapping[str, Any]) -> Rich | None:
    latitude, longitude = message.get("latitude"), message.get("longitude")
    if message.get("type") != "location" or not _is_number(latitude, 90) or not _is_number(longitude, 180):
        return None
    data = {"latitude": latitude, "longitude": longitude, "name": word(message, "title", 200)}
    return Rich(kind=RichKind.LOCATION, data=data | {"address": word(message, "address", 300)})


def _is_number(value: object, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def fetch(ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
    """One request. A video that LINE is still working on (202) is asked for again later."""
    at_line = ref.key.isalnum()
    if not at_line and not ref.key.startswith(f"{STICKERS}/"):
        return Fetched(lost="refused")
    url = f"{base(account, DATA)}/v2/bot/message/{ref.key}/content" if at_line else ref.key
    headers = bearer(account) if at_line else {}
    asked = Parcel(carrier="http", external_id="", method="GET", url=url, headers=headers, step="content", repeatable=True)
    if not so_far:
        return asked
    answer = so_far[-1]
    if answer.code == 200:
        return Fetched(content=answer.body, content_type=answer.headers.get("content-type", "").split(";")[0].strip().lower())
    if answer.code in (404, 410):
        return Fetched(lost="expired")
    return Fetched(lost="refused") if answer.code in (400, 403) else asked
