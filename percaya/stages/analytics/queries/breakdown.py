"""Reports by day, by team and by person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from percaya.stages.analytics.queries import metrics
from percaya.stages.analytics.queries.metrics import MET, Asked, Share, Spread


@dataclass(frozen=True)
class Work:
    """What one team or person did. ``key`` is its number, ``None`` for nobody."""

    key: int | None
    created: int
    replies: int
    resolved: int
    first_reply: Spread
    attained: Share


def by_day(asked: Asked, zone: str) -> list[tuple[date, int, int]]:
    """(local day, in, solved) for every day of the period."""
    came = _days(metrics.created(asked).order_by().values_list("created_at", flat=True), zone)
    went = _days((moment for moment in metrics.resolved(asked).order_by().values_list("resolved_at", flat=True) if moment), zone)
    first, last = asked.start.astimezone(ZoneInfo(zone)).date(), asked.end.astimezone(ZoneInfo(zone)).date()
    days = [date.fromordinal(number) for number in range(first.toordinal(), max(last.toordinal(), first.toordinal() + 1))]
    return [(day, came[day], went[day]) for day in days]


def by_team(asked: Asked, now: datetime) -> list[Work]:
    return _work(
        asked, now, first="team", solved="team", made="team", said="ticket__ticketfacts__team", due="ticket__ticketfacts__team"
    )


def by_person(asked: Asked, now: datetime) -> list[Work]:
    """By who did it: who wrote, who solved, who answers for what fell due."""
    return _work(
        asked,
        now,
        first="first_reply_by",
        solved="resolved_by",
        made="assignee",
        said="member",
        due="ticket__ticketfacts__assignee",
    )


def _work(asked: Asked, now: datetime, *, first: str, solved: str, made: str, said: str, due: str) -> list[Work]:
    created = _count(metrics.created(asked), made)
    resolved = _count(metrics.resolved(asked), solved)
    replies = _count(metrics.replies(asked), said)
    spreads: dict[int | None, list[tuple[int | None, int | None]]] = {}
    for key, b, c in metrics.replied_first(asked).order_by().values_list(first, "first_reply_b", "first_reply_c"):
        spreads.setdefault(key, []).append((b, c))
    fallen = metrics.obligations(asked).filter(due_at__lt=now)
    every, met = _count(fallen, due), _count(fallen.filter(MET), due)
    keys = {*created, *resolved, *replies, *spreads, *every}
    return [
        Work(key, created[key], replies[key], resolved[key], Spread.of(spreads.get(key, ())), Share(met[key], every[key]))
        for key in keys
    ]


def _count(rows: Any, column: str) -> Counter[int | None]:
    return Counter(dict(rows.order_by().values_list(column).annotate(n=Count("workspace"))))


def _days(moments: Iterable[datetime], zone: str) -> Counter[date]:
    local = ZoneInfo(zone)
    return Counter(moment.astimezone(local).date() for moment in moments)
