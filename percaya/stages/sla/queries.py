"""Reads that pages share: a ticket's clocks, the policies. How many were kept the reports count (stages/analytics)."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
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
    "calendar_names",
    "clocks_of",
    "default_target",
    "left_of",
    "policies",
    "promised_minutes",
    "running_under",
    "versions",
]


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
