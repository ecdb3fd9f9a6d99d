"""Pictures that a business shows of itself: taken apart and put together anew of the parts that draw them. Pure.

What else a file carries (places, names, scripts behind the end, a second file inside) is left behind, and one that is not whole
is refused. Sources: PNG, W3C 3rd edition §5; JPEG, ITU-T T.81 annex B; WebP, RFC 9649 §2."""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_BYTES = 18 * 1024  # a first visit to the portal weighs 60 kB at most, the logo in it
LONGEST = 2000  # pixels of a side
_SHOWN = (200, 40)  # pixels, wide and high, it is shown in at most
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"}
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # colour type -> samples of a pixel
_SHAPES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of JPEG that say how large it is
_STILL = 0x10  # of the flags of WebP only "has transparency" is kept


class NoPicture(ValueError):
    """These bytes are no whole picture of one of the three kinds."""


class TooLong(ValueError):
    """A side has more pixels than ``LONGEST``."""


@dataclass(frozen=True)
class Picture:
    content: bytes
    content_type: str
    width: int
    height: int


def shown_size(width: int, height: int) -> tuple[int, int]:
    """Of a logo beside a name: as it is, or smaller in its own shape."""
    scale = min(1.0, _SHOWN[0] / width, _SHOWN[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def cleaned(content: bytes) -> Picture:
    """The same picture with nothing beside it. Raises ``NoPicture`` and ``TooLong``; the caller has measured the bytes."""
    try:
        picture = _reader(content)(content)
    except (struct.error, IndexError, zlib.error):
        raise NoPicture from None
    if not (picture.width and picture.height):
        raise NoPicture
    return picture


def _reader(content: bytes) -> Callable[[bytes], Picture]:
    if content.startswith(_PNG):
        return _png
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp
    raise NoPicture


def _sized(width: int, height: int) -> tuple[int, int]:
    if max(width, height) > LONGEST:
        raise TooLong
    return width, height


def _png(content: bytes) -> Picture:
    kept = [chunk for chunk in _png_chunks(content) if chunk[0] in _PNG_KEPT]
    if not kept or kept[0][0] != b"IHDR" or kept[-1][0] != b"IEND" or len(kept[0][1]) != 13:
        raise NoPicture
    wide, high, depth, colour, _packed, _filter, interlaced = struct.unpack(">IIBBBBB", kept[0][1])
    wide, high = _sized(wide, high)
    if colour not in _SAMPLES or depth not in (1, 2, 4, 8, 16):
        raise NoPicture
    lines = high * (1 + (wide * depth * _SAMPLES[colour] + 7) // 8)
    _check_drawn(b"".join(data for kind, data in kept if kind == b"IDAT"), lines, is_exact=not interlaced)
    packed = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in kept)
    return Picture(_PNG + b"".join(packed), "image/png", wide, high)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while True:
        (size,), kind = struct.unpack_from(">I", content, at), content[at + 4 : at + 8]
        data = content[at + 8 : at + 8 + size]
        if struct.unpack_from(">I", content, at + 8 + size)[0] != zlib.crc32(kind + data):
            raise NoPicture
        yield kind, data
        if kind == b"IEND":
            return
        at += 12 + size


def _check_drawn(packed: bytes, lines: int, *, is_exact: bool) -> None:
    """The lines unpack to what their size asks for, and to no more: a small file may be made to fill a browser's memory."""
    unpacker = zlib.decompressobj()
    drawn = len(unpacker.decompress(packed, 2 * lines + 4096))
    if not unpacker.eof or (is_exact and drawn != lines):
        raise NoPicture


def _jpeg(content: bytes) -> Picture:
    parts, at, size, has_scan = [content[:2]], 2, (0, 0), False
    while True:
        if content[at] != 0xFF:
            raise NoPicture
        marker = content[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker == 0xD9:
            break
        length = struct.unpack_from(">H", content, at + 2)[0]
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise NoPicture
        if marker in _SHAPES:
            high, wide = struct.unpack_from(">HH", content, at + 5)
            size = _sized(wide, high)
        if marker == 0xDA:
            has_scan, end = True, _scan_end(content, end)
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):  # what programs note of themselves, and remarks
            parts.append(content[at:end])
        at = end
    if not has_scan:
        raise NoPicture
    return Picture(b"".join(parts) + b"\xff\xd9", "image/jpeg", *size)


def _scan_end(content: bytes, at: int) -> int:
    """Where the drawn part ends: at the next marker that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise NoPicture
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _webp(content: bytes) -> Picture:
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    if end > len(content):
        raise NoPicture
    at, kept, size = 12, [], (0, 0)
    while at < end:
        kind, length = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        data = content[at + 8 : at + 8 + length]
        if len(data) != length or kind in (b"ANIM", b"ANMF"):
            raise NoPicture
        if kind == b"VP8X":
            data = bytes([data[0] & _STILL]) + data[1:]
            _sized(*(1 + int.from_bytes(data[i : i + 3], "little") for i in (4, 7)))
        if kind in (b"VP8 ", b"VP8L"):
            size = _webp_size(kind, data)
        if kind in (b"VP8X", b"ALPH", b"VP8 ", b"VP8L"):
            kept.append(kind + struct.pack("<I", length) + data + b"\0" * (length % 2))
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return Picture(b"RIFF" + struct.pack("<I", len(body)) + body, "image/webp", *size)


def _webp_size(kind: bytes, data: bytes) -> tuple[int, int]:
    if kind == b"VP8L":
        if data[0] != 0x2F:
            raise NoPicture
        bits = struct.unpack_from("<I", data, 1)[0]
        return _sized((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if data[3:6] != b"\x9d\x01\x2a":
        raise NoPicture
    wide, high = struct.unpack_from("<HH", data, 6)
    return _sized(wide & 0x3FFF, high & 0x3FFF)
