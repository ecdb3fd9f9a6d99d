"""The numbers of reports: each from the rows that it is made of, so that a number and its rows cannot disagree.

``_b`` is business time on the calendar pinned to the ticket, ``_c`` calendar time; both in seconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import Any

from django.db.models import F, Q, QuerySet

from percaya.core.ratings.models import Rating
from percaya.stages.analytics.models import ClockFacts, ReplyFacts, TicketFacts

FINAL_AFTER = timedelta(days=7)  # within which a solved ticket may come back
RANKED_FROM = 30  # people and teams are not compared below it
MET = Q(met_at__lte=F("due_at"))  # in time


@dataclass(frozen=True)
class Asked:
    """What a report is about: a workspace, a period [start, end), and what narrows it."""

    workspace_id: int
    start: datetime
    end: datetime
    team: int | None = None
    channel: str = ""
    agent: int | None = None
    priority: str = ""

    @property
    def before(self) -> "Asked":
        """The same of the period before, as long."""
        span = self.end - self.start
        return Asked(self.workspace_id, self.start - span, self.start, self.team, self.channel, self.agent, self.priority)

    def narrow(self, prefix: str = "", agent: str = "assignee") -> Q:
        """Tickets as they are now: of this team, channel, priority; ``agent`` names the column of the one who did it."""
        return Q(**{f"{prefix}is_counted": 1}) & self.narrow_all(prefix, agent)

    def narrow_all(self, prefix: str = "", agent: str = "assignee") -> Q:
        """The same, spam and what was merged since among them."""
        found = Q()
        for name, value in (("team", self.team), ("channel", self.channel), ("priority", self.priority)):
            if value:
                found &= Q(**{f"{prefix}{name}": value})
        return found & Q(**{agent: self.agent}) if self.agent else found


@dataclass(frozen=True)
class Spread:
    """Durations, in seconds: how many, the middle one, and the one that nine in ten do not exceed."""

    n: int
    median_b: float | None = None
    p90_b: int | None = None
    median_c: float | None = None
    p90_c: int | None = None

    @classmethod
    def of(cls, pairs: Iterable[tuple[int | None, int | None]]) -> "Spread":
        both = [(b, c) for b, c in pairs if b is not None and c is not None]
        if not both:
            return cls(0)
        business, calendar = sorted(b for b, _c in both), sorted(c for _b, c in both)
        return cls(len(both), median(business), percentile(business, 90), median(calendar), percentile(calendar, 90))


@dataclass(frozen=True)
class Share:
    """``part`` of ``n``; ``beside`` is what was left out, and is said."""

    part: int
    n: int
    beside: int = 0

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.n if self.n else None


def percentile(ordered: Sequence[int], percent: int) -> int:
    """By nearest rank: a duration that there really was. ``ordered`` is not empty."""
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def created(asked: Asked) -> QuerySet[TicketFacts]:
    return _tickets(asked, "created_at")


def replied_first(asked: Asked) -> QuerySet[TicketFacts]:
    """Tickets whose first reply of a person fell into the period."""
    return _tickets(asked, "first_reply_at", agent="first_reply_by")


def replied_next(asked: Asked) -> QuerySet[ReplyFacts]:
    """Replies that answered a later turn of the customer's."""
    return replies(asked).filter(is_first=0, started_at__isnull=False)


def replies(asked: Asked) -> QuerySet[ReplyFacts]:
    """Public words of people here."""
    rows = ReplyFacts.objects.filter(workspace_id=asked.workspace_id, replied_at__gte=asked.start, replied_at__lt=asked.end)
    return rows.filter(asked.narrow("ticket__ticketfacts__", "member")).order_by("-replied_at", "-pk")


def resolved(asked: Asked) -> QuerySet[TicketFacts]:
    """Tickets by the last time they were solved, those included that have come back since."""
    return _tickets(asked, "resolved_at", agent="resolved_by")


def resolved_first(asked: Asked) -> QuerySet[TicketFacts]:
    """Tickets by the first time they were solved."""
    return _tickets(asked, "first_resolved_at", agent="resolved_by")


def one_touch(asked: Asked) -> QuerySet[TicketFacts]:
    return resolved(asked).filter(replies=1, customer_reopens=0, agent_reopens=0)


def reopened(asked: Asked) -> QuerySet[TicketFacts]:
    """By the customer, within seven days of having been solved."""
    return resolved(asked).filter(customer_reopens__gt=0)


def backlog(asked: Asked) -> QuerySet[TicketFacts]:
    """Open tickets as they are now, whatever the period."""
    rows = TicketFacts.objects.filter(workspace_id=asked.workspace_id, is_open=1).filter(asked.narrow())
    return rows.order_by("created_at", "pk")


def obligations(asked: Asked) -> QuerySet[ClockFacts]:
    """Clocks whose due time lies in the period; those that were cancelled or stand still are left out."""
    return _clocks(asked).filter(is_cancelled=0, is_paused=0)


def ratings(asked: Asked) -> QuerySet[Rating]:
    """Given in the period. A customer's word counts also when the ticket was merged into another one since."""
    rows = Rating.objects.filter(workspace_id=asked.workspace_id, given_at__gte=asked.start, given_at__lt=asked.end)
    return rows.filter(asked.narrow_all("ticket__ticketfacts__", "member")).order_by("-given_at", "-pk")


def first_reply(asked: Asked) -> Spread:
    return Spread.of(replied_first(asked).order_by().values_list("first_reply_b", "first_reply_c"))


def next_reply(asked: Asked) -> Spread:
    return Spread.of(replied_next(asked).order_by().values_list("seconds_b", "seconds_c"))


def resolution(asked: Asked) -> Spread:
    return Spread.of(resolved(asked).order_by().values_list("resolution_b", "resolution_c"))


def first_resolution(asked: Asked) -> Spread:
    return Spread.of(resolved_first(asked).order_by().values_list("first_resolution_b", "first_resolution_c"))


def attainment(asked: Asked, now: datetime) -> Share:
    """Met in time, of what fell due until now; ``beside``: cancelled or standing still."""
    due = obligations(asked).filter(due_at__lt=now)
    return Share(due.filter(MET).count(), due.count(), _clocks(asked).exclude(is_cancelled=0, is_paused=0).count())


def satisfaction(asked: Asked) -> Share:
    """Ratings of 4 and 5; ``beside``: how many were asked for in the period."""
    rows = ratings(asked)
    period = Q(workspace_id=asked.workspace_id, asked_at__gte=asked.start, asked_at__lt=asked.end)
    wanted = Rating.objects.filter(period).filter(asked.narrow_all("ticket__ticketfacts__", "member"))
    return Share(rows.filter(score__gte=4).count(), rows.count(), wanted.count())


def ages(asked: Asked, now: datetime) -> list[int]:
    """The backlog by age: under a day, 1 to 3, 3 to 7, older."""
    counts = [0, 0, 0, 0]
    for made in backlog(asked).order_by().values_list("created_at", flat=True):
        days = (now - made) / timedelta(days=1)
        counts[sum(days >= edge for edge in (1, 3, 7))] += 1
    return counts


def _tickets(asked: Asked, moment: str, *, agent: str = "assignee") -> QuerySet[TicketFacts]:
    period: dict[str, Any] = {f"{moment}__gte": asked.start, f"{moment}__lt": asked.end}
    rows = TicketFacts.objects.filter(workspace_id=asked.workspace_id, **period).filter(asked.narrow(agent=agent))
    return rows.order_by(f"-{moment}", "-pk")


def _clocks(asked: Asked) -> QuerySet[ClockFacts]:
    rows = ClockFacts.objects.filter(workspace_id=asked.workspace_id, due_at__gte=asked.start, due_at__lt=asked.end)
    return rows.filter(asked.narrow("ticket__ticketfacts__", "ticket__assignee")).order_by("-due_at", "-clock")


def every(workspace_id: int, tickets: Iterable[int]) -> QuerySet[TicketFacts]:
    """The facts of these tickets, the oldest first."""
    return TicketFacts.objects.filter(workspace_id=workspace_id, pk__in=list(tickets)).order_by("number")
