"""Files of a message. They lie with Telegram: ``getFile`` gives an address that is good for an hour, up to 20 MB."""

from collections.abc import Mapping
from typing import Any

from percaya.channels.common.endings import ending_of
from percaya.channels.common.names import safe_name
from percaya.channels.common.payloads import one, several, word
from percaya.channels.common.texts import clean_line
from percaya.channels.contract import AttachmentIn, MediaRef

MOST_DOWN = 20 * 1024 * 1024  # https://core.telegram.org/bots/api#getfile
# In this order: an animation also stands as a document, which is the same file.
_KINDS = ("animation", "video", "video_note", "voice", "audio", "document", "sticker")
_TYPES = {"video": "video/mp4", "video_note": "video/mp4", "voice": "audio/ogg", "audio": "audio/mpeg", "animation": "video/mp4"}


def files_of(message: Mapping[str, Any]) -> tuple[AttachmentIn, ...]:
    """The message's file, if it has one (an album is several messages)."""
    photo = _largest(several(message, "photo"))
    if photo:
        return (_file(photo, "photo", "image/jpeg", message),)
    for kind in _KINDS:
        if given := one(message, kind):
            return (_file(given, kind, _type(given, kind), message),)
    return ()


def _largest(sizes: list[dict[str, Any]]) -> dict[str, Any]:
    def area(size: Mapping[str, Any]) -> int:
        sides = [size.get("width"), size.get("height")]
        return sides[0] * sides[1] if all(isinstance(side, int) for side in sides) else 0  # type: ignore[operator]

    return max(sizes, key=area, default={})


def _type(given: Mapping[str, Any], kind: str) -> str:
    if kind == "sticker":
        animated = "application/x-tgsticker" if given.get("is_animated") else "image/webp"
        return "video/webm" if given.get("is_video") else animated
    return clean_line(word(given, "mime_type", 100)).lower() or _TYPES.get(kind, "application/octet-stream")


def _file(given: Mapping[str, Any], kind: str, content_type: str, message: Mapping[str, Any]) -> AttachmentIn:
    size = given.get("file_size")
    size = size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None
    return AttachmentIn(
        name=_name(given, kind, content_type, message),
        content=b"",
        declared_type=content_type,
        content_type=content_type,
        details=_details(given, kind),
        fetch=MediaRef(key=word(given, "file_id", 250), size=size),
    )


def _name(given: Mapping[str, Any], kind: str, content_type: str, message: Mapping[str, Any]) -> str:
    """Its own name, else one made of its kind and the message's number."""
    if named := word(given, "file_name", 500):
        return safe_name(named, content_type)
    made = f"{kind.replace('_', '-')}-{word(message, 'message_id', 20)}{ending_of(content_type)}"
    return safe_name(made, content_type)


def _details(given: Mapping[str, Any], kind: str) -> dict[str, Any]:
    said: dict[str, Any] = {"voice": True} if kind == "voice" else {}
    if kind in ("sticker", "animation", "video_note"):
        said[kind] = True
    duration = given.get("duration")
    if isinstance(duration, int) and not isinstance(duration, bool) and 0 < duration < 10**6:
        said["seconds"] = duration
    if emoji := word(given, "emoji", 20):
        said["emoji"] = emoji
    return said
