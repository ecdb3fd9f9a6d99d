"""What is going on now: the numbers of the board, each by one statement over open rows or counters of today."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet, Sum

from percaya.core.promises.models import Promise, PromiseState
from percaya.core.tickets.models import Ticket
from percaya.stages.analytics.models import ClockFacts, QuarterCount, TicketFacts

SOON = timedelta(minutes=60)
FEW = 5  # obligations: below it a cell of the heat grid says so instead of a share


@dataclass(frozen=True)
class Line:
    """Open tickets of one team and person (``None``: of nobody)."""

    team: int | None
    assignee: int | None
    open: int
    waiting: int
    longest: datetime | None  # the oldest waiting_since
    overdue: int
    soon: int
    oldest: datetime | None  # created


@dataclass(frozen=True)
class Cell:
    """Obligations that fell due: how many, and how many of them were met in time."""

    met: int
    n: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.met / self.n) if self.n else None

    @property
    def is_few(self) -> bool:
        return self.n < FEW


@dataclass(frozen=True)
class Flowing:
    """What came in and what was solved today, by local hour; beside it the usual until now (median of four such weekdays)."""

    created: int
    resolved: int
    by_hour: dict[int, tuple[int, int]]
    usual_created: int | None
    usual_resolved: int | None


@dataclass(frozen=True)
class Promises:
    kept: int
    open: int
    late: int


@dataclass(frozen=True)
class Board:
    at: datetime
    lines: list[Line]
    flowing: Flowing
    promises: Promises
    quiet: int
    heat: dict[tuple[int | None, int], Cell] = field(default_factory=dict)  # (team, local hour)

    def total(self, name: str, *, untaken: bool = False) -> int:
        return sum(getattr(line, name) for line in self.lines if not untaken or line.assignee is None)

    @property
    def longest(self) -> datetime | None:
        return min((line.longest for line in self.lines if line.longest), default=None)

    @property
    def oldest_untaken(self) -> datetime | None:
        return min((line.oldest for line in self.lines if line.assignee is None and line.oldest), default=None)


def board(workspace_id: int, *, now: datetime, zone: str, team_id: int | None = None) -> Board:
    """Everything at once, of the whole workspace or of one team: six statements, whatever the age of the workspace."""
    start, end = day_of(now, zone)
    return Board(
        at=now,
        lines=lines(workspace_id, now=now, team_id=team_id),
        flowing=_flowing(workspace_id, now, zone, team_id),
        promises=_promises(workspace_id, start, end, team_id),
        quiet=_quiet(workspace_id, team_id).count(),
        heat=heat(workspace_id, start=start, now=now, zone=zone, team_id=team_id),
    )


def lines(workspace_id: int, *, now: datetime, team_id: int | None = None) -> list[Line]:
    """One statement over the index of open tickets alone (``analytics_open`` holds every column it names)."""
    found = open_rows(workspace_id, team_id).values_list("team", "assignee").annotate(
        open=Count("is_open"), waiting=Count("waiting_since"), longest=Min("waiting_since"),
        overdue=Count("due_at", filter=Q(due_at__lt=now)),
        soon=Count("due_at", filter=Q(due_at__gte=now, due_at__lte=now + SOON)), oldest=Min("created_at"),
    )  # fmt: skip
    return [Line(*row) for row in found.order_by("team", "assignee")]


def open_rows(workspace_id: int, team_id: int | None = None) -> QuerySet[TicketFacts]:
    rows = TicketFacts.objects.filter(workspace_id=workspace_id, is_open=1)
    return rows.filter(team_id=team_id) if team_id else rows


# tile -> the rows behind it; the numbers above and these say the same, and a test holds them to it
def rows_behind(
    tile: str, workspace_id: int, *, now: datetime, zone: str, team_id: int | None = None
) -> QuerySet[TicketFacts] | None:
    """The tickets a number of the board stands for, the most pressing first; ``None`` for a name that no tile has."""
    start, end = day_of(now, zone)
    rows, every = open_rows(workspace_id, team_id), _counted(workspace_id, team_id)
    match tile:
        case "open":
            return rows.order_by("created_at", "pk")
        case "waiting":
            return rows.filter(waiting_since__isnull=False).order_by("waiting_since", "pk")
        case "untaken":
            return rows.filter(assignee=None).order_by("created_at", "pk")
        case "overdue":
            return rows.filter(due_at__lt=now).order_by("due_at", "pk")
        case "soon":
            return rows.filter(due_at__gte=now, due_at__lte=now + SOON).order_by("due_at", "pk")
        case "created":
            return every.filter(created_at__gte=start, created_at__lt=end).order_by("-created_at", "-pk")
        case "resolved":
            return every.filter(resolved_at__gte=start, resolved_at__lt=end).order_by("-resolved_at", "-pk")
        case "quiet":
            return every.filter(ticket__in=_quiet(workspace_id, team_id)).order_by("created_at", "pk")
    return None


def heat(workspace_id: int, *, start: datetime, now: datetime, zone: str, team_id: int | None = None) -> dict[Any, Cell]:
    """Today's obligations by team and local hour of their due time: met in time, of those whose time has come."""
    tally: dict[tuple[int | None, int], list[int]] = {}
    for team, due, met in due_clocks(workspace_id, start, now, team_id).values_list("ticket__team", "due_at", "met_at"):
        if due is None:
            continue
        cell = tally.setdefault((team, due.astimezone(ZoneInfo(zone)).hour), [0, 0])
        cell[0] += int(met is not None and met <= due)
        cell[1] += 1
    return {key: Cell(*cell) for key, cell in tally.items()}


def due_clocks(workspace_id: int, start: datetime, end: datetime, team_id: int | None = None) -> QuerySet[ClockFacts]:
    """Obligations whose due time lies in the period; neither cancelled nor standing still."""
    rows = ClockFacts.objects.filter(workspace_id=workspace_id, due_at__gte=start, due_at__lt=end, is_cancelled=0, is_paused=0)
    return rows.filter(ticket__team=team_id) if team_id else rows


def day_of(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The first instant of the local day and of the next."""
    local = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return local, local + timedelta(days=1)


def _counted(workspace_id: int, team_id: int | None) -> QuerySet[TicketFacts]:
    rows = TicketFacts.objects.filter(workspace_id=workspace_id, is_counted=1)
    return rows.filter(team_id=team_id) if team_id else rows


def _flowing(workspace_id: int, now: datetime, zone: str, team_id: int | None) -> Flowing:
    start, _end = day_of(now, zone)
    days = [start, *(start - timedelta(weeks=week) for week in range(1, 5))]
    # One range of the index for each day: with an "or" of them the whole past of the workspace would be read.
    by_span = [_counts_of(workspace_id, day, team_id) for day in days]
    rows = by_span[0].union(*by_span[1:], all=True)
    by_day: dict[Any, dict[int, Counter[str]]] = {}
    for quarter, what, n in rows:
        local = quarter.astimezone(ZoneInfo(zone))
        by_day.setdefault(local.date(), {}).setdefault(local.hour, Counter())[what] += n
    until = now.astimezone(ZoneInfo(zone)).hour
    past = [_sums(by_day.get(day.date(), {}), until) for day in days[1:] if day.date() in by_day]
    today = by_day.get(start.date(), {})
    created, resolved = _sums(today, 23)
    return Flowing(
        created, resolved, {hour: (both["created"], both["resolved"]) for hour, both in today.items()},
        *(round(median(each)) for each in zip(*past, strict=True)) if len(past) > 1 else (None, None),
    )  # fmt: skip


def _counts_of(workspace_id: int, day: datetime, team_id: int | None) -> QuerySet[QuarterCount, Any]:
    """(quarter, what, how often) of 24 hours."""
    span = {"quarter__gte": day, "quarter__lt": day + timedelta(days=1)}
    rows = QuarterCount.objects.filter(workspace_id=workspace_id, what__in=("created", "resolved"), **span)
    rows = rows.filter(team=team_id) if team_id else rows
    return rows.order_by().values_list("quarter", "what").annotate(total=Sum("n"))


def _sums(hours: dict[int, Counter[str]], until: int) -> tuple[int, int]:
    kept = [both for hour, both in hours.items() if hour <= until]
    return sum(both["created"] for both in kept), sum(both["resolved"] for both in kept)


def _promises(workspace_id: int, start: datetime, end: datetime, team_id: int | None) -> Promises:
    """Of today: kept today or due today; what is late stays on the board whatever day it was due."""
    rows = Promise.objects.filter(workspace_id=workspace_id)
    if team_id:
        rows = rows.filter(ticket__team=team_id)
    today = Q(due_at__gte=start, due_at__lt=end)
    living = (
        rows.filter(state__in=(PromiseState.OPEN, PromiseState.LATE), due_at__lt=end).values_list("state").annotate(n=Count("pk"))
    )
    counts = dict(living.order_by())
    return Promises(rows.filter(today, state=PromiseState.KEPT).count(), counts.get("open", 0), counts.get("late", 0))


def _quiet(workspace_id: int, team_id: int | None) -> QuerySet[Ticket]:
    rows = Ticket.objects.filter(workspace_id=workspace_id, quiet_since__isnull=False, is_spam=False, merged_into=None)
    return (rows.filter(team_id=team_id) if team_id else rows).order_by()
