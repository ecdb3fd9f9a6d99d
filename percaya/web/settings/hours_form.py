"""Working hours as lines of text: "08.00-12.00, 13.00-17.00"; empty is a day off, "22.00-06.00" ends on the next day."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language

from percaya.core.workspace.calendar_specs import WrittenWeek

Hours = dict[str, list[list[str]]]
SEASONS = 4  # that a form shows at most
_PERIOD = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[.:](\d{2}))?")


def lines(week: WrittenWeek) -> list[str]:
    """The seven lines, Monday first, with the clock as the reader writes it."""
    return [line(week.get(str(day), ())) for day in range(7)]


def line(periods: Any) -> str:
    mark = ":" if get_language() == "en" else "."
    return ", ".join("–".join(clock.replace(":", mark) for clock in period) for period in periods)


def read_week(given: Mapping[str, str], prefix: str) -> tuple[Hours, list[str]]:
    """``given`` has "<prefix>0" to "<prefix>6". The week, and the names of the lines that make no sense."""
    read = {day: read_line(given.get(f"{prefix}{day}", "")) for day in range(7)}
    week = {str(day): periods for day, periods in read.items() if periods}
    return week, [f"{prefix}{day}" for day, periods in read.items() if periods is None]


def read_seasons(given: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[str]]:
    """The seasons of a form ("s0-name", "s0-first", "s0-last", "s0-day0", "s0-pause0" …), without those left empty."""
    found, wrong = [], []
    for place in range(SEASONS):
        facts = {key: given.get(f"s{place}-{key}", "").strip() for key in ("name", "first", "last")}
        week, lost = read_week(given, f"s{place}-day")
        breaks, missed = read_week(given, f"s{place}-pause")
        if not any(facts.values()) and not week:
            continue
        wrong += lost + missed
        found.append({**facts, "week": week, "breaks": breaks})
    return found, wrong


def read_line(text: str) -> list[list[str]] | None:
    """The periods of a line, whether they overlap or not; ``None`` when it is not that."""
    found = []
    for part in filter(None, (bit.strip() for bit in re.split(r"[,;&]|\bdan\b|\band\b", text))):
        match = _PERIOD.fullmatch(part)
        if match is None:
            return None
        found.append([_clock(match[1], match[2]), _clock(match[3], match[4])])
    return found


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _clock(hour: str, minute: str | None) -> str:
    return f"{int(hour):02d}:{minute or '00'}"
