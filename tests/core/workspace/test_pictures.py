"""A logo is put together anew of the parts that draw it: what else a file carries does not reach a customer."""

import struct
import zlib

import pytest

from percaya.core.workspace.pictures import LONGEST, NoPicture, TooLong, cleaned

SECRET = b"taken at Jalan Melati 7"


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(wide: int = 4, high: int = 2, *, lines: bytes | None = None, extra: bytes = b"") -> bytes:
    drawn = zlib.compress(lines if lines is not None else (b"\0" + b"\x12\x34\x56" * wide) * high)
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = png_chunk(b"IHDR", head) + extra + png_chunk(b"IDAT", drawn) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def jpeg(wide: int = 4, high: int = 2) -> bytes:
    def part(marker: int, data: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data

    shape = part(0xC0, b"\x08" + struct.pack(">HH", high, wide) + b"\x01\x01\x11\x00")
    noted = part(0xE1, b"Exif\0\0" + SECRET) + part(0xFE, SECRET)
    scan = part(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + part(0xE0, b"JFIF\0") + noted + part(0xDB, b"\0" * 65) + shape + scan + b"\xff\xd9"


def webp(wide: int = 4, high: int = 2, extra: bytes = b"") -> bytes:
    data = b"\x2f" + struct.pack("<I", (wide - 1) | (high - 1) << 14)
    body = b"WEBP" + extra + b"VP8L" + struct.pack("<I", len(data)) + data + b"\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(("content", "kind"), [(png(), "image/png"), (jpeg(), "image/jpeg"), (webp(), "image/webp")])
def test_a_picture_is_known_by_its_bytes_and_measured(content: bytes, kind: str) -> None:
    made = cleaned(content)
    assert (made.content_type, made.width, made.height) == (kind, 4, 2)
    assert cleaned(made.content) == made  # what comes out is a picture again, and nothing more is taken away


@pytest.mark.parametrize(
    "content",
    [
        png(extra=png_chunk(b"tEXt", b"Comment\0" + SECRET)),
        png() + b"<script>" + SECRET,
        jpeg(),
        jpeg() + SECRET,
        webp(extra=b"EXIF" + struct.pack("<I", len(SECRET)) + SECRET + b"\0" * (len(SECRET) % 2)),
        webp() + SECRET,
    ],
)
def test_what_does_not_draw_is_left_behind(content: bytes) -> None:
    assert SECRET in content and SECRET not in cleaned(content).content


@pytest.mark.parametrize("content", [png(LONGEST + 1, 1), jpeg(LONGEST + 1), webp(4, LONGEST + 1)])
def test_too_many_pixels_are_refused(content: bytes) -> None:
    with pytest.raises(TooLong):
        cleaned(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><p>logo.png</p>",
        b"GIF89a" + b"\0" * 20,
        png()[:-20],
        png().replace(b"IDAT", b"IDAX"),
        png(lines=b"\0" * 3),
        png(lines=b"\0" * 5_000_000),  # few bytes that unpack to many
        jpeg()[:-8],
        webp()[:-4],
        webp(extra=b"ANIM" + struct.pack("<I", 6) + b"\0" * 6),
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture):
        cleaned(content)
