"""What tickets do when something happens to their people."""

from percaya.core.journal.actor import Actor
from percaya.core.people.events import ContactsMerged
from percaya.core.people.models import Contact
from percaya.core.tickets.actions.properties import move_to_contact
from percaya.core.tickets.models import Participant, Ticket


def follow_merged_contact(event: ContactsMerged, event_id: int) -> None:
    """The tickets of a contact that was merged away go with it."""
    keep = Contact.objects.get(pk=event.contact)
    for ticket in Ticket.objects.filter(contact_id=event.other, workspace_id=event.workspace_id):
        move_to_contact(ticket=ticket, contact=keep, by=Actor.system())
    Participant.objects.filter(contact_id=event.other).update(contact=keep)
