"""When something is put off to: times that respect the working hours of a workspace. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from percaya.core.workspace.policy import add_working_minutes

Hours = Mapping[str, list[list[str]]]


def next_opening(after: datetime, *, hours: Hours, zone: str) -> datetime:
    """The start of the first working period after the day of ``after``; eight o'clock when no hours are set. Aware."""
    local = after.astimezone(ZoneInfo(zone))
    tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    if not any(hours.values()):
        return tomorrow.replace(hour=8)
    return add_working_minutes(tomorrow, 0, hours=hours, zone=zone)


def choices(now: datetime, *, hours: Hours, zone: str) -> list[tuple[str, datetime]]:
    """(key, instant), soonest first: "1h", "3h", "tomorrow" (the next working day), "monday" (the first of a new week)."""
    local = now.astimezone(ZoneInfo(zone)).replace(second=0, microsecond=0)
    sunday = local + timedelta(days=6 - local.weekday())
    return [
        ("1h", local + timedelta(hours=1)),
        ("3h", local + timedelta(hours=3)),
        ("tomorrow", next_opening(local, hours=hours, zone=zone)),
        ("monday", next_opening(sunday, hours=hours, zone=zone)),
    ]
