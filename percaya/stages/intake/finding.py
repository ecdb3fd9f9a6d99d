"""Which message of ours, or of a customer, news from outside speak of: by our own token, by the vendor's id, within the account's
workspace alone."""

from django.db.models import QuerySet

from percaya.core import public_ids
from percaya.core.people.models import Handle
from percaya.core.tickets.models import Direction, Message
from percaya.stages.intake.models import Arrival

PARTS = "external_ids"  # in a message's fields: the vendor's ids of its later parts
_RECENT = 5000  # messages of the house, of which one that went in parts is looked for


def by_token(arrival: Arrival, token: str) -> Message | None:
    """An outgoing message of this account by ``Outgoing.message_token``."""
    key = public_ids.decode("message", token) if token else None
    return _outgoing(arrival).filter(pk=key, account_id=arrival.account_id).first() if key else None


def ours(arrival: Arrival, external_id: str) -> Message | None:
    return _outgoing(arrival).filter(external_id=external_id[:250]).order_by("pk").first() if external_id else None


def part_of_ours(arrival: Arrival, external_id: str) -> Message | None:
    """A recent message of ours that went in several parts, of which this is a later one."""
    last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = _outgoing(arrival).filter(pk__gt=last - _RECENT, account_id=arrival.account_id, fields__has_key=PARTS)
    return next((one for one in rows.order_by("-pk") if external_id in one.fields[PARTS]), None) if external_id else None


def theirs(arrival: Arrival, external_id: str) -> Message | None:
    """A customer's message that came to this account."""
    rows = Message.objects.select_related("ticket").filter(workspace_id=arrival.workspace_id, external_id=external_id[:250])
    rows = rows.filter(account_id=arrival.account_id, direction=Direction.INBOUND)
    return rows.order_by("-pk").first() if external_id else None


def handles_of(arrival: Arrival, recipient: str) -> QuerySet[Handle]:
    """Those of an address as a receipt names it: mail in lower case, a vendor's id with or without the channel before it."""
    values = {recipient, recipient.lower(), f"{arrival.channel}:{recipient}"}
    return Handle.objects.filter(workspace_id=arrival.workspace_id, value__in=values)


def _outgoing(arrival: Arrival) -> QuerySet[Message]:
    rows = Message.objects.select_related("ticket").filter(workspace_id=arrival.workspace_id)
    return rows.filter(direction=Direction.OUTBOUND)
