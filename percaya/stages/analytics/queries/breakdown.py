"""Reports by day, by team and by person."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Value

from percaya.stages.analytics.queries import metrics
from percaya.stages.analytics.queries.metrics import MET, Asked, Share, Spread
from percaya.stages.analytics.queries.places import Places, places

AT_ONCE = 100  # days; SQLite joins at most 500 questions into one
_Pairs = Sequence[tuple[int | None, int | None, int, int]]


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
    local = ZoneInfo(zone)
    first, last = asked.start.astimezone(local).date(), asked.end.astimezone(local).date()
    days = [date.fromordinal(number) for number in range(first.toordinal(), max(last.toordinal(), first.toordinal() + 1))]
    came = _days(metrics.created, asked, days, local)
    went = _days(metrics.resolved, asked, days, local)
    return [(day, came.get(day, 0), went.get(day, 0)) for day in days]


def by_team_and_person(asked: Asked, now: datetime) -> tuple[list[Work], list[Work]]:
    """By team, and by who did it: who wrote, who solved, who answers for what fell due. Each thing is counted once for both."""
    firsts = metrics.replied_first(asked).filter(first_reply_b__isnull=False, first_reply_c__isnull=False)
    created = _pairs(metrics.created(asked), "team", "assignee")
    replies = _pairs(metrics.replies(asked), "facts__team", "member")
    resolved = _pairs(metrics.resolved(asked), "team", "resolved_by")
    fallen = _pairs(metrics.obligations(asked).filter(due_at__lt=now), "facts__team", "facts__assignee", part=MET)
    work = [
        _work(side, created, replies, resolved, fallen, places(firsts, key, "first_reply_b"))
        for side, key in enumerate(("team", "first_reply_by"))
    ]
    return work[0], work[1]


def _work(
    side: int, created: _Pairs, replies: _Pairs, resolved: _Pairs, fallen: _Pairs, firsts: Mapping[int | None, Places]
) -> list[Work]:
    """``side`` 0 for teams, 1 for people."""
    came, said, went, due = (_folded(pairs, side) for pairs in (created, replies, resolved, fallen))
    keys = {*came, *said, *went, *due, *firsts}
    return [
        Work(key, came[key][0], said[key][0], went[key][0], _spread(firsts.get(key, Places())), Share(due[key][1], due[key][0]))
        for key in keys
    ]


def _spread(of: Places) -> Spread:
    return Spread(of.n, of.middle, of.ninth)


def _pairs(rows: QuerySet[Any], team: str, person: str, *, part: Q | None = None) -> _Pairs:
    """(team, person, how many, how many of them meet ``part``)."""
    counts = {"n": Count("workspace"), "part": Count("workspace", filter=part)}
    return list(rows.order_by().values_list(team, person).annotate(**counts))


def _folded(pairs: _Pairs, side: int) -> defaultdict[int | None, tuple[int, int]]:
    found: defaultdict[int | None, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for *keys, n, part in pairs:
        found[keys[side]] = (found[keys[side]][0] + n, found[keys[side]][1] + part)
    return found


def _days(of: Callable[[Asked], QuerySet[Any]], asked: Asked, days: Sequence[date], zone: ZoneInfo) -> dict[date, int]:
    """One count a day, so that the index is read and no moment of it is looked at; many days in one statement."""
    found: dict[date, int] = {}
    for some in (days[place : place + AT_ONCE] for place in range(0, len(days), AT_ONCE)):
        counts = [_day(of(_within(asked, day, zone)), day) for day in some]
        found.update({date.fromordinal(number): n for number, n in counts[0].union(*counts[1:], all=True)})
    return found


def _within(asked: Asked, day: date, zone: ZoneInfo) -> Asked:
    start, end = (datetime.combine(each, time(0), zone) for each in (day, day + timedelta(days=1)))
    return replace(asked, start=max(start, asked.start), end=min(end, asked.end))


def _day(rows: QuerySet[Any], day: date) -> QuerySet[Any, tuple[int, int]]:
    counted = rows.order_by().annotate(day=Value(day.toordinal())).values("day").annotate(n=Count("workspace"))
    return counted.values_list("day", "n")
