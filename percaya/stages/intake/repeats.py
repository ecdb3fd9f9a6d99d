"""Has this message come before? By id and content; without an id by content and its own clock."""

from percaya.channels.contract import MessageIn
from percaya.core.people.models import Contact
from percaya.core.tickets.models import Message
from percaya.stages.intake.models import Arrival


def repeat_of(arrival: Arrival, message: MessageIn) -> Message | None:
    """The same id with the same content came to this account before. (The same id with other content is kept.)"""
    if not message.external_id:
        return None
    rows = Message.objects.filter(
        workspace_id=arrival.workspace_id,
        account_id=arrival.account_id,
        external_id=message.external_id[:250],
        direction="inbound",
    )
    return rows.filter(content_digest=message.content_digest).first()


def nameless_repeat_of(arrival: Arrival, message: MessageIn, contact: Contact) -> Message | None:
    """Without an id, the same words of the same second are the same message (a sender who never heard our 250)."""
    if message.external_id or message.sent_at is None:
        return None
    rows = Message.objects.filter(
        ticket__contact=contact, account_id=arrival.account_id, external_id="", content_digest=message.content_digest
    )
    return rows.filter(direction="inbound").first()


def id_was_used(arrival: Arrival, message: MessageIn) -> bool:
    """The id came before with other content: the message is kept, and said to be odd."""
    if not message.external_id:
        return False
    rows = Message.objects.filter(workspace_id=arrival.workspace_id, external_id=message.external_id[:250])
    return rows.filter(account_id=arrival.account_id, direction="inbound").exists()
