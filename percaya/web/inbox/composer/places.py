"""A place from a pasted link to a map, or from two numbers. Read here alone: nothing is asked of any map's server."""

import re
from urllib.parse import unquote

_NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"
_PAIR = re.compile(rf"^\s*{_NUMBER}\s*[,; ]\s*{_NUMBER}\s*$")
# The pin of a place first, then the middle of the map that was looked at.
_IN_LINKS = (
    re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(rf"[?&](?:q|query|ll|sll|destination|daddr|center|viewpoint|cp)=(?:loc:)?{_NUMBER},\s*{_NUMBER}"),
    re.compile(rf"[?&]mlat={_NUMBER}&mlon={_NUMBER}"),
    re.compile(rf"^geo:{_NUMBER},{_NUMBER}"),
    re.compile(rf"@{_NUMBER},{_NUMBER}"),
    re.compile(rf"#map=\d+(?:\.\d+)?/{_NUMBER}/{_NUMBER}"),
    re.compile(rf"/(?:place|search|dir)/{_NUMBER},\+?{_NUMBER}"),
)
MOST = 2000  # characters of a link


def coordinates(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) of "-7.80, 110.36" or of a link to a map; ``None`` where there are none to read (a short link
    holds no place: it would have to be opened)."""
    text = unquote(text.strip()[:MOST])
    for pattern in (_PAIR, *_IN_LINKS):
        if found := pattern.search(text):
            latitude, longitude = float(found[1]), float(found[2])
            return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
    return None
