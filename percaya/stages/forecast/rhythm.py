"""When somebody is asked for an update that is owed, when its customer is told that it gets later, and until when. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from percaya.core.workspace.calendars import Calendar, NeverOpens, add, between, is_open, last_closing

OFF, ASK, TELL = "off", "ask", "tell"
MODES = (TELL, ASK, OFF)  # what a business may want, the usual first
MOST_TOLD = 3  # times that a customer hears from the machine alone; then a person has to speak
_ASK_LEAD = timedelta(minutes=15), timedelta(hours=4)  # at least, at most
_TELL_LEAD = timedelta(minutes=5), timedelta(minutes=30)
_SHORTEST, A_DAY = timedelta(hours=1), timedelta(hours=8)  # of working time
_BEFORE_CLOSING = timedelta(minutes=30)
_QUIET_FROM, _QUIET_TO = 20, 8  # o'clock, where the business is
_BEFORE_QUIET = timedelta(minutes=5)
_QUARTER = timedelta(minutes=15)


def mode(settings: dict[str, object]) -> str:
    """What the business wants done before an update is missed; the usual for anything unknown."""
    wanted = settings.get("before_late")
    return wanted if isinstance(wanted, str) and wanted in MODES else TELL


def ask_at(calendar: Calendar, since: datetime, due: datetime) -> datetime:
    """The owner is asked while a quarter of the time is left, in working hours: half an hour before they last close."""
    at = due - _within((due - since) / 4, *_ASK_LEAD)
    if not is_open(calendar, at):
        closed = last_closing(calendar, at)
        at = closed - _BEFORE_CLOSING if closed is not None else at
    return max(at, since)


def tell_at(since: datetime, due: datetime, zone: str) -> datetime | None:
    """The customer is told shortly before the time passes, in the evening before where that falls into the night; ``None``
    where nobody can be told in time without waking them."""
    at = due - _within((due - since) / 10, *_TELL_LEAD)
    local = at.astimezone(ZoneInfo(zone))
    if _QUIET_TO <= local.hour < _QUIET_FROM:
        return at
    evening = local if local.hour >= _QUIET_FROM else local - timedelta(days=1)
    at = evening.replace(hour=_QUIET_FROM, minute=0, second=0, microsecond=0) - _BEFORE_QUIET
    return at if at > since else None


def later(calendar: Calendar, since: datetime, due: datetime, *, again: bool = False) -> datetime:
    """The new time: as much working time again as the first one gave, an hour at least and a day of work at most, at a full
    quarter of an hour. ``again``: it gets later than that, too, so a whole day is taken."""
    more = A_DAY if again else _within(between(calendar, since, due), _SHORTEST, A_DAY)
    try:
        at = add(calendar, due, more)
    except NeverOpens:
        at = due + more
    over = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at - over + _QUARTER if over else at


def _within(length: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return min(max(length, least), most)
