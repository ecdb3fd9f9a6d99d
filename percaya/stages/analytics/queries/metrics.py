"""The numbers of reports: each from the rows that it is made of, so that a number and its rows cannot disagree.

``_b`` is business time on the calendar pinned to the ticket, ``_c`` calendar time; both in seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from percaya.core.ratings import queries as answers
from percaya.core.ratings.models import Rating
from percaya.stages.analytics.models import ClockFacts, ReplyFacts, TicketFacts
from percaya.stages.analytics.queries.places import Places, middle, nine_in_ten, places

FINAL_AFTER = timedelta(days=7)  # within which a solved ticket may come back
RANKED_FROM = 30  # people and teams are not compared below it
MET = Q(met_at__lte=F("due_at"))  # in time
ONE_TOUCH = Q(replies=1, customer_reopens=0, agent_reopens=0)
REOPENED = Q(customer_reopens__gt=0)


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
    def of(cls, rows: QuerySet[Any], b: str, c: str, *, whole: bool) -> "Spread":
        """Of the rows that have both; when not ``whole``, how many and the middle of business time only."""
        both = rows.filter(**{f"{b}__isnull": False, f"{c}__isnull": False}).order_by()
        n = both.count()
        if not whole:
            return cls(n, middle(both, b, n))
        return cls(n, middle(both, b, n), nine_in_ten(both, b, n), middle(both, c, n), nine_in_ten(both, c, n))


@dataclass(frozen=True)
class Share:
    """``part`` of ``n``; ``beside`` is what was left out, and is said."""

    part: int
    n: int
    beside: int = 0

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.n if self.n else None


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
    return rows.filter(asked.narrow("facts__", "member")).order_by("-replied_at", "-pk")


def resolved(asked: Asked) -> QuerySet[TicketFacts]:
    """Tickets by the last time they were solved, those included that have come back since."""
    return _tickets(asked, "resolved_at", agent="resolved_by")


def resolved_first(asked: Asked) -> QuerySet[TicketFacts]:
    """Tickets by the first time they were solved."""
    return _tickets(asked, "first_resolved_at", agent="resolved_by")


def one_touch(asked: Asked) -> QuerySet[TicketFacts]:
    return resolved(asked).filter(ONE_TOUCH)


def reopened(asked: Asked) -> QuerySet[TicketFacts]:
    """By the customer, within seven days of having been solved."""
    return resolved(asked).filter(REOPENED)


def backlog(asked: Asked) -> QuerySet[TicketFacts]:
    """Open tickets as they are now, whatever the period."""
    rows = TicketFacts.objects.filter(workspace_id=asked.workspace_id, is_open=1).filter(asked.narrow())
    return rows.order_by("created_at", "pk")


def obligations(asked: Asked) -> QuerySet[ClockFacts]:
    """Clocks whose due time lies in the period; those that were cancelled or stand still are left out."""
    return _clocks(asked).filter(is_cancelled=0, is_paused=0)


def ratings(asked: Asked) -> QuerySet[Rating]:
    """CSAT given in the period. A customer's word counts also when the ticket was merged into another one since."""
    rows = answers.given(asked.workspace_id, asked.start, asked.end)
    return rows.filter(asked.narrow_all("ticket__ticketfacts__", "member"))


def first_reply(asked: Asked, *, whole: bool = True) -> Spread:
    return Spread.of(replied_first(asked), "first_reply_b", "first_reply_c", whole=whole)


def next_reply(asked: Asked, *, whole: bool = True) -> Spread:
    """From what its rows are joined with: each column in one statement."""
    rows = replied_next(asked).filter(seconds_b__isnull=False, seconds_c__isnull=False)
    b = places(rows, "workspace", "seconds_b").get(asked.workspace_id, Places())
    if not whole:
        return Spread(b.n, b.middle)
    c = places(rows, "workspace", "seconds_c").get(asked.workspace_id, Places())
    return Spread(b.n, b.middle, b.ninth, c.middle, c.ninth)


def resolution(asked: Asked, *, whole: bool = True) -> Spread:
    return Spread.of(resolved(asked), "resolution_b", "resolution_c", whole=whole)


def first_resolution(asked: Asked, *, whole: bool = True) -> Spread:
    return Spread.of(resolved_first(asked), "first_resolution_b", "first_resolution_c", whole=whole)


def attainment(asked: Asked, now: datetime) -> Share:
    """Met in time, of what fell due until now; ``beside``: cancelled or standing still."""
    stands = Q(is_cancelled=0, is_paused=0)
    due = stands & Q(due_at__lt=now)
    met, every_one, beside = _counts(_clocks(asked), due & MET, due, ~stands)
    return Share(met, every_one, beside)


def satisfaction(asked: Asked) -> Share:
    """Ratings of 4 and 5; ``beside``: how many were asked for in the period."""
    wanted = answers.asked(asked.workspace_id, asked.start, asked.end)
    counted = answers.tally(ratings(asked), wanted.filter(asked.narrow_all("ticket__ticketfacts__", "member")), "csat")
    return Share(counted.high, counted.n, counted.asked)


def outcomes(asked: Asked) -> tuple[int, int, int]:
    """How many were solved, with one touch, and how many came back: of ``resolved``, ``one_touch`` and ``reopened``."""
    solved, touched, back = _counts(resolved(asked), Q(), ONE_TOUCH, REOPENED)
    return solved, touched, back


def ages(asked: Asked, now: datetime) -> list[int]:
    """The backlog by age: under a day, 1 to 3, 3 to 7, older."""
    day, three, week = (now - timedelta(days=days) for days in (1, 3, 7))
    young, older = Q(created_at__gt=day), Q(created_at__lte=day, created_at__gt=three)
    return _counts(backlog(asked), young, older, Q(created_at__lte=three, created_at__gt=week), Q(created_at__lte=week))


def _counts(rows: QuerySet[Any], *conditions: Q) -> list[int]:
    """How many of the rows meet each, in one statement."""
    counts = {f"n{place}": Count("workspace", filter=condition or None) for place, condition in enumerate(conditions)}
    return list(rows.order_by().aggregate(**counts).values())


def _tickets(asked: Asked, moment: str, *, agent: str = "assignee") -> QuerySet[TicketFacts]:
    period: dict[str, Any] = {f"{moment}__gte": asked.start, f"{moment}__lt": asked.end}
    rows = TicketFacts.objects.filter(workspace_id=asked.workspace_id, **period).filter(asked.narrow(agent=agent))
    return rows.order_by(f"-{moment}", "-pk")


def _clocks(asked: Asked) -> QuerySet[ClockFacts]:
    rows = ClockFacts.objects.filter(workspace_id=asked.workspace_id, due_at__gte=asked.start, due_at__lt=asked.end)
    return rows.filter(asked.narrow("facts__", "facts__assignee")).order_by("-due_at", "-clock")


def every(workspace_id: int, tickets: Iterable[int]) -> QuerySet[TicketFacts]:
    """The facts of these tickets, the oldest first."""
    return TicketFacts.objects.filter(workspace_id=workspace_id, pk__in=list(tickets)).order_by("number")
