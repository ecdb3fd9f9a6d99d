"""What stands under a mail and is not its message: signatures and the notes of phones."""

import re

MAX_LINES = 15

_DASHES = re.compile(r"^(?:--|\u2014|\u2013) ?$")
_PHONE = re.compile(
    r"^\W{0,3}(?:dikirim|terkirim|kirim|sent|diposting|posted)\s+(?:dari|melalui|via|from|using|with|menggunakan)\s.{1,90}$|"
    r"^\W{0,3}(?:get|dapatkan|unduh)\s+(?:outlook|yahoo mail|spark|blue ?mail)\b.{0,90}$",
    re.I,
)
_PROGRAMS = re.compile(
    r"iphone|ipad|android|samsung|galaxy|xiaomi|redmi|oppo|vivo|realme|huawei|blackberry|outlook|yahoo|gmail|windows|mail\b|"
    r"ponsel|hp saya|perangkat|smartphone|phone|mobile|tablet|proton|spark|<https?://",
    re.I,
)


def split_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """(message, signature): from the last ``-- `` line if it is near the end, else a phone's note in the last lines."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    for at in range(end - 1, max(-1, end - 2 - MAX_LINES), -1):
        if _DASHES.match(lines[at]):
            return lines[:at], lines[at:end]
    start = end
    while start and (is_phone_note(lines[start - 1]) or (start < end and not lines[start - 1].strip())):
        start -= 1
    return lines[:start], [line for line in lines[start:end] if line.strip()]


def is_phone_note(line: str) -> bool:
    """ "Dikirim dari iPhone saya", "Sent from Outlook for Android"; not "Sent from my office by courier"."""
    return bool(_PHONE.match(line.strip()) and _PROGRAMS.search(line))
