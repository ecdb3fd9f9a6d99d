"""Time spent, as people type it: "15", "1j 20m", "1h20", "1,5 jam", "1:20", "90 mnt". Pure."""

import re

MOST_MINUTES = 24 * 60  # of one entry
_HOURS = r"(?:jam|j|hours?|hrs?|h)"
_MINUTES = r"(?:menit|mnt|min|minutes?|mins?|m)"
_BOTH = re.compile(rf"(?:(\d{{1,2}}(?:[.,]\d{{1,2}})?)\s*{_HOURS})?\s*(?:(\d{{1,4}})\s*{_MINUTES}?)?\.?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")


def minutes(text: str) -> int | None:
    """Whole minutes, 1 to 1,440; ``None`` for anything else. A bare number is minutes."""
    text = text.strip()
    if found := _CLOCK.fullmatch(text):
        total = int(found[1]) * 60 + int(found[2])
    elif text and (found := _BOTH.fullmatch(text)):
        total = round(float((found[1] or "0").replace(",", ".")) * 60) + int(found[2] or 0)
    else:
        return None
    return total if 0 < total <= MOST_MINUTES else None
