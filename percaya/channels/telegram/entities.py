"""Text with its entities. Offsets and lengths count UTF-16 units, so an emoji is two."""

from collections.abc import Mapping
from typing import Any

from percaya.channels.common.payloads import several, word
from percaya.channels.common.texts import clean_line, clean_text

_MOST = 200  # entities; Telegram keeps 100


def words_of(message: Mapping[str, Any], text_key: str = "text", entities_key: str = "entities") -> str:
    """The words as people see them; what a link hides stands behind it in brackets."""
    given = message.get(text_key)
    if not isinstance(given, str):
        return ""
    units = given.encode("utf-16-le", "surrogatepass")
    for end, url in sorted(_links(message, entities_key, units), reverse=True):
        units = units[: end * 2] + f" ({url})".encode("utf-16-le") + units[end * 2 :]
    return clean_text(units.decode("utf-16-le", "replace")).strip()


def _links(message: Mapping[str, Any], key: str, units: bytes) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for entity in several(message, key)[:_MOST]:
        offset, length = entity.get("offset"), entity.get("length")
        url = clean_line(word(entity, "url", 2000))
        if entity.get("type") != "text_link" or not isinstance(offset, int) or not isinstance(length, int):
            continue
        if offset < 0 or length < 1 or (offset + length) * 2 > len(units) or not url.startswith(("http://", "https://", "tg://")):
            continue
        if units[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace") != url:
            found.append((offset + length, url))
    return found
