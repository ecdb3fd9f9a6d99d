"""Reads that pages and reports share: a ticket's clocks, the policies, how many obligations were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.condition_rows import Asking, matching
from percaya.core.workspace.models import WorkCalendar, Workspace
from percaya.core.workspace.policy import DEFAULT_REPLY_MINUTES
from percaya.stages.sla import policy
from percaya.stages.sla.actions.beginning import begin_with_default
from percaya.stages.sla.kept import levels
from percaya.stages.sla.models import Clock, Policy, PolicyVersion
from percaya.stages.sla.rows import run_of
from percaya.stages.sla.terms import Target, Terms

__all__ = [
    "Attained",
    "attained",
    "calendar_names",
    "clocks_of",
    "default_target",
    "left_of",
    "left_out",
    "policies",
    "promised_minutes",
    "running_under",
    "versions",
]


@dataclass(frozen=True)
class Attained:
    """Obligations due in a period. ``left_out``: cancelled before they were due; they count neither way."""

    met: int
    breached: int
    left_out: int

    @property
    def share(self) -> float | None:
        """Met of all that were owed; ``None`` when nothing was."""
        owed = self.met + self.breached
        return self.met / owed if owed else None


def clocks_of(ticket_id: int) -> list[Clock]:
    """All clocks of a ticket, live ones first, then the newest, each with its policy."""
    rows = Clock.objects.filter(ticket_id=ticket_id).select_related("policy")
    return list(rows.order_by("-is_live", F("due_at").asc(nulls_last=True), "-pk"))


def calendar_names(workspace_id: int, clocks: Sequence[Clock]) -> dict[int, str]:
    """The names of the calendars that clocks count on; round the clock (0) has none."""
    ids = {clock.calendar for clock in clocks} - {0}
    rows = WorkCalendar.objects.filter(workspace_id=workspace_id, pk__in=ids) if ids else WorkCalendar.objects.none()
    return dict(rows.values_list("pk", "name"))


def left_of(clock: Clock) -> timedelta:
    """What remains of its target now; negative when it is overdue."""
    return policy.left(run_of(clock), timezone.now())


def policies(workspace: Workspace, *, retired: bool = False) -> list[Policy]:
    """In their order, the default last."""
    begin_with_default(workspace)
    rows = Policy.objects.filter(workspace=workspace, is_active=not retired)
    return list(rows.order_by("is_default", "position", "pk"))


def versions(of: Policy) -> Sequence[PolicyVersion]:
    """What it said, the newest first."""
    return list(PolicyVersion.objects.filter(policy=of).select_related("member").order_by("-number")[:50])


def running_under(workspace_id: int, policy_id: int | None, terms: Terms) -> int:
    """Open tickets with live clocks that a change of this policy concerns: those it started, and those it fits. Counts no
    further than a thousand."""
    known = levels(workspace_id)
    fits = matching(terms.conditions, Asking(timezone.now(), known.zone, known.customs))
    live = Clock.objects.filter(ticket=OuterRef("pk"), is_live=1)
    rows = Ticket.objects.filter(workspace_id=workspace_id, is_open=1).filter(Exists(live))
    concerned = rows.filter(Q(Exists(live.filter(policy_id=policy_id or 0))) | fits) if terms.conditions.of else rows
    return concerned.order_by().values("pk")[:1000].count()


def default_target(workspace_id: int) -> Target:
    """How soon the first answer comes to whoever no other policy speaks of."""
    return levels(workspace_id).all[-1].terms.targets.get("first_reply", Target(DEFAULT_REPLY_MINUTES))


def promised_minutes(workspace_id: int) -> int:
    return default_target(workspace_id).minutes


def attained(
    workspace_id: int, start: datetime, end: datetime, *, now: datetime, kind: str = "", team_id: int | None = None
) -> Attained:
    """SLA attainment by its definition: of the obligations whose due time lies in the period (from ``start``, before
    ``end``), those met in time, and those missed; an open one that is overdue is missed now. One not due yet is not counted."""
    rows = _due(workspace_id, start, end, kind, team_id)
    in_time = Q(met_at__isnull=False, met_at__lte=F("due_at"), breached_at=None)
    missed = Q(breached_at__isnull=False) | Q(met_at__gt=F("due_at")) | Q(is_live=1, due_at__lt=now)
    found = rows.aggregate(
        met=Count("pk", filter=in_time), breached=Count("pk", filter=missed), left_out=Count("pk", filter=_left_out())
    )
    return Attained(**found)


def left_out(workspace_id: int, start: datetime, end: datetime, *, kind: str = "") -> QuerySet[Clock]:
    """The obligations that the figure leaves out, to be listed beside it."""
    return (
        _due(workspace_id, start, end, kind, None).filter(_left_out()).select_related("ticket", "policy").order_by("due_at", "pk")
    )


def _due(workspace_id: int, start: datetime, end: datetime, kind: str, team_id: int | None) -> QuerySet[Clock]:
    rows = Clock.objects.filter(workspace_id=workspace_id, due_at__gte=start, due_at__lt=end)
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(ticket__team_id=team_id) if team_id else rows


def _left_out() -> Q:
    return Q(cancelled_at__isnull=False, breached_at=None)
