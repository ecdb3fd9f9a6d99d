"""What the address of a report asks for. Anything unknown falls back to the usual: the last 30 days of everything."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from percaya.channels.registry import channels
from percaya.core.tickets.policy import PRIORITIES
from percaya.core.workspace.models import Workspace
from percaya.stages.analytics.queries.metrics import Asked
from percaya.web.inbox.reference import Reference

PERIODS = ("today", "yesterday", "7d", "30d", "month", "last_month")
LONGEST = 400  # days


@dataclass(frozen=True)
class Wanted:
    """``first`` and ``last`` are local days, both within; ``period`` "" for days typed in."""

    asked: Asked
    period: str
    first: date
    last: date

    def query(self, **changes: Any) -> dict[str, Any]:
        """The address of this report, as a mapping for the ``query`` filter."""
        days = {"period": self.period} if self.period else {"from": self.first.isoformat(), "to": self.last.isoformat()}
        a = self.asked
        return {**days, "team": a.team, "channel": a.channel, "agent": a.agent, "priority": a.priority, **changes}


def wanted(given: QueryDict, workspace: Workspace) -> Wanted:
    zone = ZoneInfo(workspace.time_zone)
    today = timezone.now().astimezone(zone).date()
    period, (first, last) = _days(given, today)
    known = Reference(workspace.pk)
    team, agent = _number(given.get("team", "")), _number(given.get("agent", ""))
    channel, priority = given.get("channel", ""), given.get("priority", "")
    asked = Asked(
        workspace.pk,
        start=_midnight(first, zone),
        end=_midnight(last + timedelta(days=1), zone),
        team=team if any(team == each.pk for each in known.teams) else None,
        channel=channel if channel in set(channels()) else "",
        agent=agent if agent in known.names else None,
        priority=priority if priority in PRIORITIES else "",
    )
    return Wanted(asked, period, first, last)


def last_days(workspace: Workspace, now: datetime, team_id: int | None = None) -> Asked:
    """What the report of "7d" is about, for who shows one of its numbers elsewhere."""
    zone = ZoneInfo(workspace.time_zone)
    first, last = days_of("7d", now.astimezone(zone).date())
    return Asked(workspace.pk, _midnight(first, zone), _midnight(last + timedelta(days=1), zone), team_id)


def days_of(period: str, today: date) -> tuple[date, date]:
    """The first and the last day of a named period."""
    month = today.replace(day=1)
    last_month = month - timedelta(days=1)
    return {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "7d": (today - timedelta(days=6), today),
        "month": (month, today),
        "last_month": (last_month.replace(day=1), last_month),
    }.get(period, (today - timedelta(days=29), today))


def _days(given: QueryDict, today: date) -> tuple[str, tuple[date, date]]:
    first, last = _date(given.get("from", "")), _date(given.get("to", ""))
    if first and last and first <= last and (last - first).days < LONGEST and first.year > 2000 and last.year < 2200:
        return "", (first, last)
    period = given.get("period", "")
    period = period if period in PERIODS else "30d"
    return period, days_of(period, today)


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
