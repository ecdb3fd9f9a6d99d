"""Carrying talk on elsewhere: words of ours that went unread where they were said go to another address of the customer."""

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.actions.outbox import Reply, put
from percaya.core.tickets.events import ParticipantAdded, ReplyWritten
from percaya.core.tickets.models import Delivery, Message, Participant, Ticket

OWN_SUBJECT = "own_subject"  # in a message's fields: the subject is the message's, not the ticket's


@transaction.atomic
def carry_on(
    *, ticket: Ticket, text: str, subject: str, address: tuple[str, str], channel: str, account_id: int, send_key: str, by: Actor
) -> Message:
    """Send ``text`` to that address (kind, value) of the customer, through that account. It is a machine's message: it answers
    nothing. Whoever answers from that address answers in this ticket. The same ``send_key`` sends once."""
    ticket = hold(ticket.pk)
    if sent := Message.objects.filter(ticket=ticket, send_key=send_key).first():
        return sent
    now = timezone.now()
    reply = Reply(text=text, to=[(*address, ticket.contact.name)], send_key=send_key)
    message = put(
        ticket, reply, member=None, by=by, auto="auto-reply", fields={OWN_SUBJECT: True}, channel=channel,
        account_id=account_id, subject=subject[:250], delivery_state=Delivery.QUEUED, delivery_at=now, send_after=now,
        created_at=now,
    )  # fmt: skip
    commit(ticket, ReplyWritten, by=by, message=message.pk, send_after=now, automatic=True, to_customer=True)
    _invite(ticket, address, by)
    return message


def _invite(ticket: Ticket, address: tuple[str, str], by: Actor) -> None:
    kind, value = address
    participant, is_new = Participant.objects.get_or_create(
        ticket=ticket,
        kind=kind,
        value=value,
        defaults={
            "workspace_id": ticket.workspace_id,
            "name": ticket.contact.name,
            "role": "requester",
            "contact_id": ticket.contact_id,
        },
    )
    if is_new:
        commit(ticket, ParticipantAdded, by=by, participant=participant.pk, role="requester")
