"""What stands around a ticket: custom fields, checklist, time spent, followers; and what new tickets begin with."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from percaya.core.desk.models import TicketTemplate
from percaya.core.desk.queries.templates import ticket_templates
from percaya.core.tickets.actions.checklists import add_steps, remove_step, tick_step
from percaya.core.tickets.actions.fields import reveal_field, set_fields
from percaya.core.tickets.actions.following import follow, unfollow
from percaya.core.tickets.actions.timing import add_time, remove_time
from percaya.core.tickets.models import ChecklistItem, Ticket, TimeSpent
from percaya.core.tickets.queries.fields import ticket_fields, values_of
from percaya.core.tickets.queries.tickets import checklist, followers, time_spent
from percaya.core.workspace.fields import missing
from percaya.core.workspace.models import CustomField, Member
from percaya.core.workspace.policy import REPLY
from percaya.core.workspace.queries import members
from percaya.web.api import finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT, IF_MATCH
from percaya.web.api.idempotency import once
from percaya.web.api.problems import Problem, not_found
from percaya.web.api.schemas.around import (
    AroundOut,
    FieldsIn,
    FollowerIn,
    StepChange,
    StepsIn,
    TicketFieldsOut,
    TicketTemplatesOut,
    TimeIn,
)
from percaya.web.api.schemas.customers import RevealIn, RevealOut
from percaya.web.api.tokens import ApiRequest, Caller, needs
from percaya.web.api.versions import etag, if_match

router = Router(tags=["Tickets"])
_READS, _WRITES = needs("tickets:read"), needs("tickets:write", REPLY)


@router.get("/ticket-fields", auth=needs("workspace:read"), response=TicketFieldsOut)
def list_ticket_fields(request: ApiRequest) -> HttpResponse:
    """The custom fields of tickets that are asked for, in their order."""
    return answer({"fields": [_field(one) for one in ticket_fields(request.auth.workspace_id)]})


@router.get("/ticket-templates", auth=needs("workspace:read"), response=TicketTemplatesOut)
def list_ticket_templates(request: ApiRequest) -> HttpResponse:
    """What new tickets can begin with, as far as the member may use it."""
    return answer({"templates": [_template(one) for one in ticket_templates(request.auth.member)]})


@router.get("/tickets/{ticket_id}/around", auth=_READS, response=AroundOut)
def get_around(request: ApiRequest, ticket_id: str) -> HttpResponse:
    """What stands around the ticket. The ETag is its version."""
    return _around(finding.ticket(request.auth, ticket_id))


@router.patch("/tickets/{ticket_id}/fields", auth=_WRITES, response=AroundOut, openapi_extra=IF_MATCH)
def change_fields(request: ApiRequest, ticket_id: str, given: FieldsIn) -> HttpResponse:
    """Fill in custom fields, all that are named or none. With If-Match only on that version."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    try:
        set_fields(ticket=ticket, values=given.values, by=caller.by, if_version=if_match(request), language="en")
    except ValidationError as error:
        raise _by_field(error) from error
    return _around(finding.ticket(caller, ticket_id))


@router.post("/tickets/{ticket_id}/reveal", auth=_WRITES, response=RevealOut, openapi_extra=IDEMPOTENT)
@once()
def reveal_ticket_field(request: ApiRequest, ticket_id: str, given: RevealIn) -> HttpResponse:
    """A masked custom field in full. That it was looked at, by whom and why, is recorded."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    held = reveal_field(ticket=ticket, key=given.field, reason=given.reason, by=caller.by)
    return answer({"value": ", ".join(held)})


@router.post("/tickets/{ticket_id}/checklist", auth=_WRITES, response={201: AroundOut}, openapi_extra=IDEMPOTENT)
@once()
def add_to_checklist(request: ApiRequest, ticket_id: str, given: StepsIn) -> HttpResponse:
    """Put steps at the end of the checklist."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    add_steps(ticket=ticket, steps=[(one.text, one.required) for one in given.steps], by=caller.by)
    return _around(finding.ticket(caller, ticket_id), status=201)


@router.patch("/tickets/{ticket_id}/checklist/{step_id}", auth=_WRITES, response=AroundOut)
def tick_step_off(request: ApiRequest, ticket_id: str, step_id: str, given: StepChange) -> HttpResponse:
    """Tick a step off, or take the tick away."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    tick_step(step=_step_of(ticket, step_id), done=given.done, member=caller.member, by=caller.by)
    return _around(finding.ticket(caller, ticket_id))


@router.delete("/tickets/{ticket_id}/checklist/{step_id}", auth=_WRITES, response=AroundOut)
def remove_from_checklist(request: ApiRequest, ticket_id: str, step_id: str) -> HttpResponse:
    """Take a step off the checklist."""
    caller = request.auth
    remove_step(step=_step_of(finding.ticket(caller, ticket_id), step_id), by=caller.by)
    return _around(finding.ticket(caller, ticket_id))


@router.post("/tickets/{ticket_id}/time", auth=_WRITES, response={201: AroundOut}, openapi_extra=IDEMPOTENT)
@once()
def write_time_down(request: ApiRequest, ticket_id: str, given: TimeIn) -> HttpResponse:
    """Write down minutes of work, as the token's member."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    add_time(ticket=ticket, minutes=given.minutes, note=given.note, member=caller.member, by=caller.by)
    return _around(finding.ticket(caller, ticket_id), status=201)


@router.delete("/tickets/{ticket_id}/time/{time_id}", auth=_WRITES, response=AroundOut)
def take_time_back(request: ApiRequest, ticket_id: str, time_id: str) -> HttpResponse:
    """Take back minutes that the token's member wrote down. 409 for those of somebody else."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    entry = TimeSpent.objects.filter(ticket=ticket, pk=ids.decode("time", time_id)).first()
    if entry is None:
        raise not_found()
    remove_time(entry=entry, member=caller.member, by=caller.by)
    return _around(finding.ticket(caller, ticket_id))


@router.post("/tickets/{ticket_id}/followers", auth=_WRITES, response={201: AroundOut}, openapi_extra=IDEMPOTENT)
@once()
def add_follower(request: ApiRequest, ticket_id: str, given: FollowerIn) -> HttpResponse:
    """Let a member follow the ticket. 409 for one who may not see it."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    follow(ticket=ticket, member=finding.member_named(caller, given.member, "/member"), by=caller.by)
    return _around(finding.ticket(caller, ticket_id), status=201)


@router.delete("/tickets/{ticket_id}/followers/{member_id}", auth=_WRITES, response=AroundOut)
def remove_follower(request: ApiRequest, ticket_id: str, member_id: str) -> HttpResponse:
    """Let a member follow no longer."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    unfollow(ticket=ticket, member=_member(caller, member_id), by=caller.by)
    return _around(finding.ticket(caller, ticket_id))


def _member(caller: Caller, member_id: str) -> Member:
    found = members(caller.workspace_id).filter(pk=ids.decode("member", member_id)).first()
    if found is None:
        raise not_found()
    return found


def _step_of(ticket: Ticket, step_id: str) -> ChecklistItem:
    found = ChecklistItem.objects.filter(ticket=ticket, pk=ids.decode("step", step_id)).first()
    if found is None:
        raise not_found()
    return found


def _by_field(error: ValidationError) -> Problem:
    found = [
        {"pointer": f"/values/{key}", "detail": " ".join(message for one in errors for message in one.messages)}
        for key, errors in error.error_dict.items()
    ]
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid",
        _("Something in the request means nothing here. Nothing was done; see “errors”."),
        errors=found,
    )


def _around(ticket: Ticket, status: int = 200) -> HttpResponse:
    fields = ticket_fields(ticket.workspace_id)
    values = values_of(ticket.pk, fields)
    shown = {
        "fields": {
            "values": {one.key: _value(one, values.get(one.key, [])) for one in fields},
            "masked": [one.key for one in fields if one.is_sensitive and values.get(one.key)],
            "missing": [one.key for one in missing(fields, values)],
        },
        "steps": [_step(one) for one in checklist(ticket.pk)],
        "time": [
            {
                "id": ids.encode("time", one.pk),
                "minutes": one.minutes,
                "note": one.note,
                "member": _named(one.member),
                "created_at": one.created_at,
            }
            for one in time_spent(ticket.pk)
        ],
        "minutes_spent": ticket.minutes_spent,
        "followers": [{"id": ids.encode("member", pk), "name": name} for pk, name in followers(ticket.pk)],
    }
    return answer(shown, status=status, headers={"ETag": etag(ticket.version)})


def _value(one: CustomField, held: list[str]) -> Any:
    if one.kind == "multi":
        return None if one.is_sensitive else held
    if not held or one.is_sensitive:
        return None
    return held[0] == "yes" if one.kind == "yesno" else held[0]


def _step(one: ChecklistItem) -> dict[str, Any]:
    return {
        "id": ids.encode("step", one.pk),
        "text": one.text,
        "required": one.is_required,
        "done_at": one.done_at,
        "done_by": _named(one.done_by),
    }


def _named(one: Member | None) -> dict[str, Any] | None:
    return {"id": ids.encode("member", one.pk), "name": one.name} if one else None


def _field(one: CustomField) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "name_en": one.name_en,
        "kind": one.kind,
        "options": [option["value"] for option in one.options],
        "required_to_resolve": one.required_to_resolve,
        "is_sensitive": one.is_sensitive,
    }


def _template(one: TicketTemplate) -> dict[str, Any]:
    kept = one.properties
    return {
        "id": ids.encode("ticket_template", one.pk),
        "name": one.name,
        "subject": one.subject,
        "text": one.text,
        "team": ids.out("team", kept.get("team")),
        "priority": kept.get("priority", "normal"),
        "topic": kept.get("topic", ""),
        "labels": kept.get("labels", []),
        "values": kept.get("fields", {}),
        "steps": [text for text, _required in kept.get("checklist", [])],
    }
