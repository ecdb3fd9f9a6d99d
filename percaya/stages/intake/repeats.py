"""Has this message come before? By id and content; without an id by content and its own clock."""

from percaya.channels.contract import MessageIn
from percaya.core.people.models import Contact
from percaya.core.prepared import Kind, Prepared
from percaya.core.tickets.models import Message
from percaya.stages.intake.models import Arrival

_KEY: dict[str, Kind] = {"workspace_id": int, "account_id": int, "external_id": str}
_named: Prepared[Message] = Prepared(
    lambda **key: Message.objects.filter(**key, direction="inbound").order_by("pk").only("pk")[:1], **_KEY
)
_same: Prepared[Message] = Prepared(
    lambda digest, **key: Message.objects.filter(**key, direction="inbound", content_digest=digest).order_by("pk")[:1],
    **_KEY,
    digest=str,
)


def repeat_of(arrival: Arrival, message: MessageIn) -> Message | None:
    """The same id with the same content came to this account before. (The same id with other content is kept.)"""
    if not message.external_id:
        return None
    found = _same.ask(**_key(arrival, message), digest=message.content_digest)
    return found[0] if found else None


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
    return bool(_named.ask(**_key(arrival, message)))


def _key(arrival: Arrival, message: MessageIn) -> dict[str, int | str]:
    return {
        "workspace_id": arrival.workspace_id,
        "account_id": arrival.account_id or 0,
        "external_id": message.external_id[:250],
    }
