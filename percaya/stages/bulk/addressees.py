"""Whom a reply to many goes to: the one customer of each ticket, and nobody in copy."""

from collections.abc import Sequence

from percaya.channels.registry import channels
from percaya.core.people.models import Handle
from percaya.core.people.queries import address_for, handles
from percaya.core.tickets.models import Participant, Ticket

Addressee = tuple[str, str, str]  # kind, value, name


def addressee(ticket: Ticket) -> Addressee | None:
    """The requester's address on the channel that carries the ticket's replies; ``None`` when none is known."""
    kind = _carried_kind(ticket.channel)
    if not kind:
        return None
    people = Participant.objects.filter(ticket=ticket, kind=kind, role="requester").order_by("pk")
    if one := people.first():
        return one.kind, one.value, one.name
    handle = _own_id(ticket) if kind == "external" else address_for(ticket.contact_id, kind)
    return (handle.kind, handle.value, ticket.contact.name) if handle else None


def _own_id(ticket: Ticket) -> Handle | None:
    """An id that this very channel gave: one of another channel is nobody's here."""
    rows = handles(ticket.contact_id).filter(kind="external", value__startswith=f"{ticket.channel}:")
    return rows.order_by("unreachable", "claim", "-id").first()


def addressees(tickets: Sequence[Ticket]) -> dict[int, Addressee | None]:
    """The same of many tickets, by id: one statement for all whose requester is known."""
    rows = Participant.objects.filter(ticket__in=[ticket.pk for ticket in tickets], role="requester").order_by("-pk")
    known = {(one.ticket_id, one.kind): one for one in rows}  # of several the first
    found: dict[int, Addressee | None] = {}
    for ticket in tickets:
        one = known.get((ticket.pk, _carried_kind(ticket.channel)))
        found[ticket.pk] = (one.kind, one.value, one.name) if one else addressee(ticket)
    return found


def _carried_kind(key: str) -> str:
    """The kind of address that replies on this channel need; "" when it carries none."""
    own = channels().get(key)
    if own is not None and not own.capabilities.sends:
        own = channels().get(own.capabilities.replies_through)
    return str(own.handle_kind) if own is not None else ""
