"""What a working calendar holds, and when it is open on one day. Pure.

Times of a week are minutes of the wall clock since midnight; a period that ends after 1440 ends on the next day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 1440  # minutes


class Period(NamedTuple):
    start: int  # minutes since midnight of the day on which it begins, 0 to 1439
    end: int  # after start; more than 1440 on the next day


Week = tuple[tuple[Period, ...], ...]  # seven days from Monday
NOTHING: Week = ((),) * 7


@dataclass(frozen=True)
class Season:
    """Days on which another week holds, such as Ramadan. Both ends belong to it."""

    first: date
    last: date
    week: Week
    breaks: Week = NOTHING
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """When there is work. ``days`` says a date's own periods in place of its weekday's, none when it is closed; such a date is
    ruled from midnight to midnight, so a night shift of the evening before does not reach into it. Of several seasons that
    hold a date the later in the list wins. Breaks are taken out of every day, one with periods of its own too.
    """

    zone: str
    week: Week
    breaks: Week = NOTHING
    days: Mapping[date, tuple[Period, ...]] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()
    known: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict, compare=False, repr=False)  # calendars.py keeps

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def open_on(calendar: Calendar, day: date) -> list[tuple[datetime, datetime]]:
    """The stretches of one day, midnight to midnight by the wall clock, in which there is work: instants in UTC, in order."""
    zone = calendar.tz
    stretches = ((_instant(day, start, zone), _instant(day, end, zone)) for start, end in _minutes(calendar, day))
    return [(start, end) for start, end in stretches if end > start]  # nothing is left of what the clock jumped over


def _minutes(calendar: Calendar, day: date) -> list[tuple[int, int]]:
    eve = day - timedelta(days=1)
    week, breaks = _in_force(calendar, day)
    week_before, breaks_before = _in_force(calendar, eve)
    own = calendar.days.get(day)
    if own is None:
        before = calendar.days.get(eve, week_before[eve.weekday()])
        opened = _joined([*week[day.weekday()], *_over_midnight(before)])
    else:
        opened = _joined(own)
    if not opened:
        return []
    return _without(opened, _joined([*breaks[day.weekday()], *_over_midnight(breaks_before[eve.weekday()])]))


def _in_force(calendar: Calendar, day: date) -> tuple[Week, Week]:
    for season in reversed(calendar.seasons):
        if season.first <= day <= season.last:
            return season.week, season.breaks
    return calendar.week, calendar.breaks


def _over_midnight(periods: Iterable[Period]) -> list[Period]:
    return [Period(max(start - DAY, 0), end - DAY) for start, end in periods if end > DAY]


def _joined(periods: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, cut at midnight, those that touch or overlap as one."""
    done: list[tuple[int, int]] = []
    for start, end in sorted((start, min(end, DAY)) for start, end in periods):
        if done and start <= done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return done


def _without(opened: list[tuple[int, int]], breaks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    left: list[tuple[int, int]] = []
    for start, end in opened:
        for pause, again in breaks:
            if again <= start or pause >= end:
                continue
            if pause > start:
                left.append((start, pause))
            start = max(start, again)
        if start < end:
            left.append((start, end))
    return left


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The first instant at which the clock of that zone shows that time or, where it jumps over it, has passed it."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), found
    jumped = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        before, after = (before, middle) if middle.astimezone(zone).utcoffset() == jumped else (middle, after)
    return after
