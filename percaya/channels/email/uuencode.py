"""Files that old mailers write into the text: ``begin 644 name`` … ``end``."""

import binascii
import re

_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_END = re.compile(rb"^(?:`\r?\n)?end[ \t]*\r?$", re.MULTILINE)


def split_uuencoded(body: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """The text without its uuencoded files, and the files as (name, content)."""
    kept: list[bytes] = []
    files: list[tuple[str, bytes]] = []
    position = 0
    while begin := _BEGIN.search(body, position):
        end = _END.search(body, begin.end())
        if not end:
            break
        kept.append(body[position : begin.start()])
        files.append((begin[1].decode("utf-8", "replace"), uudecoded(body[begin.end() : end.start()])))
        position = end.end()
    return b"".join([*kept, body[position:]]), files


def uudecoded(body: bytes) -> bytes:
    """The bytes of uuencoded lines; lines that are not are skipped. ``begin`` and ``end`` lines are allowed."""
    out: list[bytes] = []
    for line in body.replace(b"\r\n", b"\n").split(b"\n"):
        if line.startswith(b"begin ") or line in (b"end", b"`", b""):
            continue
        out.append(_line(line))
    return b"".join(out)


def _line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders pad wrongly: take as many characters as the length byte asks for.
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:wanted])
        except binascii.Error:
            return b""
