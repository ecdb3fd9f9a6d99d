"""How long a recording lasts, by the head of its MP4 box (ISO 14496-12, ``mvhd``)."""

import struct

_LONGEST = 24 * 3600 * 1000


def milliseconds(content: bytes) -> int | None:
    """Of an MP4 or M4A; ``None`` where the bytes do not say it, or say nonsense."""
    at = content.find(b"mvhd")
    if at < 0:
        return None
    form, start = (">II", at + 16) if content[at + 4 : at + 5] == b"\0" else (">IQ", at + 24)
    try:
        scale, length = struct.unpack_from(form, content, start)
    except struct.error:
        return None
    lasts = length * 1000 // scale if scale else 0
    return lasts if 0 < lasts <= _LONGEST else None
