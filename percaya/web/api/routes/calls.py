"""Telephone calls: written down by a telephone system, or by whoever spoke."""

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from percaya.core.people import policy
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.people.models import Contact
from percaya.core.people.queries import handles
from percaya.core.tickets.actions.calls import CHANNEL, Call, log_call, open_with_call
from percaya.core.tickets.models import Message
from percaya.core.workspace.policy import REPLY
from percaya.web.api import finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT
from percaya.web.api.idempotency import once
from percaya.web.api.problems import invalid
from percaya.web.api.schemas.calls import CallIn, CallOut
from percaya.web.api.schemas.inputs import ContactRef
from percaya.web.api.tokens import ApiRequest, Caller, needs

router = Router(tags=["Tickets"])
_SPOKEN = (("phone", "phone"), ("email", "email"), ("external", "external_id"))


@router.post("/calls", auth=needs("tickets:write", REPLY), response={201: CallOut}, openapi_extra=IDEMPOTENT)
@once()
def log_a_call(request: ApiRequest, given: CallIn) -> HttpResponse:
    """Write down a telephone call, as a note that no customer sees. A ticket that it opens is the token's member's."""
    note = _kept(request.auth, given)
    return answer(_shape(note), status=201, headers={"Location": f"/api/v1/messages/{ids.encode('message', note.pk)}"})


@transaction.atomic
def _kept(caller: Caller, given: CallIn) -> Message:
    """All or nothing: the person, the ticket, the note."""
    if given.ticket is not None:
        ticket = finding.ticket_named(caller, given.ticket, "/ticket")
        known = handles(ticket.contact_id).filter(kind="phone", claim="").first()
        call = _call(given, known.value if known else "")
        return log_call(ticket=ticket, call=call, member=caller.member, by=caller.by)
    assert given.contact is not None  # the body's own rule
    contact, address = _spoken_with(caller, given.contact)
    call = _call(given, address[1] if address[0] == "phone" else "")
    return open_with_call(contact=contact, address=address, call=call, subject=given.subject, member=caller.member, by=caller.by)


def _call(given: CallIn, number: str) -> Call:
    return Call(
        direction=given.direction, number=number, at=given.at, minutes=given.minutes, outcome=given.outcome, said=given.text
    )


def _spoken_with(caller: Caller, given: ContactRef) -> tuple[Contact, tuple[str, str]]:
    """Who it was, and by which address: of one that is known by their id the phone number before all others."""
    if given.id is not None:
        contact = finding.contact_named(caller, given.id, "/contact/id")
        held = sorted(handles(contact.pk).filter(claim=""), key=lambda one: one.kind != "phone")
        if not held:
            raise invalid(_("No address of this contact is known. Name a phone number instead."), "/contact/id")
        return contact, (held[0].kind, held[0].value)
    kind, key = next(one for one in _SPOKEN if getattr(given, one[1]) is not None)
    value = getattr(given, key)
    if not policy.normalise(kind, value):
        raise invalid(_("“%(value)s” is not an address we can use.") % {"value": value}, f"/contact/{key}")
    claim = "" if given.verified else CHANNEL
    contact, handle = resolve_contact(
        workspace_id=caller.workspace_id, kind=kind, value=value, name=given.name, claim=claim, by=caller.by
    )
    return contact, (handle.kind, handle.value)


def _shape(note: Message) -> dict[str, object]:
    about = {"id": ids.encode("message", note.pk), "ticket": ids.encode("ticket", note.ticket_id), "text": note.body_text}
    return {**about, **note.fields["call"]}
