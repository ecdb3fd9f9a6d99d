"""Working time: add it, measure it, find the next opening. Pure; all arithmetic is on instants, so a change of the clock
costs or gives what it really does. A stretch holds its first instant and not its last: at 17.00 sharp, 08-17 is closed."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from percaya.core.workspace.calendar_days import DAY, Calendar, Period, Season, Week, open_on

__all__ = [
    "ROUND_THE_CLOCK",
    "Calendar",
    "NeverOpens",
    "Period",
    "Season",
    "Week",
    "add",
    "between",
    "is_open",
    "last_closing",
    "next_opening",
    "next_working_day",
]

ROUND_THE_CLOCK = Calendar(zone="UTC", week=((Period(0, DAY),),) * 7)
HORIZON = 120  # months without one opening: then a calendar is taken to have closed for good

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_LAST_YEAR = 9990  # datetime ends at 9999


class NeverOpens(ValueError):
    """Nothing is open for ten years on: the work asked for can never be done on this calendar."""


def add(calendar: Calendar, start: datetime, work: timedelta) -> datetime:
    """The first instant by which ``work`` of working time has passed since ``start``, in the zone of ``start``.

    Work that ends with a period ends at its closing, not at the next opening. Raises ``ValueError`` for work of no length or
    less and for a ``start`` without a zone, ``NeverOpens`` when there is no more working time.
    """
    left = work // _TICK
    if left <= 0:
        raise ValueError("Working time to add must be more than nothing.")
    now = _ticks(start)
    month, empty = _month_of(calendar, start), 0
    while empty < HORIZON and month // 12 < _LAST_YEAR:
        starts, ends = _stretches(calendar, month)
        at = bisect_right(ends, now)
        for opens, closes in zip(starts[at:], ends[at:], strict=True):
            begin = max(opens, now)
            if closes - begin >= left:
                return _instant(begin + left, start)
            left -= closes - begin
        empty = 0 if at < len(ends) else empty + 1
        month += 1
    raise NeverOpens("The calendar has no working time in the ten years after.")


def between(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """The working time from ``a`` to ``b``; negative when ``b`` comes first."""
    first, last = _ticks(a), _ticks(b)
    if last < first:
        return -between(calendar, b, a)
    done = 0
    for month in range(_month_of(calendar, a), _month_of(calendar, b) + 1):
        starts, ends = _stretches(calendar, month)
        low, high = bisect_right(ends, first), bisect_left(starts, last)
        done += sum(min(closes, last) - max(opens, first) for opens, closes in zip(starts[low:high], ends[low:high], strict=True))
    return done * _TICK


def is_open(calendar: Calendar, at: datetime) -> bool:
    now = _ticks(at)
    starts, ends = _stretches(calendar, _month_of(calendar, at))
    index = bisect_right(ends, now)
    return index < len(starts) and starts[index] <= now


def next_opening(calendar: Calendar, at: datetime) -> datetime | None:
    """``at`` itself while open, else when it opens next, in the zone of ``at``; ``None`` when it never does."""
    now = _ticks(at)
    first = _month_of(calendar, at)
    for month in range(first, min(first + HORIZON, _LAST_YEAR * 12)):
        starts, ends = _stretches(calendar, month)
        index = bisect_right(ends, now)
        if index < len(starts):
            return _instant(max(starts[index], now), at)
    return None


def last_closing(calendar: Calendar, at: datetime) -> datetime | None:
    """``at`` itself while open, else when it closed last, in the zone of ``at``; ``None`` when it was not open in ten years."""
    if is_open(calendar, at):
        return at
    now = _ticks(at)
    last = _month_of(calendar, at)
    for month in range(last, max(last - HORIZON, 12), -1):
        _starts, ends = _stretches(calendar, month)
        if index := bisect_right(ends, now):
            return _instant(ends[index - 1], at)
    return None


def next_working_day(calendar: Calendar, day: date) -> date:
    """The first day after ``day`` on which anybody works; the very next one when nobody does within a year."""
    ahead = (day + timedelta(days=count) for count in range(1, 367))
    return next((one for one in ahead if open_on(calendar, one)), day + timedelta(days=1))


def _stretches(calendar: Calendar, month: int) -> tuple[list[int], list[int]]:
    """When it opens and closes in that month (year * 12 + month - 1) of its own zone, kept with the calendar."""
    if (found := calendar.known.get(month)) is None:
        year, number = month // 12, month % 12 + 1
        starts: list[int] = []
        ends: list[int] = []
        for day in range(1, monthrange(year, number)[1] + 1):
            for opens, closes in open_on(calendar, date(year, number, day)):
                _append(starts, ends, _ticks(opens), _ticks(closes))
        found = calendar.known[month] = (starts, ends)
    return found


def _append(starts: list[int], ends: list[int], opens: int, closes: int) -> None:
    if ends and opens <= ends[-1]:
        ends[-1] = max(ends[-1], closes)
    else:
        starts.append(opens)
        ends.append(closes)


def _month_of(calendar: Calendar, at: datetime) -> int:
    local = at.astimezone(calendar.tz)
    return local.year * 12 + local.month - 1


def _ticks(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("An instant needs its zone.")
    return (at - _EPOCH) // _TICK


def _instant(ticks: int, like: datetime) -> datetime:
    return (_EPOCH + ticks * _TICK).astimezone(like.tzinfo)
