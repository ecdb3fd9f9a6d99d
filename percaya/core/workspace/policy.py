"""What roles may do, and the arithmetic of working hours. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

READ = "read"
NOTE = "note"
REPLY = "reply"  # and change tickets
SUPERVISE = "supervise"  # quarantine, stuck work, private teams
ADMINISTER = "administer"  # channels, members, tokens, settings
OWN = "own"

_RIGHTS: Mapping[str, frozenset[str]] = {
    "light": frozenset({READ, NOTE}),
    "agent": frozenset({READ, NOTE, REPLY}),
    "supervisor": frozenset({READ, NOTE, REPLY, SUPERVISE}),
    "admin": frozenset({READ, NOTE, REPLY, SUPERVISE, ADMINISTER}),
    "owner": frozenset({READ, NOTE, REPLY, SUPERVISE, ADMINISTER, OWN}),
}

SCOPES = (
    "tickets:read",
    "tickets:write",
    "messages:read",
    "messages:write",
    "contacts:read",
    "contacts:write",
    "workspace:read",
    "arrivals:read",
    "inbound:write",
    "events:read",
)

DEFAULT_HOURS: dict[str, list[list[str]]] = {str(day): [["08:00", "17:00"]] for day in range(5)}
DEFAULT_REPLY_MINUTES = 240
ZONE_WORDS = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def may(role: str, right: str) -> bool:
    return right in _RIGHTS.get(role, frozenset())


def may_grant(role: str, granted: str) -> bool:
    """Nobody hands out more than they hold: an admin makes admins at most, only an owner makes owners."""
    return may(role, ADMINISTER) and _RIGHTS[granted] <= _RIGHTS[role]


def add_working_minutes(start: datetime, minutes: int, *, hours: Mapping[str, list[list[str]]], zone: str) -> datetime:
    """The instant by which ``minutes`` of working time have passed since ``start`` (aware); same zone as ``start``.

    ``hours``: weekday "0" (Monday) to "6" -> periods ["08:00", "17:00"]; "24:00" ends a day. With no hours at all,
    every hour works.
    """
    if not any(hours.values()):
        return start + timedelta(minutes=minutes)
    left = timedelta(minutes=minutes)
    local = start.astimezone(ZoneInfo(zone))
    day = local.date()
    while True:
        for opens, closes in _periods(day, hours, zone):
            begin = max(opens, start)
            if closes <= begin:
                continue
            if closes - begin >= left:
                return (begin + left).astimezone(start.tzinfo)
            left -= closes - begin
        day += timedelta(days=1)


def next_working_day(day: date, hours: Mapping[str, list[list[str]]]) -> date:
    """The first day after ``day`` on which anybody works; the next one when no hours are set."""
    for ahead in range(1, 8):
        if hours.get(str((day + timedelta(days=ahead)).weekday())):
            return day + timedelta(days=ahead)
    return day + timedelta(days=1)


def _periods(day: Any, hours: Mapping[str, list[list[str]]], zone: str) -> list[tuple[datetime, datetime]]:
    tz = ZoneInfo(zone)
    utc = ZoneInfo("UTC")
    # In UTC: the difference of two local times across a change of offset would be wall-clock time.
    return [
        (_at(day, opens, tz).astimezone(utc), _at(day, closes, tz).astimezone(utc))
        for opens, closes in hours.get(str(day.weekday()), [])
    ]


def _at(day: Any, clock: str, tz: ZoneInfo) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    if hour == 24:
        return datetime.combine(day + timedelta(days=1), time(0, minute), tz)
    return datetime.combine(day, time(hour, minute), tz)
