"""What the customer of a ticket may know of it: never what was said with another customer whose ticket was merged into it,
nor what we asked third parties."""

from django.db.models import Q, QuerySet

from percaya.core.tickets.actions.forwarding import ASIDE
from percaya.core.tickets.models import Delivery, Direction, Message, Ticket
from percaya.core.tickets.queries.joinings import living

_HIDDEN = (Delivery.HELD, Delivery.CANCELLED)  # may still be taken back, or was


def public_messages(ticket: Ticket) -> QuerySet[Message]:
    """What both sides wrote to each other. Machines' mail (bounces, out-of-office, our receipts) is left out."""
    rows = said_with_customer(ticket).filter(auto="")
    return rows.exclude(Q(direction=Direction.OUTBOUND) & Q(delivery_state__in=_HIDDEN))


def said_with_customer(ticket: Ticket) -> QuerySet[Message]:
    """The talk between us and the customer of this ticket, also where it went on in another customer's. No notes."""
    home = living(ticket)
    own = Q(ticket=ticket) | Q(ticket=home, came_from=ticket) if home.pk != ticket.pk else Q(ticket=ticket)
    rows = Message.objects.filter(own & theirs(ticket.contact_id)).exclude(direction=Direction.NOTE)
    return rows.exclude(fields__has_key=ASIDE)


def theirs(contact_id: int) -> Q:
    """Messages of a ticket that are of that customer's talk: said in it, brought from another ticket of theirs, or their own
    words."""
    return Q(came_from=None) | Q(came_from__contact_id=contact_id) | Q(contact_id=contact_id)
