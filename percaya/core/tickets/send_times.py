"""When something is put off to: times that respect a working calendar. Pure."""

from datetime import datetime, timedelta

from percaya.core.workspace import calendars
from percaya.core.workspace.calendars import Calendar


def opening_after(day: datetime, calendar: Calendar) -> datetime:
    """The start of the first working period after the day of ``day`` in the calendar's zone; eight o'clock where it is open
    at midnight, as one that never closes is."""
    local = day.astimezone(calendar.tz)
    tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    found = calendars.next_opening(calendar, tomorrow)
    return tomorrow.replace(hour=8) if found is None or found == tomorrow else found


def choices(now: datetime, calendar: Calendar) -> list[tuple[str, datetime]]:
    """(key, instant), soonest first: "1h", "3h", "tomorrow" (the next working day), "monday" (the first of a new week)."""
    local = now.astimezone(calendar.tz).replace(second=0, microsecond=0)
    sunday = local + timedelta(days=6 - local.weekday())
    return [
        ("1h", local + timedelta(hours=1)),
        ("3h", local + timedelta(hours=3)),
        ("tomorrow", opening_after(local, calendar)),
        ("monday", opening_after(sunday, calendar)),
    ]
