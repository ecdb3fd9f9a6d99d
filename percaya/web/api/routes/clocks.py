"""The clocks of a ticket, and the service levels that start them."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from percaya.core.tickets.queries.conditions import customs_of
from percaya.stages.sla.models import Clock, Policy
from percaya.stages.sla.queries import clocks_of, policies
from percaya.stages.sla.terms import kept
from percaya.web.api import finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.schemas.clocks import Clocks, Policies
from percaya.web.api.tokens import ApiRequest, needs
from percaya.web.inbox import filtering

router = Router(tags=["Tickets"])


@router.get("/tickets/{ticket_id}/clocks", auth=needs("tickets:read"), response=Clocks)
def list_clocks(request: ApiRequest, ticket_id: str) -> HttpResponse:
    """What is owed on the ticket and until when, live clocks first."""
    ticket = finding.ticket(request.auth, ticket_id)
    return answer({"clocks": [_clock(one) for one in clocks_of(ticket.pk)]})


@router.get("/service-levels", auth=needs("workspace:read"), response=Policies)
def list_service_levels(request: ApiRequest) -> HttpResponse:
    """How soon what is answered and solved, in the order in which they are tried."""
    caller = request.auth
    return answer({"policies": [_policy(one, request) for one in policies(caller.token.workspace)]})


def _clock(row: Clock) -> dict[str, Any]:
    return {
        "obligation": row.kind,
        "standing": _standing(row),
        "target_minutes": row.target_seconds // 60,
        "working_time": bool(row.calendar),
        "started_at": row.started_at,
        "due_at": row.due_at,
        "paused_at": row.paused_at,
        "met_at": row.met_at,
        "breached_at": row.breached_at,
        "cancelled_at": row.cancelled_at,
        "policy": ids.out("policy", row.policy_id),
        "policy_version": row.policy_version,
    }


def _standing(row: Clock) -> str:
    if row.cancelled_at:
        return "cancelled"
    if row.met_at:
        return "met_late" if row.breached_at else "met"
    if row.breached_at or (row.due_at and row.due_at < timezone.now()):
        return "overdue"
    return "paused" if row.paused_at else "running"


def _policy(row: Policy, request: ApiRequest) -> dict[str, Any]:
    terms = kept(row.terms, customs_of(row.workspace_id))
    targets = [
        {"obligation": kind, "minutes": target.minutes, "working_time": target.working} for kind, target in terms.targets.items()
    ]
    return {
        "id": ids.encode("policy", row.pk),
        "name": row.name,
        "version": row.version,
        "is_default": row.is_default,
        "conditions": filtering.sentence(terms.conditions, request.auth.member) if terms.conditions.of else "",
        "targets": targets,
    }
