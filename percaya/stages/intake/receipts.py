"""News of what we sent: bounces and delivery marks."""

from percaya.channels.contract import ReceiptIn, ReceiptState, Word
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.consents import note_wish
from percaya.core.people.actions.contacts import set_reachability
from percaya.core.people.models import Purpose
from percaya.core.tickets.actions.deliveries import mark_delivery, name_outgoing, note_played
from percaya.core.tickets.models import Delivery, Direction, Message
from percaya.stages.intake import finding
from percaya.stages.intake.models import Arrival

_CLOSED = (Word.UNREACHABLE, Word.BLOCKED)
_UNDERWAY = {"delivered": (Delivery.SENT, Delivery.UNKNOWN), "read": (Delivery.SENT, Delivery.DELIVERED, Delivery.UNKNOWN)}
MOST_BEFORE = 200  # messages that one watermark marks; older ones have been marked by earlier ones


def note_receipt(arrival: Arrival, receipt: ReceiptIn) -> bool:
    """A bounce or mark for a message of ours. ``False``: the message it speaks of is not here (yet), and nothing was changed."""
    if receipt.before is not None and not receipt.external_id and not receipt.token:
        return _note_all(arrival, receipt)
    message = finding.by_token(arrival, receipt.token) or finding.ours(arrival, receipt.external_id)
    if message is None:
        return _note_part(arrival, receipt)
    if receipt.external_id and message.external_id != receipt.external_id[:250]:
        name_outgoing(message=message, external_id=receipt.external_id)  # known by our token alone until now
    arrival.ticket_id, arrival.message = message.ticket_id, message
    if receipt.state.value != "delayed":
        _mark(message, receipt)
        _close_address(arrival, receipt)
        _note_wish(message, receipt)
    return True


def _note_part(arrival: Arrival, receipt: ReceiptIn) -> bool:
    """A file that went after its words: when it fails the message has, when it was read all of it was (some vendors name only the
    last part); when it comes, that was said of the first part."""
    message = finding.part_of_ours(arrival, receipt.external_id)
    if message is not None and receipt.state.value in ("failed", "read", "played"):
        _mark(message, receipt)
    return message is not None


def _note_all(arrival: Arrival, receipt: ReceiptIn) -> bool:
    """Everything that went to that person from this account up to a moment. Nobody of that address: nothing of ours."""
    people = set(finding.handles_of(arrival, receipt.recipient).values_list("contact_id", flat=True))
    rows = Message.objects.filter(
        ticket__contact_id__in=people,
        account_id=arrival.account_id,
        direction=Direction.OUTBOUND,
        delivery_state__in=_UNDERWAY.get(receipt.state.value, ()),
        created_at__lte=receipt.before,
    )
    for message in rows.select_related("ticket").order_by("-pk")[:MOST_BEFORE]:
        arrival.ticket_id, arrival.message = message.ticket_id, message
        _mark(message, receipt)
    return True


def _mark(message: Message, receipt: ReceiptIn) -> None:
    if receipt.state is ReceiptState.PLAYED:
        note_played(message=message, at=receipt.at, by=Actor.system())
        return
    code = receipt.code or receipt.word
    mark_delivery(message=message, state=receipt.state.value, reason=receipt.reason, code=code, by=Actor.system())


def _close_address(arrival: Arrival, receipt: ReceiptIn) -> None:
    """A hard bounce closes a mail address; a vendor has to say that it is the address and not the message."""
    if receipt.state.value != "failed" or not receipt.permanent or not receipt.recipient:
        return
    handles = finding.handles_of(arrival, receipt.recipient)
    for handle in handles if receipt.word in _CLOSED else handles.filter(kind="email"):
        set_reachability(handle=handle, unreachable=receipt.reason or "bounced", by=Actor.system())


def _note_wish(message: Message, receipt: ReceiptIn) -> None:
    """The vendor held it back because its reader wants no advertising: nobody has to find that out twice."""
    if receipt.word == Word.NO_MARKETING and receipt.state.value == "failed":
        note_wish(
            contact=message.ticket.contact, purpose=Purpose.MARKETING, channel=message.channel, wanted=False,
            evidence=receipt.reason or receipt.code, at=receipt.at, by=Actor.system(),
        )  # fmt: skip
