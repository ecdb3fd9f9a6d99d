"""What roles may do, and the arithmetic of working hours. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

READ = "read"
NOTE = "note"
REPLY = "reply"  # and change tickets
BULK = "bulk"  # many tickets at once
CURATE = "curate"  # what a team shares: views, templates, macros, labels
EXPORT = "export"  # take customers' data out in a file
SUPERVISE = "supervise"  # quarantine, stuck work, private teams
AUDIT = "audit"  # read who changed what
ADMINISTER = "administer"  # channels, members, tokens, settings
OWN = "own"

RIGHTS = (READ, NOTE, REPLY, BULK, CURATE, EXPORT, SUPERVISE, AUDIT, ADMINISTER, OWN)
GRANTABLE = RIGHTS[1:-1]  # what a role of the business's own may hold: everyone reads, only owners own

_LIGHT = frozenset({READ, NOTE})
_AGENT = _LIGHT | {REPLY, BULK}
_SUPERVISOR = _AGENT | {CURATE, EXPORT, SUPERVISE}
_ADMIN = _SUPERVISOR | {AUDIT, ADMINISTER}
_RIGHTS: Mapping[str, frozenset[str]] = {
    "light": _LIGHT,
    "agent": _AGENT,
    "supervisor": _SUPERVISOR,
    "admin": _ADMIN,
    "owner": _ADMIN | {OWN},
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


def rights_of(role: str, own: Iterable[str] | None = None) -> frozenset[str]:
    """What a member may do: by a role of the business's own (``own``, its rights) where there is one, else by the role."""
    if own is not None:
        return frozenset(own) & set(GRANTABLE) | {READ}
    return _RIGHTS.get(role, frozenset())


def may_give(holder: frozenset[str], given: frozenset[str]) -> bool:
    """Nobody hands out more than they hold: an admin makes admins at most, only an owner makes owners."""
    return ADMINISTER in holder and given <= holder


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
