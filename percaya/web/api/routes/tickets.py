"""One ticket: open, read, change."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from percaya.core.desk.actions.templates import begin_with
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.actions.properties import change_priority, change_subject, change_topic, set_labels
from percaya.core.tickets.actions.shelving import mark_spam, snooze, unmark_spam, wake
from percaya.core.tickets.actions.states import change_state
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.policy import REPLY
from percaya.stages.intake.models import Arrival
from percaya.web.api import finding, ids, submitting, uploads
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT, IF_MATCH
from percaya.web.api.idempotency import once, own_id
from percaya.web.api.routes.ticket_list import router  # one path, one router: the list is its GET
from percaya.web.api.schemas.inputs import TicketChange, TicketIn, named
from percaya.web.api.schemas.outputs import ArrivalOut, TicketOut
from percaya.web.api.shapes.arrivals import arrival as arrival_shape
from percaya.web.api.shapes.tickets import ticket as ticket_shape
from percaya.web.api.tokens import ApiRequest, Caller, needs
from percaya.web.api.versions import etag, if_match, not_modified

Changes = dict[str, Any]


@router.post("/tickets", auth=needs("tickets:write", REPLY), response={201: TicketOut, 202: ArrivalOut}, openapi_extra=IDEMPOTENT)
@once(in_one_transaction=False)
def create_ticket(request: ApiRequest, given: TicketIn) -> HttpResponse:
    """Open a ticket with a customer's message. 202 in the rare case that reading it has to wait for a person: it is
    kept, and listed among the arrivals."""
    caller = request.auth
    template = finding.template_named(caller, given.template) if given.template else None
    changes = _resolved(caller, {key: value for key, value in named(given).items() if key != "subject"})
    said = {
        "id": given.external_id or own_id(request),
        "sender": submitting.sender(caller, given.contact),
        "subject": given.subject or (template.subject if template else ""),
        "text": given.text,
        "fields": given.fields,
    }
    account = submitting.api_account(caller, given.account)
    arrival = submitting.submit(caller, account, said, uploads.redeem(caller, given.attachments))
    ticket = Ticket.objects.filter(pk=arrival.ticket_id or 0).first()
    if ticket is None:
        return _waits(arrival)
    if template is not None:
        ticket = begin_with(template=template, ticket=ticket, by=caller.by)
    return _ticket(caller, _change(caller, ticket, changes) if changes else ticket, status=201)


@router.get("/tickets/{ticket_id}", auth=needs("tickets:read"), response=TicketOut)
def get_ticket(request: ApiRequest, ticket_id: str) -> HttpResponse:
    """The ETag is the version; If-None-Match spares the body."""
    ticket = finding.ticket(request.auth, ticket_id)
    return not_modified(request, ticket.version) or _ticket(request.auth, ticket)


@router.patch("/tickets/{ticket_id}", auth=needs("tickets:write", REPLY), response=TicketOut, openapi_extra=IF_MATCH)
def change_ticket(request: ApiRequest, ticket_id: str, given: TicketChange) -> HttpResponse:
    """Change what the body names, all of it or nothing. With If-Match only on that version."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    return _ticket(caller, _change(caller, ticket, _resolved(caller, named(given)), if_match(request)))


def _resolved(caller: Caller, given: dict[str, Any]) -> Changes:
    """The named changes with ids turned into members and teams."""
    plain = ("state", "waits_for", "priority", "labels", "subject", "topic", "snoozed_until", "snoozed_till_reply", "is_spam")
    changes: Changes = {key: given[key] for key in plain if key in given}
    if "assignee" in given:
        who = given["assignee"]
        changes["assignee"] = finding.member_named(caller, str(who), "/assignee") if who else None
    if "team" in given:
        team = given["team"]
        changes["team"] = finding.team_named(caller, str(team), "/team") if team else None
    return changes


@transaction.atomic
def _change(caller: Caller, ticket: Ticket, changes: Changes, version: int | None = None) -> Ticket:
    """One verb for each named change, on one locked row."""
    by = caller.by
    ticket = hold(ticket.pk, version)
    if "team" in changes:
        ticket = set_team(ticket=ticket, to=changes["team"], by=by)
    if "assignee" in changes:
        ticket = assign(ticket=ticket, to=changes["assignee"], by=by)
    if changes.get("priority"):
        ticket = change_priority(ticket=ticket, to=changes["priority"], by=by)
    if changes.get("subject") is not None:
        ticket = change_subject(ticket=ticket, to=changes["subject"], by=by)
    if changes.get("topic") is not None:
        ticket = change_topic(ticket=ticket, to=changes["topic"], by=by)
    if changes.get("labels") is not None:
        ticket = set_labels(ticket=ticket, names=changes["labels"], by=by)
    if "state" in changes:
        ticket = change_state(ticket=ticket, to=changes["state"], waits_for=changes.get("waits_for", ""), by=by)
    if changes.get("is_spam") is not None:
        ticket = (mark_spam if changes["is_spam"] else unmark_spam)(ticket=ticket, by=by)
    if "snoozed_until" in changes or "snoozed_till_reply" in changes:
        ticket = _put_off(ticket, changes.get("snoozed_until"), bool(changes.get("snoozed_till_reply")), caller)
    return ticket


def _put_off(ticket: Ticket, until: datetime | None, till_reply: bool, caller: Caller) -> Ticket:
    """Until a time, until the customer writes, or (neither) not any longer."""
    if until is None and not till_reply:
        return wake(ticket=ticket, by=caller.by)
    return snooze(ticket=ticket, until=until, by=caller.by)


def _ticket(caller: Caller, ticket: Ticket, status: int = 200) -> HttpResponse:
    shown = ticket_shape(ticket, caller.member)
    headers = {"ETag": etag(ticket.version)}
    if status == 201:
        headers["Location"] = f"/api/v1/tickets/{shown['id']}"
    return answer(shown, status=status, headers=headers)


def _waits(arrival: Arrival) -> HttpResponse:
    where = f"/api/v1/arrivals/{ids.encode('arrival', arrival.pk)}"
    return answer(arrival_shape(arrival), status=202, headers={"Location": where})
