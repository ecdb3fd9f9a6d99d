"""What a file is by its bytes, because what the sender declares is only a claim."""

import re

import filetype

_MARKUP = re.compile(rb"^\s*(?:<!doctype\s+html|<html|<head|<body|<script|<iframe)", re.IGNORECASE)
_SVG = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?(?:<!doctype\s+svg[^>]{0,300}>\s*)?<svg[\s>]", re.I | re.S
)
_TEXT_TYPES = {"text/csv", "text/calendar", "text/vcard", "text/x-vcard", "application/json", "text/markdown"}
_OCTETS = "application/octet-stream"


def content_type_of(content: bytes, declared: str = "") -> str:
    """The media type by the first bytes. A declared type is believed only for plain text formats nothing runs."""
    head = content[:8192]
    if not head:
        return declared if declared.startswith("text/") and declared != "text/html" else _OCTETS
    if _SVG.match(head):
        return "image/svg+xml"
    if _MARKUP.match(head):
        return "text/html"
    guess = filetype.guess(head)
    if guess is not None:
        return str(guess.mime)
    return _text_type(head, declared)


def _text_type(head: bytes, declared: str) -> str:
    if b"\x00" in head or sum(byte < 9 or 13 < byte < 27 for byte in head) > len(head) // 50:
        return _OCTETS
    if head.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        return "text/calendar"
    return declared if declared in _TEXT_TYPES else "text/plain"
