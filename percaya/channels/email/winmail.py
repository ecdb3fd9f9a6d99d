"""Outlook's winmail.dat (TNEF) unpacked: people send ordinary files, their program wraps them."""

from dataclasses import dataclass

from tnefparse import TNEF

MAX_FILES = 100


@dataclass(frozen=True, slots=True)
class Unwrapped:
    files: tuple[tuple[str, bytes], ...] = ()
    text: str = ""
    html: str = ""


def unwrapped(content: bytes) -> Unwrapped | None:
    """Its files and words, or ``None`` when it cannot be read; then it stays a file as it came."""
    try:
        tnef = TNEF(content, do_checksum=False)
        files = tuple((_text(file.long_filename()), bytes(file.data)) for file in tnef.attachments[:MAX_FILES] if file.data)
    except Exception:  # the library raises whatever the broken bytes lead it into
        return None
    return Unwrapped(files, _text(tnef.body), _text(tnef.htmlbody))


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value.replace("\x00", "") if isinstance(value, str) else ""
