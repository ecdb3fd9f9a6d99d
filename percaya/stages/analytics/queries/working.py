"""Focus time of a period: by person and by day, and the tickets that it went to."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum

from percaya.core.workspace.models import TeamMember
from percaya.stages.analytics.models import TicketWork, WorkDay
from percaya.stages.analytics.queries.metrics import Asked


@dataclass(frozen=True)
class Focus:
    """Seconds. ``key`` is the member."""

    key: int
    focused: float
    handling: float
    administration: float

    @property
    def admin_percent(self) -> float | None:
        """Administration, of all focus time."""
        return 100 * self.administration / self.focused if self.focused else None


def focus_by_person(asked: Asked, zone: str) -> list[Focus]:
    """Everybody who was measured in the local days of the period."""
    sums = (Sum("focused"), Sum("handling"), Sum("administration"))
    rows = _days(asked, zone).order_by().values_list("member").annotate(a=sums[0], b=sums[1], c=sums[2])
    return [Focus(*row) for row in rows]


def admin_by_day(asked: Asked, zone: str) -> dict[date, float]:
    """Administration in per cent of the focus time of everybody together, for the days that have some."""
    rows = _days(asked, zone).order_by().values("day").annotate(all=Sum("focused"), part=Sum("administration"))
    return {row["day"]: 100 * row["part"] / row["all"] for row in rows if row["all"]}


def handled(asked: Asked, zone: str) -> list[tuple[int, str, str, float]]:
    """The tickets that the focus time went to, the longest first: number, subject, customer, seconds."""
    rows = TicketWork.objects.filter(**_period(asked, zone))
    rows = rows.filter(member=asked.agent) if asked.agent else rows
    rows = rows.filter(member__in=_of_team(asked.team)) if asked.team else rows
    names = ("ticket__number", "ticket__subject", "ticket__contact__name")
    return list(rows.order_by().values_list(*names).annotate(total=Sum("seconds")).order_by("-total", "-ticket__number"))


def _days(asked: Asked, zone: str) -> QuerySet[WorkDay]:
    rows = WorkDay.objects.filter(**_period(asked, zone))
    rows = rows.filter(member=asked.agent) if asked.agent else rows
    return rows.filter(member__in=_of_team(asked.team)) if asked.team else rows


def _period(asked: Asked, zone: str) -> dict[str, Any]:
    local = ZoneInfo(zone)
    first, end = asked.start.astimezone(local).date(), asked.end.astimezone(local).date()
    return {"workspace_id": asked.workspace_id, "day__gte": first, "day__lt": end}


def _of_team(team: int) -> QuerySet[TeamMember, int]:
    return TeamMember.objects.filter(team_id=team).values_list("member_id", flat=True)
