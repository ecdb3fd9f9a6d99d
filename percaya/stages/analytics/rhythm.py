"""When a mailed report leaves, and of which days it tells. Pure; local time of the workspace."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAILY, WEEKLY, MONTHLY = RHYTHMS = ("daily", "weekly", "monthly")


def next_time(rhythm: str, hour: int, *, after: datetime, zone: str) -> datetime:
    """The next full ``hour`` there: of any day, of a Monday, of the first of a month; later than ``after``."""
    local = ZoneInfo(zone)
    day = after.astimezone(local).date()
    while True:
        moment = datetime.combine(day, time(hour), local)
        if moment > after and _is_its_day(rhythm, day):
            return moment
        day += timedelta(days=1)


def period(rhythm: str, at: datetime, zone: str) -> tuple[datetime, datetime]:
    """The whole days before the day of ``at``: yesterday, the seven days before, or last month. [start, end)."""
    local = ZoneInfo(zone)
    today = at.astimezone(local).date()
    if rhythm == MONTHLY:
        last = today.replace(day=1)
        first = (last - timedelta(days=1)).replace(day=1)
    else:
        last, first = today, today - timedelta(days=7 if rhythm == WEEKLY else 1)
    return datetime.combine(first, time(0), local), datetime.combine(last, time(0), local)


def _is_its_day(rhythm: str, day: date) -> bool:
    return rhythm == DAILY or (day.weekday() == 0 if rhythm == WEEKLY else day.day == 1)
