"""Small pictures for attachments: a weave of two colours, drawn here, so that nothing is borrowed."""

import struct
import zlib

_SIZE = 240


def picture(name: str) -> bytes:
    """A PNG whose colours come from the name: the same name gives the same cloth."""
    seed = zlib.crc32(name.encode())
    dark, light = ((seed >> shift) & 0x7F for shift in (0, 8)), ((seed >> shift) & 0x7F | 0x80 for shift in (16, 24))
    colours = (bytes((*dark, 60)), bytes((*light, 180)))
    rows = b"".join(b"\0" + b"".join(colours[_thread(x, y)] for x in range(_SIZE)) for y in range(_SIZE))
    header = struct.pack(">IIBBBBB", _SIZE, _SIZE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _thread(x: int, y: int) -> int:
    return ((x // 12 + y // 12) % 2) ^ ((x * x + y * y) // 1800 % 2)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
