"""A working calendar as it is written down (JSON) and back. Pure.

{"zone": "Asia/Jakarta", "week": {"0": [["08:00", "12:00"], ["13:00", "17:00"]]}, "breaks": {"4": [["11:30", "13:00"]]},
 "seasons": [{"name": "Ramadan 2027", "first": "2027-02-08", "last": "2027-03-09", "week": …, "breaks": …}],
 "days": {"2027-08-17": [], "2027-12-24": [["08:00", "12:00"]]}}

Weekdays are "0" (Monday) to "6". A period that ends before or when it starts ends on the next day; "24:00" ends a day.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from percaya.core.workspace.calendar_days import DAY, Calendar, Period, Season, Week, open_on

WrittenWeek = Mapping[str, Sequence[Sequence[str]]]
Spec = Mapping[str, Any]

_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)")
LONGEST_SEASON = 366  # days
MOST_PERIODS = 12  # of one day


class Unfit(ValueError):
    """``code``: zone, time, length, overlap, weekday, season, closed, day. ``at`` is where: "0", "breaks 4", "2027-08-17"."""

    def __init__(self, code: str, at: str = "") -> None:
        super().__init__(f"{code} {at}".strip())
        self.code, self.at = code, at


def calendar_from(spec: Spec) -> Calendar:
    """The calendar of a spec that was checked when it was kept (``check``). Raises ``Unfit`` for what cannot be read."""
    return Calendar(
        zone=str(spec["zone"]),
        week=_week(spec.get("week", {}), ""),
        breaks=_week(spec.get("breaks", {}), "breaks"),
        seasons=tuple(_season(one) for one in spec.get("seasons", ())),
        days={_date(day): _periods(periods, day) for day, periods in spec.get("days", {}).items()},
    )


def check(spec: Spec) -> Calendar:
    """The calendar of a spec that a person wrote. Raises ``Unfit``: for periods that overlap, and for one that
    never opens, as well."""
    _check_zone(spec.get("zone"))
    calendar = calendar_from(spec)
    _check_overlaps(calendar.week, "")
    for season in calendar.seasons:
        _check_overlaps(season.week, season.name)
    for day, periods in calendar.days.items():
        _in_order(periods, day.isoformat())
    if not _has_work(calendar.week, calendar.breaks):
        raise Unfit("closed")
    return calendar


def written_week(week: Week) -> dict[str, list[list[str]]]:
    return {str(day): [list(written(one)) for one in periods] for day, periods in enumerate(week) if periods}


def written(period: Period) -> tuple[str, str]:
    """ "22:00", "06:00"."""
    end = period.end - DAY if period.end > DAY else period.end
    return clock(period.start), clock(end)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def tidy(week: WrittenWeek) -> dict[str, list[list[str]]]:
    """The same week in one way of writing: two digits, colons, in order, days off left out. Raises ``Unfit``."""
    return written_week(_week(week, ""))


def _week(written_down: Any, at: str) -> Week:
    if not isinstance(written_down, Mapping):
        raise Unfit("weekday", at)
    if strange := set(written_down) - {str(day) for day in range(7)}:
        raise Unfit("weekday", f"{at} {min(strange)}".strip())
    return tuple(_periods(written_down.get(str(day), ()), f"{at} {day}".strip()) for day in range(7))


def _periods(given: Any, at: str) -> tuple[Period, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_PERIODS:
        raise Unfit("time", at)
    return tuple(sorted(_period(one, at) for one in given))


def _period(given: Any, at: str) -> Period:
    if not isinstance(given, Sequence) or len(given) != 2:
        raise Unfit("time", at)
    start, end = _minutes(given[0], at), _minutes(given[1], at)
    if start in (end, DAY):
        raise Unfit("length", at)
    return Period(start, end if end > start else end + DAY)


def _minutes(text: Any, at: str) -> int:
    match = _CLOCK.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise Unfit("time", at)
    minutes = int(match[1]) * 60 + int(match[2])
    if minutes > DAY:
        raise Unfit("time", at)
    return minutes


def _season(given: Any) -> Season:
    if not isinstance(given, Mapping):
        raise Unfit("season")
    name = str(given.get("name", ""))[:60]
    first, last = _date(given.get("first")), _date(given.get("last"))
    if last < first or (last - first).days >= LONGEST_SEASON:
        raise Unfit("season", name)
    return Season(first, last, _week(given.get("week", {}), name), _week(given.get("breaks", {}), name), name)


def _date(text: Any) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise Unfit("day", str(text)) from None


def _check_zone(name: Any) -> None:
    try:
        ZoneInfo(str(name or ""))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unfit("zone", str(name or "")) from None


def _check_overlaps(week: Week, at: str) -> None:
    for day, periods in enumerate(week):
        where = f"{at} {day}".strip()
        _in_order(periods, where)
        tail = max((one.end - DAY for one in week[day - 1]), default=0)
        if periods and periods[0].start < tail:
            raise Unfit("overlap", where)


def _in_order(periods: Sequence[Period], at: str) -> None:
    for one, following in pairwise(periods):
        if following.start < one.end:
            raise Unfit("overlap", at)


def _has_work(week: Week, breaks: Week) -> bool:
    """Is there a minute in an ordinary week at which it is open?"""
    probe = Calendar(zone="UTC", week=week, breaks=breaks)
    return any(open_on(probe, date(2024, 1, day)) for day in range(1, 8))
