"""What the board would raise an alert about, by the counters and the open tickets."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from percaya.core.workspace.models import ChannelAccount
from percaya.stages.analytics.alarming import Measured, is_flooding, is_overdue_alarming, is_slipping
from percaya.stages.analytics.models import Alert, AlertState, QuarterCount
from percaya.stages.analytics.queries.live import SOON, due_clocks, lines, open_rows

WINDOW = timedelta(hours=2)


def measured(workspace_id: int, now: datetime) -> list[Measured]:
    """Every condition that holds now."""
    return [
        *_of_lines(workspace_id, now),
        *_slipping(workspace_id, now),
        *_flooding(workspace_id, now),
        *_channels(workspace_id),
    ]


def standing(workspace_id: int) -> QuerySet[Alert]:
    """Alerts to be shown, the oldest first."""
    rows = Alert.objects.filter(workspace_id=workspace_id, over_at=None, state__in=(AlertState.ACTIVE, AlertState.CALM))
    return rows.select_related("team", "taken_by").order_by("id")


def _of_lines(workspace_id: int, now: datetime) -> list[Measured]:
    counts: dict[int | None, Counter[str]] = defaultdict(Counter)
    for line in lines(workspace_id, now=now):
        counts[line.team].update(open=line.open, overdue=line.overdue)
    found = [
        Measured("overdue", team, each["overdue"])
        for team, each in counts.items()
        if is_overdue_alarming(overdue=each["overdue"], open_tickets=each["open"])
    ]
    pressing = open_rows(workspace_id).filter(assignee=None, due_at__lte=now + SOON).values_list("team", flat=True)
    return found + [Measured("untaken", team, n) for team, n in Counter(pressing).items()]


def _slipping(workspace_id: int, now: datetime) -> list[Measured]:
    tally: dict[int | None, list[int]] = {}
    rows = due_clocks(workspace_id, now - WINDOW, now).values_list("ticket__team", "due_at", "met_at")
    for team, due, met in rows:
        cell = tally.setdefault(team, [0, 0])
        cell[0] += int(met is not None and due is not None and met <= due)
        cell[1] += 1
    return [Measured("slipping", team, round(100 * met / n)) for team, (met, n) in tally.items() if is_slipping(met=met, n=n)]


def _flooding(workspace_id: int, now: datetime) -> list[Measured]:
    rows = QuarterCount.objects.filter(workspace_id=workspace_id, quarter__gt=now - WINDOW, what__in=("created", "resolved"))
    counts = dict(rows.values_list("what").annotate(total=Sum("n")).order_by())
    created, resolved = counts.get("created", 0), counts.get("resolved", 0)
    return [Measured("inflow", None, created)] if is_flooding(created=created, resolved=resolved) else []


def _channels(workspace_id: int) -> list[Measured]:
    n = ChannelAccount.objects.filter(workspace_id=workspace_id, is_active=True).exclude(trouble="").count()
    return [Measured("channel", None, n)] if n else []
