"""Which ticket a message belongs to, by evidence: our signed tokens, then ids of messages of a ticket whose people the
sender is one of, then the channel's own conversation. Never a number in the subject.

A chat has no threads: one open ticket of the person at the account takes what they write, also while it sleeps. A resolved one
opens again within the business's window (core/workspace/talks), later words begin a follow-up of it. What was marked as spam
goes on there while it keeps coming; after a silence somebody looks at a new one. What was merged goes on where it went.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from percaya.channels.contract import Channel, MessageIn
from percaya.core import public_ids
from percaya.core.people.models import Contact
from percaya.core.prepared import Prepared
from percaya.core.tickets.models import Direction, Message, Participant, Ticket
from percaya.core.workspace.talks import reopen_span

_TALKS = ("conversation", "running")
_LOOKED_AT = 20  # of a person's newest tickets at an account

_heard = Message.objects.filter(ticket=OuterRef("pk"), direction=Direction.INBOUND).order_by("-id")
# Of a person at an account, newest first; beside each what its customer said last.
_newest: Prepared[Ticket] = Prepared(
    lambda contact, account: (
        Ticket.objects.filter(contact_id=contact, account_id=account)
        .annotate(
            heard=Subquery(_heard.values("pk")[:1]),
            talk=Subquery(_heard.values("fields__conversation")[:1]),
            is_moved=Exists(Message.objects.filter(ticket=OuterRef("pk"), moved_at__isnull=False)),
        )
        .order_by("-id")[:_LOOKED_AT]
    ),
    contact=int,
    account=int,
)


@dataclass(frozen=True)
class Place:
    """The ticket, and whether the sender was one of its people before (a stranger with a token is a third party).
    ``origin`` is the ticket that the evidence names, where that one was merged into ``ticket``. ``evidence``: token,
    message-id, conversation, running. ``is_over``: what a person writes now is a follow-up of it, a ticket of its own."""

    ticket: Ticket
    is_known: bool
    origin: Ticket | None = None
    evidence: str = ""
    is_over: bool = False


def place(
    message: MessageIn, channel: Channel, contact: Contact, account_id: int | None, *, at: datetime | None = None
) -> Place | None:
    """Where the message belongs, coming ``at`` that moment (now, if it is not said); ``None`` for a new ticket."""
    found = _by_token(message, contact) or _by_ids(message, contact)
    if found is None:
        found = _by_conversation(message, channel, contact, account_id)
    if found is None:
        return None
    ticket = _living(found.ticket)
    is_over = ticket.state == "closed" or (found.evidence in _TALKS and _has_ended(ticket, account_id, at or timezone.now()))
    return Place(ticket, found.is_known, found.ticket, found.evidence, is_over)


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
    if not (message.thread.conversation or channel.capabilities.conversational):
        return None
    last = _newest.ask(contact=contact.pk, account=account_id) if account_id else []
    if message.thread.conversation:
        home = _heard_last(last, message.thread.conversation) or _heard_ever(message.thread.conversation, contact, account_id)
        return Place(home, True, evidence="conversation") if home else None
    open_one = next((one for one in last if one.is_open and not one.is_spam), None)
    running = open_one or next(iter(last), None)
    return Place(running, True, evidence="running") if running else None


def _heard_last(last: list[Ticket], conversation: str) -> Ticket | None:
    """The ticket whose customer spoke last in that conversation: so it is for all but the first words of one, at the same price
    however long the talk is. ``None`` where merges or splits leave that open."""
    if any(one.merged_into_id or vars(one)["is_moved"] for one in last):
        return None
    speaking = [one for one in last if vars(one)["talk"] == conversation]
    return max(speaking, key=lambda one: vars(one)["heard"], default=None)


def _heard_ever(conversation: str, contact: Contact, account_id: int | None) -> Ticket | None:
    """Where anything of it stands: in the person's tickets, or in those that they were merged into."""
    own = set(Ticket.objects.filter(contact=contact, account_id=account_id).values_list("pk", flat=True))
    homes, step = set(own), own
    while step:
        merged = Ticket.objects.filter(pk__in=step).exclude(merged_into=None)
        step = {int(into) for into in merged.values_list("merged_into", flat=True) if into} - homes
        homes |= step
    said = Message.objects.filter(ticket__in=homes, fields__conversation=conversation).select_related("ticket", "came_from")
    first = said.filter(Q(ticket__in=own) | Q(came_from__in=own)).order_by("-id").first()
    return _home(first) if first else None


def _has_ended(ticket: Ticket, account_id: int | None, at: datetime) -> bool:
    """Resolved, or spam, for longer than the window."""
    if ticket.is_spam:
        since = ticket.last_inbound_at or ticket.created_at
    elif ticket.state == "resolved" and ticket.resolved_at is not None:
        since = ticket.resolved_at
    else:
        return False
    return at >= since + reopen_span(ticket.workspace_id, account_id)


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
