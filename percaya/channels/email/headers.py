"""The header block of a mail or of one of its parts: found, unfolded, capped. Never raises."""

import re
from collections.abc import Iterator

from percaya.channels.email import guards
from percaya.channels.email.words import decoded_words, readable

_NAME = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:")
_STRUCTURED = (b"content-", b"mime-", b"message-id", b"date")


class Headers:
    """Header fields in their order. Names are lower-case; values are unfolded bytes, decoded on demand."""

    def __init__(self, fields: list[tuple[str, bytes]], cut: bool = False) -> None:
        self._fields = fields
        self.cut = cut  # whether a cap left something out
        self.hint = ""  # charset of the body, for 8-bit headers that name none

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return iter(self._fields)

    def __contains__(self, name: str) -> bool:
        return any(known == name for known, _ in self._fields)

    def raw(self, name: str) -> bytes:
        """The first non-empty value of that name as bytes, b"" if there is none."""
        return next((value for known, value in self._fields if known == name and value), b"")

    def text(self, name: str) -> str:
        """The first value with its charset guessed but encoded words left alone: for values that are parsed further."""
        return readable(self.raw(name), self.hint)

    def texts(self, *names: str) -> list[str]:
        """All values of those names, like ``text``."""
        return [readable(value, self.hint) for known, value in self._fields if known in names and value]

    def words(self, name: str) -> str:
        """The first value as a person should read it (RFC 2047 decoded), on one safe line."""
        return decoded_words(self.text(name), self.hint)


def split_headers(raw: bytes) -> tuple[Headers, bytes]:
    """The headers and the body behind them. Leading blank lines and mbox "From " lines are skipped."""
    start = _skip_junk(raw)
    end, body_start = _block_end(raw, start)
    cut = end - start > guards.MAX_HEADER_BLOCK
    block = raw[start : min(end, start + guards.MAX_HEADER_BLOCK)]
    lines = block.replace(b"\r\n", b"\n").split(b"\n")
    fields, stopped_at, capped = _fields(lines)
    if stopped_at is not None:
        # A line that is no header ends the block, as if the blank line had been forgotten.
        return Headers(fields, cut or capped), b"\n".join(lines[stopped_at:]) + raw[end:]
    return Headers(fields, cut or capped), raw[body_start:]


def _skip_junk(raw: bytes) -> int:
    start = 0
    while raw[start : start + 1] in (b"\n", b"\r"):
        start += 1
    if raw[start : start + 5] in (b"From ", b">From"):
        line_end = raw.find(b"\n", start, start + 2000)
        start = line_end + 1 if line_end >= 0 else start
    return start


def _block_end(raw: bytes, start: int) -> tuple[int, int]:
    """Where the block ends and where the body starts."""
    ends = [(at, len(mark)) for mark in (b"\n\n", b"\n\r\n") if (at := raw.find(mark, start)) >= 0]
    if not ends:
        return len(raw), len(raw)
    at, width = min(ends)
    return at, at + width


def _fields(lines: list[bytes]) -> tuple[list[tuple[str, bytes]], int | None, bool]:
    """Fields, the index of the first line that is no header (or nothing), and whether a cap was hit."""
    collected: list[tuple[str, list[bytes]]] = []
    for index, line in enumerate(lines):
        if line[:1] in (b" ", b"\t"):
            if collected:
                collected[-1][1].append(line.strip())
            continue
        match = _NAME.match(line)
        if match:
            if len(collected) >= guards.MAX_HEADERS:
                return _capped(collected)[0], None, True
            collected.append((match[1].decode("ascii").lower(), [line[match.end() :].strip()]))
        elif line.strip() and not line.startswith((b":", b">From ", b"From ")) and collected:
            fields, capped = _capped(collected)
            return fields, index, capped
        elif line.strip() and not collected and not line.startswith(b":"):
            return [], index, False
    fields, capped = _capped(collected)
    return fields, None, capped


def _capped(collected: list[tuple[str, list[bytes]]]) -> tuple[list[tuple[str, bytes]], bool]:
    fields, cut = [], False
    for name, pieces in collected:
        value = b" ".join(pieces).strip()
        limit = guards.MAX_STRUCTURED if name.encode().startswith(_STRUCTURED) else guards.MAX_VALUE
        cut = cut or len(value) > limit
        fields.append((name, value[:limit]))
    return fields, cut
