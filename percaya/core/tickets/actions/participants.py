"""People whom a customer brings into their ticket: in copy from then on, until they leave."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.people.models import Contact
from percaya.core.people.queries import holder_of
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.events import ParticipantAdded, ParticipantLeft
from percaya.core.tickets.models import Participant, Ticket

MOST = 10  # in copy of one ticket
LEFT = "left"
CLAIM = "portal"  # an address that somebody else typed in


@transaction.atomic
def bring_in(*, ticket: Ticket, email: str, by: Actor) -> Participant:
    """Put somebody into copy by their address. Raises ``Refused`` for what is no address, is the customer's own, or is one too
    many."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("“%(value)s” is no e-mail address. Nobody was added.") % {"value": email[:120]}) from None
    known = holder_of(ticket.workspace_id, "email", email)
    contact = known.contact if known else None
    if contact is None:
        where = {"workspace_id": ticket.workspace_id, "kind": "email", "value": email}
        contact, _handle = resolve_contact(**where, claim=CLAIM, by=by)  # type: ignore[arg-type]
    return follow_as_customer(ticket=ticket, contact=contact, kind="email", value=email, by=by)


@transaction.atomic
def follow_as_customer(*, ticket: Ticket, contact: Contact, kind: str, value: str, by: Actor) -> Participant:
    """The person is in copy of our answers from now on, by that address of theirs. Raises ``Refused`` as ``bring_in`` does."""
    ticket = hold(ticket.pk)
    if contact.pk == ticket.contact_id:
        raise Refused(_("This is the customer's own address. Nobody was added."))
    people = list(Participant.objects.filter(ticket=ticket))
    found = next((one for one in people if (one.kind, one.value) == (kind, value)), None)
    if found is not None and found.role in ("cc", "requester") and found.contact_id == contact.pk:
        return found
    if sum(one.role == "cc" for one in people) >= MOST:
        raise Refused(_("At most %(count)s people can be in copy. Nobody was added.") % {"count": MOST})
    if found is None:
        found = Participant(workspace_id=ticket.workspace_id, ticket=ticket, kind=kind, value=value, name=contact.name)
    found.role, found.contact = "requester" if found.role == "requester" else "cc", contact
    found.save()
    commit(ticket, ParticipantAdded, by=by, participant=found.pk, role=found.role)
    return found


@transaction.atomic
def stop_following(*, ticket: Ticket, contact: Contact, by: Actor) -> None:
    """The person is no longer in copy, and their own link to the ticket no longer opens it."""
    ticket = hold(ticket.pk)
    for one in Participant.objects.filter(ticket=ticket, contact=contact, role="cc"):
        one.role = LEFT
        one.save(update_fields=["role"])
        commit(ticket, ParticipantLeft, by=by, participant=one.pk)
