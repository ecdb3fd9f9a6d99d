"""Parameters of Content-Type and Content-Disposition, with RFC 2231 continuations and the common breakages."""

import re
from urllib.parse import unquote_to_bytes

from percaya.channels.email.charsets import decoded
from percaya.channels.email.words import decoded_words

_PARAM = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))')
_CONTINUED = re.compile(r"^(.+?)\*(\d{1,3})?(\*)?$")
_TYPE = re.compile(r"^\s*([A-Za-z0-9!#$&^_.+-]{1,80})/([A-Za-z0-9!#$&^_.+-]{1,80})")


def value_and_params(text: str) -> tuple[str, dict[str, str]]:
    """``'text/plain; charset="x"'`` -> ``("text/plain", {"charset": "x"})``; names are lower-case."""
    value, _, _ = text.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAM.finditer(text, len(value)):
        name = match[1].lower()
        content = re.sub(r"\\(.)", r"\1", match[2]) if match[2] is not None else match[3].strip()
        continued = _CONTINUED.match(name)
        if continued:
            pieces.setdefault(continued[1], []).append((int(continued[2] or 0), bool(continued[3] or not continued[2]), content))
        else:
            plain.setdefault(name, content)
    for name, parts in pieces.items():
        plain[name] = _joined(sorted(parts, key=lambda part: part[0]))
    return value.strip().lower(), plain


def media_type(text: str) -> tuple[str, dict[str, str]]:
    """Like ``value_and_params``; the type is empty when it is not a well-formed media type."""
    value, params = value_and_params(text)
    match = _TYPE.match(value)
    return (f"{match[1]}/{match[2]}" if match else ""), params


def file_name(*candidates: str) -> str:
    """The first non-empty candidate, with encoded words decoded: many mailers put them where RFC 2231 belongs."""
    return next((decoded_words(name) for name in candidates if name.strip()), "")


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    """RFC 2231: ``utf-8'id'na%20ma`` in the first piece; later pieces carry on in its charset."""
    charset = ""
    raw = b""
    for index, (_, encoded, content) in enumerate(parts):
        if encoded and index == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        raw += unquote_to_bytes(content) if encoded else content.encode("utf-8", "surrogatepass")
    return decoded(raw, charset)[0]
