"""A neutral picture, drawn here: a light triangle on a dark ground, as a film begins."""

import struct
import zlib

SIDE = 240  # pixels


def triangle() -> bytes:
    """A PNG of ``SIDE`` by ``SIDE`` pixels in two colours."""
    palette = bytes((31, 36, 48, 250, 247, 240))
    rows = b"".join(b"\0" + bytes(_is_light(x, y) for x in range(SIDE)) for y in range(SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _is_light(x: int, y: int) -> bool:
    """Within the triangle that points to the right."""
    across, off = x - SIDE * 0.38, abs(y - SIDE / 2)
    return 0 <= across <= SIDE * 0.3 and off <= (SIDE * 0.3 - across) * 0.6


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
