"""Plans and open escalations, as pages and reactions read them."""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member
from percaya.stages.escalation.models import Escalation, EscalationPlan
from percaya.stages.escalation.policy import REASONS, Plan, plan_from, usual

KEPT = 30  # seconds; a change is heard of at once


def plans(workspace_id: int) -> dict[str, Plan]:
    """The plan for each reason, as it holds now."""
    kept: dict[str, dict[str, object]] | None = cache.get(_plans_key(workspace_id))
    if kept is None:
        kept = dict(EscalationPlan.objects.filter(workspace_id=workspace_id).values_list("reason", "plan"))
        cache.set(_plans_key(workspace_id), kept, KEPT)
    return {reason: plan_from(reason, kept[reason]) if reason in kept else usual(reason) for reason in REASONS}


def open_of(ticket: Ticket) -> list[Escalation]:
    """The open escalations of a ticket, the newest first; a ticket without one costs no statement."""
    if ticket.pk not in _escalated(ticket.workspace_id):
        return []
    rows = Escalation.objects.filter(ticket_id=ticket.pk, closed_at=None).select_related("owner", "acknowledged_by", "asked_by")
    return list(rows.order_by("-pk"))


def next_word(ticket: Ticket) -> datetime | None:
    """By when the customer of an escalated ticket hears from us."""
    return min((one.next_update_at for one in open_of(ticket)), default=None)


def visible_escalations(member: Member) -> QuerySet[Escalation]:
    """Those of tickets that the member may see; the open ones are first, the most pressing on top."""
    rows = Escalation.objects.filter(ticket__in=Ticket.objects.visible_to(member))
    return rows.select_related("ticket", "ticket__contact", "owner", "acknowledged_by", "asked_by")


def forget_plans(workspace_id: int) -> None:
    _forget(_plans_key(workspace_id))


def forget_open(workspace_id: int) -> None:
    _forget(_open_key(workspace_id))


def _escalated(workspace_id: int) -> frozenset[int]:
    found: frozenset[int] | None = cache.get(_open_key(workspace_id))
    if found is None:
        rows = Escalation.objects.filter(workspace_id=workspace_id, closed_at=None)
        found = frozenset(rows.values_list("ticket_id", flat=True))
        cache.set(_open_key(workspace_id), found, KEPT)
    return found


def _forget(key: str) -> None:
    """Now, and once more when others can see the change."""
    cache.delete(key)
    transaction.on_commit(lambda: cache.delete(key))


def _plans_key(workspace_id: int) -> str:
    return f"escalation:plans:{workspace_id}"


def _open_key(workspace_id: int) -> str:
    return f"escalation:open:{workspace_id}"
