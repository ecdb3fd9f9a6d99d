"""A week of a calendar as stripes of a day, drawn by the server: what is open, with breaks and nights where they are."""

from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from percaya.core.workspace.calendar_days import DAY, NOTHING, Calendar, Week
from percaya.core.workspace.calendars import ROUND_THE_CLOCK, open_on

_MONDAY = date(2024, 1, 1)  # a week without a change of the clock, drawn in UTC


@dataclass(frozen=True)
class Stripe:
    """``bars`` are (start, width) in minutes of the day; ``hours`` is how long it is open, in hours."""

    bars: tuple[tuple[int, int], ...]
    hours: float


def stripes(week: Week, breaks: Week = NOTHING) -> list[Stripe]:
    """Seven, from Monday; the night of Sunday runs into Monday."""
    plain = replace(ROUND_THE_CLOCK, week=week, breaks=breaks, known={})
    return [_stripe(plain, _MONDAY + timedelta(days=day)) for day in range(7)]


def _stripe(calendar: Calendar, day: date) -> Stripe:
    bars = []
    for opens, closes in open_on(calendar, day):
        start = int((opens.replace(tzinfo=UTC) - opens.replace(hour=0, minute=0)).total_seconds() // 60)
        bars.append((start, min(int((closes - opens).total_seconds() // 60), DAY - start)))
    return Stripe(tuple(bars), sum(width for _start, width in bars) / 60)
