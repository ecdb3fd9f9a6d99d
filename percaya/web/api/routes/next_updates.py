"""By when the customer of a ticket hears from us next: read, said, taken back."""

from django.http import HttpResponse
from ninja import Router

from percaya.core.tickets.actions.updates import drop_next_update, say_next_update
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.next_updates import standing_update
from percaya.core.workspace.policy import REPLY
from percaya.web.api import finding
from percaya.web.api.answers import answer
from percaya.web.api.schemas.next_updates import NextUpdateIn, NextUpdateOut
from percaya.web.api.tokens import ApiRequest, needs
from percaya.web.api.versions import etag

router = Router(tags=["Tickets"])
_WRITES = needs("tickets:write", REPLY)


@router.get("/tickets/{ticket_id}/next-update", auth=needs("tickets:read"), response=NextUpdateOut)
def get_next_update(request: ApiRequest, ticket_id: str) -> HttpResponse:
    """What the customer is shown: what a person said, else the nearest of an open promise and the reply that is owed. The ETag
    is the ticket's version."""
    return _next_update(finding.ticket(request.auth, ticket_id))


@router.put("/tickets/{ticket_id}/next-update", auth=_WRITES, response=NextUpdateOut)
def set_next_update(request: ApiRequest, ticket_id: str, given: NextUpdateIn) -> HttpResponse:
    """Say by when the customer hears from us next. It is shown to them at once; an earlier time that was said is shown struck
    through. The same time again changes nothing."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    return _next_update(say_next_update(ticket=ticket, at=given.at, member=caller.member, by=caller.by))


@router.delete("/tickets/{ticket_id}/next-update", auth=_WRITES, response=NextUpdateOut)
def clear_next_update(request: ApiRequest, ticket_id: str) -> HttpResponse:
    """Take back what was said; what the service level owes counts again."""
    caller = request.auth
    return _next_update(drop_next_update(ticket=finding.ticket(caller, ticket_id), by=caller.by))


def _next_update(ticket: Ticket) -> HttpResponse:
    found = standing_update(ticket)
    shown = {
        "due_at": found.due if found else None,
        "source": found.source if found else None,
        "was_due_at": found.was if found else None,
    }
    return answer(shown, headers={"ETag": etag(ticket.version)})
