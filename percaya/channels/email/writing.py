"""Writes MIME: header lines and parts as bytes, always the same for the same input, never more than 998 bytes a line.

Own code rather than ``email.message``: that mangles long Message-IDs into encoded words when it folds, and draws
random boundaries. Every value passes through functions that cannot let a line end through, so no header can be slipped in.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from percaya.channels.common.texts import clean_line

_CRLF = b"\r\n"
_ATOMS = re.compile(r"^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+$")
_MEDIA_TYPE = re.compile(r"^[a-z0-9][a-z0-9!#$&^_.+-]{0,79}/[a-z0-9][a-z0-9!#$&^_.+-]{0,79}$")
_WORD_BYTES = 42  # of text in one encoded word: 75 characters with its frame
_FOLD_AT = 76


@dataclass(frozen=True, slots=True)
class Written:
    """A part: its header lines (without line ends) and its body, or its children."""

    headers: tuple[str, ...]
    body: bytes = b""
    children: tuple["Written", ...] = field(default=())


def text_part(text: str, subtype: str) -> Written:
    """Plain text or HTML in UTF-8: as it is when it is plain ASCII in short lines, else quoted-printable."""
    raw = re.sub(r"\r\n|\r|\n", "\r\n", text).encode("utf-8", "replace")
    if not raw.endswith(_CRLF):
        raw += _CRLF
    # "=_" never occurs in quoted-printable, so a boundary that begins with it cannot collide.
    plain = raw.isascii() and b"=_" not in raw and b"\x00" not in raw and max(map(len, raw.split(_CRLF))) <= 990
    encoding = "7bit" if plain else "quoted-printable"
    body = raw if plain else binascii.b2a_qp(raw, istext=True)
    return Written((f"Content-Type: text/{subtype}; charset=utf-8", f"Content-Transfer-Encoding: {encoding}"), body)


def file_part(name: str, content: bytes, content_type: str) -> Written:
    """An attachment in base64, its name also for programs that know no RFC 2231."""
    content_type = content_type.lower()
    if not _MEDIA_TYPE.match(content_type) or content_type.startswith(("multipart/", "message/")):
        content_type = "application/octet-stream"
    disposition = f'filename="{name}"' if _ATOMS.match(name.replace(".", "")) else f"filename*=utf-8''{quote(name, safe='')}"
    label = f'"{name}"' if _ATOMS.match(name.replace(".", "")) else f'"{encoded_words(name)}"'
    headers = (
        f"Content-Type: {content_type};\r\n name={label}",
        f"Content-Disposition: attachment;\r\n {disposition}",
        "Content-Transfer-Encoding: base64",
    )
    return Written(headers, base64.encodebytes(content).replace(b"\n", _CRLF))


def inline_part(name: str, content: bytes, content_type: str, content_id: str) -> Written:
    """A picture that the HTML beside it shows by its content id. ``name`` is plain ASCII and ours."""
    headers = (
        f'Content-Type: {content_type};\r\n name="{name}"',
        f'Content-Disposition: inline;\r\n filename="{name}"',
        id_header("Content-ID", [content_id]),
        "Content-Transfer-Encoding: base64",
    )
    return Written(headers, base64.encodebytes(content).replace(b"\n", _CRLF))


def multipart(subtype: str, children: Iterable[Written], seed: str) -> Written:
    """The children in their order; ``seed`` makes the boundary, the same on every try."""
    boundary = "=_" + hashlib.sha256(f"{subtype}\0{seed}".encode()).hexdigest()[:32]
    return Written((f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"',), boundary.encode(), tuple(children))


def as_bytes(part: Written) -> bytes:
    """The part with its headers, a blank line and its body."""
    head = "".join(f"{line}\r\n" for line in part.headers).encode("utf-8") + _CRLF
    if not part.children:
        return head + part.body
    mark = b"--" + part.body
    inner = b"".join(mark + _CRLF + as_bytes(child) + _CRLF for child in part.children)
    return head + inner + mark + b"--" + _CRLF


def header(name: str, value: str) -> str:
    """A line of free text such as the subject, folded; not for addresses and ids."""
    value = clean_line(value)
    if not value.isascii() or "=?" in value or any(len(word) > 200 for word in value.split(" ")):
        return f"{name}: {encoded_words(value)}"
    lines, line = [], f"{name}:"
    for word in value.split(" "):
        if len(line) + len(word) + 1 > _FOLD_AT and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {word}"
    return "\r\n".join([*lines, line])


def address_header(name: str, addresses: Iterable[tuple[str, str]]) -> str:
    """``addresses``: (display name, address) pairs, one a line."""
    return f"{name}: " + ",\r\n ".join(_mailbox(*pair) for pair in addresses)


def id_header(name: str, ids: Iterable[str]) -> str:
    """Message-IDs, one a line, never encoded."""
    return f"{name}: " + "\r\n ".join(f"<{value}>" for value in ids)


def encoded_words(text: str) -> str:
    """RFC 2047 words in base64, cut between characters, one a line."""
    chunks: list[bytes] = [b""]
    for character in text:
        raw = character.encode("utf-8", "replace")
        if len(chunks[-1]) + len(raw) > _WORD_BYTES:
            chunks.append(b"")
        chunks[-1] += raw
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in chunks)


def _mailbox(name: str, address: str) -> str:
    name = clean_line(name, 200)
    if not name:
        return f"<{address}>"
    if not name.isascii() or "=?" in name:
        return f"{encoded_words(name)}\r\n <{address}>"
    if _ATOMS.match(name):
        return f"{name} <{address}>"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>'
