"""The scales, when an answer may still be changed, and at what hours customers are asked. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

CHANGEABLE = timedelta(days=7)
MOST_TEXT = 2000  # characters of the customer's own words
MOST_DAYS = 365  # between two questions


@dataclass(frozen=True)
class Scale:
    """Answers from ``first`` to ``last``; up to ``low`` something went wrong, from ``high`` it went well."""

    first: int
    last: int
    low: int
    high: int

    @property
    def scores(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.last + 1))


# CSAT: 4 and 5 are satisfied. NPS: 9–10 promoters, 0–6 detractors (Reichheld 2003). CES: 5–7 found it easy.
SCALES: Mapping[str, Scale] = {"csat": Scale(1, 5, 2, 4), "nps": Scale(0, 10, 6, 9), "ces": Scale(1, 7, 3, 5)}
KINDS = tuple(SCALES)


def read_score(kind: str, text: str) -> int | None:
    """What was typed or stands in a link, where it is an answer of that scale."""
    score = int(text) if text.isascii() and text.isdecimal() and len(text) <= 2 else -1
    return score if score in SCALES[kind].scores else None


def may_change(given_at: datetime | None, now: datetime) -> bool:
    """Before the first answer, and for seven days after it."""
    return given_at is None or now - given_at <= CHANGEABLE


def asks_at(wanted: datetime, zone: str, quiet_from: int, quiet_until: int) -> datetime:
    """``wanted``, or the end of the quiet hours it falls into, by the customer's clock. Hours 0–23; equal: none are quiet."""
    local = wanted.astimezone(ZoneInfo(zone))
    if not _is_quiet(local.hour, quiet_from, quiet_until):
        return wanted
    ends = local.replace(hour=quiet_until, minute=0, second=0, microsecond=0)
    return ends if ends > local else ends + timedelta(days=1)


def _is_quiet(hour: int, first: int, until: int) -> bool:
    if first <= until:
        return first <= hour < until
    return hour >= first or hour < until
