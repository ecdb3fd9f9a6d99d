"""What is done to raw bytes before anything interprets them, so that no mail can cost more than it is worth.

Hostile or broken mails have cost the standard library seconds (one 24 kB header, 14 kB Content-Type, thousands of
nested multiparts) or a RecursionError. The caps here are far above what people send; what they cut off is only left
out of the reading, with a warning: the raw bytes stay as they came.
"""

import re

MAX_HEADER_BLOCK = 256 * 1024
MAX_HEADERS = 1000
MAX_VALUE = 64 * 1024  # a long list of recipients is honest
MAX_STRUCTURED = 4 * 1024  # Content-Type and its kin
MAX_DEPTH = 20
MAX_PARTS = 500
IN_PROCESS_BYTES = 1024 * 1024
IN_PROCESS_WITH_HTML = 16 * 1024

_ODD_LINE_ENDS = re.compile(rb"\r+\n")
_EXPENSIVE = (b"ms-tnef", b"winmail.dat", b"text/calendar")


def with_sane_line_ends(raw: bytes) -> bytes:
    """CR-only mail and CR CR LF line ends become LF; all others are left alone, for attachments may hold any byte."""
    if b"\n" not in raw[:65536]:
        return raw.replace(b"\r", b"\n")
    if b"\r\r\n" in raw[:65536]:
        return _ODD_LINE_ENDS.sub(b"\n", raw)
    return raw


def needs_a_child(raw: bytes) -> bool:
    """Whether reading must happen in a process that can be killed: large mail, HTML that is not small, formats parsed by
    libraries whose time we cannot bound (TNEF, iCalendar), or so many parts that something is wrong."""
    if len(raw) > IN_PROCESS_BYTES:
        return True
    lowered = raw.lower()
    if len(raw) > IN_PROCESS_WITH_HTML and b"text/html" in lowered:
        return True
    if any(word in lowered for word in _EXPENSIVE):
        return True
    return raw.count(b"\n--") > 4 * MAX_PARTS or lowered[:MAX_HEADER_BLOCK].count(b"boundary=") > 4 * MAX_DEPTH
