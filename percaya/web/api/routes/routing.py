"""Who is there to take tickets, and how routing decided about one."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import REPLY, SUPERVISE
from percaya.core.workspace.queries import members
from percaya.stages.routing.actions.availability import set_availability
from percaya.stages.routing.models import Decision
from percaya.stages.routing.queries import decisions, presence
from percaya.web.api import finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.problems import forbidden, not_found
from percaya.web.api.schemas.routing import AvailabilityIn, AvailabilityOut, RoutingOut
from percaya.web.api.tokens import ApiRequest, Caller, needs

router = Router()


@router.get("/members/{member_id}/availability", auth=needs("workspace:read"), response=AvailabilityOut, tags=["Workspace"])
def get_availability(request: ApiRequest, member_id: str) -> HttpResponse:
    """What a member is there for, since when, and how full they are."""
    return answer(_availability(_member(request.auth, member_id)))


@router.put("/members/{member_id}/availability", auth=needs("tickets:write", REPLY), response=AvailabilityOut, tags=["Workspace"])
def change_availability(request: ApiRequest, member_id: str, body: AvailabilityIn) -> HttpResponse:
    """Say what a member is there for: oneself, or for supervisors anybody. Who comes gets what waits."""
    caller = request.auth
    member = _member(caller, member_id)
    if member.pk != caller.member.pk and not caller.member.may(SUPERVISE):
        raise forbidden(_("The role of this token's member does not allow this."), role=caller.member.role)
    set_availability(member=member, status=body.status, reason=body.reason, by=caller.by)
    return answer(_availability(member))


@router.get("/tickets/{ticket_id}/routing", auth=needs("tickets:read"), response=RoutingOut, tags=["Tickets"])
def explain_routing(request: ApiRequest, ticket_id: str) -> HttpResponse:
    """Every look for somebody, oldest first: who got it, who came next, why the others did not."""
    ticket = finding.ticket(request.auth, ticket_id)
    return answer({"decisions": [_decision(one) for one in decisions(ticket.pk)]})


def _member(caller: Caller, public_id: str) -> Member:
    found = members(caller.workspace_id).filter(pk=ids.decode("member", public_id)).first()
    if found is None:
        raise not_found()
    return found


def _availability(member: Member) -> dict[str, Any]:
    own = presence(member)
    return {
        "member": ids.encode("member", own.member),
        "status": own.status,
        "reason": own.reason,
        "since": own.since,
        "automatic": own.auto,
        "load": own.used / 10,
        "limit": own.limit / 10,
        "skills": list(own.skills),
        "languages": list(own.languages),
    }


def _decision(one: Decision) -> dict[str, Any]:
    return {
        "at": one.at,
        "how": one.how,
        "team": ids.out("team", one.team_id),
        "member": ids.out("member", one.member_id),
        "strategy": one.strategy,
        "reason": one.reason,
        "asked": {**one.asked, "weight": one.asked["weight"] / 10} if one.asked else {},
        "rules": [{**rule, "team": ids.out("team", rule.get("team"))} for rule in one.rules],
        "candidates": [_candidate(candidate) for candidate in one.candidates],
    }


def _candidate(one: dict[str, Any]) -> dict[str, Any]:
    values = {one["why"]: one["value"]} if "why" in one else one["values"]
    return {"member": ids.encode("member", one["member"]), "refused": one.get("why", ""), "values": values}
