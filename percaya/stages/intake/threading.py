"""Which ticket a message belongs to, by evidence: our signed tokens, then ids of messages of a ticket whose people the
sender is one of, then the channel's own conversation. Never a number in the subject."""

from dataclasses import dataclass

from django.db.models import Q

from percaya.channels.contract import Channel, MessageIn
from percaya.core import public_ids
from percaya.core.people.models import Contact
from percaya.core.tickets.models import Message, Participant, Ticket


@dataclass(frozen=True)
class Place:
    """The ticket, and whether the sender was one of its people before (a stranger with a token is a third party).
    ``origin`` is the ticket that the evidence names, where that one was merged into ``ticket``. ``evidence``: token,
    message-id, conversation, running."""

    ticket: Ticket
    is_known: bool
    origin: Ticket | None = None
    evidence: str = ""


def place(message: MessageIn, channel: Channel, contact: Contact, account_id: int | None) -> Place | None:
    """Where the message belongs; ``None`` for a new ticket."""
    found = _by_token(message, contact) or _by_ids(message, contact)
    if found is None:
        found = _by_conversation(message, channel, contact, account_id)
    return found and Place(_living(found.ticket), found.is_known, found.ticket, found.evidence)


def _by_token(message: MessageIn, contact: Contact) -> Place | None:
    for token in message.thread.tokens:
        ticket_id = public_ids.decode("ticket", token) or 0
        rows = Ticket.objects.filter(pk=ticket_id, workspace_id=contact.workspace_id)
        if ticket := rows.first():
            return Place(ticket, _takes_part(ticket, message, contact), evidence="token")
    return None


def _by_ids(message: MessageIn, contact: Contact) -> Place | None:
    """An id that anybody may have seen counts only from somebody who takes part."""
    ids = [external_id[:250] for external_id in message.thread.external_ids if external_id][:25]
    if not ids:
        return None
    rows = Message.objects.filter(workspace_id=contact.workspace_id, external_id__in=ids).select_related("ticket", "came_from")
    by_id = {row.external_id: _home(row) for row in rows}
    for external_id in ids:
        ticket = by_id.get(external_id)
        if ticket is not None and _takes_part(ticket, message, contact):
            return Place(ticket, True, evidence="message-id")
    return None


def _by_conversation(message: MessageIn, channel: Channel, contact: Contact, account_id: int | None) -> Place | None:
    """Chats have one running ticket a person; a named conversation has one ticket."""
    rows = Ticket.objects.filter(contact=contact, account_id=account_id).order_by("-id")
    if message.thread.conversation:
        said = Message.objects.filter(Q(ticket__in=rows) | Q(came_from__in=rows))
        said = said.filter(fields__conversation=message.thread.conversation).select_related("ticket", "came_from")
        first = said.order_by("-id").first()
        return Place(_home(first), True, evidence="conversation") if first else None
    if channel.capabilities.conversational:
        running = rows.exclude(state="closed").filter(is_spam=False).first()
        return Place(running, True, evidence="running") if running else None
    return None


def _takes_part(ticket: Ticket, message: MessageIn, contact: Contact) -> bool:
    if ticket.contact_id == contact.pk:
        return True
    address = (message.sender.kind.value, message.sender.value.lower())
    return Participant.objects.filter(ticket=ticket, kind=address[0], value=address[1]).exclude(role="left").exists()


def _home(message: Message) -> Ticket:
    """The ticket whose people may answer to a message: the one it was said in, also after that one was merged away."""
    origin = message.came_from
    return origin if origin is not None and origin.merged_into_id else message.ticket


def _living(ticket: Ticket) -> Ticket:
    """What was merged away continues where it went."""
    for _hop in range(10):
        if ticket.merged_into is None:
            return ticket
        ticket = ticket.merged_into
    return ticket
