"""What tickets do when something happens to their people."""

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.people.events import ContactsMerged, ContactsSeparated
from percaya.core.people.models import Contact
from percaya.core.tickets.actions.properties import move_to_contact
from percaya.core.tickets.models import Participant, Ticket


def follow_merged_contact(event: ContactsMerged, event_id: int) -> None:
    """The tickets of a contact that was merged away go with it."""
    keep = Contact.objects.get(pk=event.contact)
    for ticket in Ticket.objects.filter(contact_id=event.other, workspace_id=event.workspace_id):
        move_to_contact(ticket=ticket, contact=keep, by=Actor.system())
    Participant.objects.filter(contact_id=event.other).update(contact=keep)


def follow_separated_contact(event: ContactsSeparated, event_id: int) -> None:
    """A merge was taken back: the tickets that it moved go back, those that came since stay."""
    back = Contact.objects.get(pk=event.other)
    there = {ticket.pk: ticket for ticket in Ticket.objects.filter(contact_id=event.contact, workspace_id=event.workspace_id)}
    moves = EventRow.objects.filter(stream_type="ticket", kind="ticket.contact_changed", cause_id=event.merge)
    for ticket_id in moves.filter(stream_id__in=list(there)).order_by("id").values_list("stream_id", flat=True):
        move_to_contact(ticket=there[ticket_id], contact=back, by=Actor.system())
