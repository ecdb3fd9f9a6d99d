"""Working hours day by day, as seven lines of text: "08.00-12.00, 13.00-17.00"; empty is a day off."""

import re
from collections.abc import Mapping

from django.utils.translation import get_language

from percaya.web.onboarding.hours_words import Hours

_PERIOD = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[.:](\d{2}))?")


def lines(hours: Hours) -> list[str]:
    """The seven lines, Monday first, with the clock as the reader writes it."""
    mark = ":" if get_language() == "en" else "."
    written = {day: [[clock.replace(":", mark) for clock in period] for period in periods] for day, periods in hours.items()}
    return [", ".join("–".join(period) for period in written.get(str(day), [])) for day in range(7)]


def parse(given: Mapping[str, str]) -> tuple[dict[str, list[list[str]]], list[int]]:
    """``given`` has "day0" to "day6". The hours, and the days whose line makes no sense."""
    hours: dict[str, list[list[str]]] = {}
    wrong: list[int] = []
    for day in range(7):
        periods = _periods(given.get(f"day{day}", ""))
        if periods is None:
            wrong.append(day)
        elif periods:
            hours[str(day)] = periods
    return hours, wrong


def _periods(line: str) -> list[list[str]] | None:
    """Periods in order, none overlapping; ``None`` when the line is not that."""
    found, last = [], -1
    for part in filter(None, (bit.strip() for bit in re.split(r"[,;&]|\bdan\b|\band\b", line))):
        match = _PERIOD.fullmatch(part)
        if match is None:
            return None
        start, end = _minutes(match[1], match[2]), _minutes(match[3], match[4])
        if not last <= start < end <= 24 * 60:
            return None
        found.append([_clock(start), _clock(end)])
        last = end
    return found


def _minutes(hour: str, minute: str | None) -> int:
    return int(hour) * 60 + int(minute or 0) if int(minute or 0) < 60 else 10**6


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
