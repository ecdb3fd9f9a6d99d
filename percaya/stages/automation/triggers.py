"""What sets a rule off. Pure: plain data, checked when it is read.

``{"when": "event", "of": ["opened", "message"]}`` · ``{"when": "after", "of": ["waiting"], "span": "3d"}`` ·
``{"when": "time", "days": [0, 4], "at": "08:00"}`` (Monday is 0, in the workspace's zone; no days: every day); with
``"hours": "open"`` or ``"closed"`` only what happens inside or outside of working hours.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Moment:
    """An event of a ticket that rules can wait for, by the kind it is recorded under."""

    kind: str
    fits: Callable[[Facts], bool] = lambda facts: True


MOMENTS: Mapping[str, Moment] = {
    "opened": Moment("ticket.opened"),
    "message": Moment("message.received", lambda facts: not facts.get("auto")),
    "replied": Moment("reply.written", lambda facts: not facts.get("automatic")),
    "state": Moment("ticket.state_changed"),
    "waiting": Moment("ticket.state_changed", lambda facts: facts.get("state") == "waiting_customer"),
    "resolved": Moment("ticket.state_changed", lambda facts: facts.get("state") == "resolved"),
    "reopened": Moment("ticket.state_changed", lambda facts: facts.get("before") == "resolved" and facts.get("state") == "open"),
    "priority": Moment("ticket.priority_changed"),
    "team": Moment("ticket.team_changed"),
    "label": Moment("ticket.label_added"),
    "assigned": Moment("ticket.assigned", lambda facts: facts.get("assignee") is not None),
    "unassigned": Moment("ticket.assigned", lambda facts: facts.get("assignee") is None),
    "sla_warned": Moment("clock.warned"),
    "sla_breached": Moment("clock.breached"),
    "promise_late": Moment("promise.late"),
    "mood": Moment("ticket.mood_read", lambda facts: facts.get("mood") == "negative"),
    "rated": Moment("rating.given"),
    "rated_low": Moment("rating.given", lambda facts: bool(facts.get("low", int(facts.get("score") or 5) <= 2))),
}
# A chat that began with a greeting says only now what it is about: what is done at an opening, and could not be, is done now.
NAMED = "ticket.subject_changed"
WHEN = ("event", "after", "time")
HOURS = ("", "open", "closed")
UNITS: Mapping[str, timedelta] = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
LONGEST = timedelta(days=365)


@dataclass(frozen=True)
class Trigger:
    when: str
    of: tuple[str, ...] = ()
    span: timedelta = timedelta()
    days: tuple[int, ...] = ()
    at: tuple[int, int] = (8, 0)
    hours: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        late = {NAMED} if self.when == "event" and "opened" in self.of else set()
        return frozenset(MOMENTS[word].kind for word in self.of) | late

    def hears(self, kind: str, facts: Facts) -> bool:
        """Whether this event sets it off (or starts its wait). The first message is the opening, not once more a message."""
        if kind == "message.received" and facts.get("first") and "opened" in self.of:
            return False
        if kind == NAMED:
            return bool(facts.get("named")) and NAMED in self.kinds
        return any(MOMENTS[word].kind == kind and MOMENTS[word].fits(facts) for word in self.of)

    def next_time(self, after: datetime, zone: str) -> datetime:
        """The first time of a schedule later than ``after`` (aware)."""
        local = after.astimezone(ZoneInfo(zone))
        for ahead in range(9):
            day = (local + timedelta(days=ahead)).date()
            due = datetime(day.year, day.month, day.day, *self.at, tzinfo=ZoneInfo(zone))
            if due > after and (not self.days or due.weekday() in self.days):
                return due
        raise ValueError("a schedule without a day")


def read(data: Mapping[str, Any]) -> Trigger:
    """Raises ``ValueError`` naming what makes no sense: "when", "of", "span", "days", "at" or "hours"."""
    when, hours = data.get("when"), data.get("hours", "")
    if when not in WHEN:
        raise ValueError("when")
    if hours not in HOURS:
        raise ValueError("hours")
    if when == "time":
        return Trigger("time", days=_days(data.get("days") or []), at=_clock(data.get("at")))
    of = data.get("of")
    if not isinstance(of, list) or not of or any(word not in MOMENTS for word in of):
        raise ValueError("of")
    words = tuple(dict.fromkeys(of))
    return Trigger(when, words, span=read_span(data.get("span")) if when == "after" else timedelta(), hours=hours)


def read_span(text: object) -> timedelta:
    """ "90m", "4h", "3d". Raises ``ValueError``."""
    word = str(text or "")
    count, unit = word[:-1], word[-1:]
    if not (count.isascii() and count.isdecimal() and len(count) <= 5 and unit in UNITS):
        raise ValueError("span")
    span = int(count) * UNITS[unit]
    if not timedelta(minutes=1) <= span <= LONGEST:
        raise ValueError("span")
    return span


def _days(given: object) -> tuple[int, ...]:
    if not isinstance(given, list) or any(type(day) is not int or not 0 <= day <= 6 for day in given):
        raise ValueError("days")
    return tuple(sorted(set(given)))


def _clock(text: object) -> tuple[int, int]:
    hour, colon, minute = str(text or "").partition(":")
    if not (colon and hour.isascii() and minute.isascii() and hour.isdecimal() and minute.isdecimal()):
        raise ValueError("at")
    if not (len(hour) <= 2 and len(minute) == 2 and int(hour) <= 23 and int(minute) <= 59):
        raise ValueError("at")
    return int(hour), int(minute)
