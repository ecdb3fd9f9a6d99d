"""Who is there, and how much each has: for the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from percaya.stages.analytics.queries.live import Line
from percaya.stages.routing import words
from percaya.stages.routing.queries import presences
from percaya.web.inbox.reference import Reference


@dataclass
class Person:
    """One who can answer. ``used`` and ``limit`` in tenths, as routing counts load."""

    pk: int
    name: str
    status: str = "offline"
    reason: str = ""
    since: datetime | None = None
    used: int = 0
    limit: int = 0
    open: int = 0
    overdue: int = 0
    soon: int = 0
    longest: datetime | None = None

    @property
    def is_there(self) -> bool:
        return self.status in ("available", "async_only")

    @property
    def said(self) -> str:
        return words.status(self.status)

    @property
    def why(self) -> str:
        return words.break_reason(self.reason)

    @property
    def load(self) -> str:
        """In whole and half pieces of work: 35 tenths is 3.5."""
        return f"{self.used / 10:g}/{self.limit / 10:g}" if self.limit else f"{self.used / 10:g}"


def people(workspace_id: int, known: Reference, lines: Iterable[Line], team_id: int | None) -> list[Person]:
    """Those who can answer (of the team), the most pressed first."""
    inside = [one for one in known.answerers if team_id is None or team_id in known.teams_of(one.pk)]
    found = {one.pk: Person(one.pk, one.name) for one in inside}
    for seat in presences(workspace_id):
        if one := found.get(seat.member):
            one.status, one.reason, one.since = seat.status, seat.reason, seat.since
            one.used, one.limit = seat.used, seat.limit
    for line in lines:
        if line.assignee is not None and (person := found.get(line.assignee)):
            person.open += line.open
            person.overdue += line.overdue
            person.soon += line.soon
            person.longest = min(filter(None, (person.longest, line.longest)), default=None)
    return sorted(found.values(), key=lambda one: (-one.overdue, -one.soon, not one.is_there, one.name))
