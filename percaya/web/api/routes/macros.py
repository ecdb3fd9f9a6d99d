"""Templates and macros, and words that go to somebody else than the customer."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from percaya.core.desk.actions.running import run_macro
from percaya.core.desk.models import Macro
from percaya.core.desk.queries.macros import macros_of, offer, scope_of
from percaya.core.desk.steps import read
from percaya.core.tickets.actions.forwarding import write_forward
from percaya.core.tickets.actions.outbox import Reply
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.policy import REPLY
from percaya.web.api import finding, ids, uploads
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT
from percaya.web.api.idempotency import once, own_id
from percaya.web.api.problems import invalid, not_found
from percaya.web.api.schemas.macros import FilledOut, ForwardIn, MacroList
from percaya.web.api.schemas.outputs import MessageOut, TicketOut
from percaya.web.api.shapes import messages as message_shapes
from percaya.web.api.shapes import tickets as ticket_shapes
from percaya.web.api.tokens import ApiRequest, Caller, needs
from percaya.web.inbox.composer.sending import forward_way

router = Router()


@router.get("/macros", auth=needs("workspace:read"), response=MacroList, tags=["Workspace"])
def list_macros(request: ApiRequest) -> HttpResponse:
    """Templates and macros in use that the token's member may use, by name."""
    rows = macros_of(request.auth.member).filter(is_active=True).order_by("name")[:500]
    return answer({"macros": [_shape(one) for one in rows]})


@router.get("/tickets/{ticket_id}/macros/{macro_id}", auth=needs("tickets:read"), response=FilledOut, tags=["Tickets"])
def fill_macro(request: ApiRequest, ticket_id: str, macro_id: str) -> HttpResponse:
    """The words of a macro as they read on this ticket."""
    caller = request.auth
    words = offer(_found(caller, macro_id), finding.ticket(caller, ticket_id), caller.member).words
    return answer({"text": words.text, "missing": list(words.missing)})


@router.post(
    "/tickets/{ticket_id}/macros/{macro_id}/run", auth=needs("tickets:write", REPLY), response=TicketOut, tags=["Tickets"],
    openapi_extra=IDEMPOTENT,
)  # fmt: skip
@once()
def run_macro_on_ticket(request: ApiRequest, ticket_id: str, macro_id: str) -> HttpResponse:
    """Do all steps of a macro, or none of them. Its words are not sent: reply with them."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    run_macro(macro=_found(caller, macro_id), ticket=ticket, member=caller.member, by=caller.by)
    return answer(ticket_shapes.ticket(Ticket.objects.get(pk=ticket.pk), caller.member))


@router.post(
    "/tickets/{ticket_id}/forwards", auth=needs("messages:write", REPLY), response={201: MessageOut}, tags=["Messages"],
    openapi_extra=IDEMPOTENT,
)  # fmt: skip
@once()
def forward_to_others(request: ApiRequest, ticket_id: str, given: ForwardIn) -> HttpResponse:
    """Write to somebody else about the ticket. The customer goes on waiting."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    way = forward_way(ticket)
    if way is None:
        raise invalid(_("No mailbox is connected that could forward this."), "/to")
    forward = Reply(
        text=given.text,
        to=[("email", value, "") for value in given.to],
        cc=given.cc,
        bcc=given.bcc,
        files=uploads.redeem(caller, given.attachments),
        send_key=own_id(request, f"forward {ticket.pk}")[:64],
    )
    message = write_forward(
        ticket=ticket, forward=forward, channel=way.via, account_id=way.account.pk if way.account else None,
        subject=given.subject or f"Fwd: {ticket.subject}", member=caller.member, by=caller.by,
    )  # fmt: skip
    shown = message_shapes.message(message)
    return answer(shown, status=201, headers={"Location": f"/api/v1/messages/{shown['id']}"})


def _found(caller: Caller, macro_id: str) -> Macro:
    found = macros_of(caller.member).filter(pk=ids.decode("macro", macro_id), is_active=True).first()
    if found is None:
        raise not_found()
    return found


def _shape(one: Macro) -> dict[str, Any]:
    return {
        "id": ids.encode("macro", one.pk),
        "name": one.name,
        "scope": scope_of(one),
        "team": ids.encode("team", one.team_id) if one.team_id else None,
        "text": one.text,
        "text_en": one.text_en,
        "steps": [step.as_json() for step in read(one.actions)],
        "topic": one.topic,
        "used": one.used,
    }
