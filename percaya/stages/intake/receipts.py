"""News of what we sent: bounces and delivery marks."""

from percaya.channels.contract import ReceiptIn, ReceiptState, Word
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.consents import note_wish
from percaya.core.people.actions.contacts import set_reachability
from percaya.core.people.models import Purpose
from percaya.core.tickets.actions.deliveries import mark_delivery, name_outgoing, note_played, tell_part
from percaya.core.tickets.models import Delivery, Direction, Message
from percaya.stages.intake import finding
from percaya.stages.intake.models import Arrival

_ARRIVED = (ReceiptState.SENT, ReceiptState.DELIVERED, ReceiptState.READ, ReceiptState.PLAYED)
_OF_ALL = ("failed", "read", "played")  # said of a part it is true of the whole
_CLOSED = (Word.UNREACHABLE, Word.BLOCKED)
# What is in doubt stays so: "all up to then" says nothing of what may never have left.
_UNDERWAY = {"delivered": (Delivery.SENT,), "read": (Delivery.SENT, Delivery.DELIVERED)}
MOST_BEFORE = 200  # messages that one watermark marks; older ones have been marked by earlier ones


def note_receipt(arrival: Arrival, receipt: ReceiptIn) -> bool:
    """A bounce or mark for a message of ours. ``False``: the message it speaks of is not here (yet), and nothing was changed."""
    if receipt.before is not None and not receipt.external_id and not receipt.token:
        return _note_all(arrival, receipt)
    message = finding.by_token(arrival, receipt.token) or finding.ours(arrival, receipt.external_id)
    if message is not None and receipt.step:
        return _note_named_part(arrival, message, receipt)
    if message is None:
        return _note_part(arrival, receipt)
    if receipt.external_id and message.external_id != receipt.external_id[:250]:
        name_outgoing(message=message, external_id=receipt.external_id)  # known by our token alone until now
    arrival.ticket_id, arrival.message = message.ticket_id, message
    if message.delivery_state == Delivery.UNKNOWN and receipt.state in _ARRIVED:
        state = "read" if receipt.state is ReceiptState.PLAYED else receipt.state.value
        tell_part(message=message, step="", external_id=receipt.external_id, state=state, by=Actor.system())
        return True
    if receipt.state.value != "delayed":
        _mark(message, receipt)
        _close_address(arrival, receipt)
        _note_wish(message, receipt)
    return True


def _note_named_part(arrival: Arrival, message: Message, receipt: ReceiptIn) -> bool:
    """A later part that our own token names, whether its id is known or not."""
    arrival.ticket_id, arrival.message = message.ticket_id, message
    if message.delivery_state == Delivery.UNKNOWN and receipt.state in _ARRIVED:
        told = {"external_id": receipt.external_id, "state": "sent"}  # of the whole no more is known
        tell_part(message=message, step=receipt.step, **told, by=Actor.system())
    elif receipt.state.value in _OF_ALL:
        _mark(message, receipt, of_part=True)
    return True


def _note_part(arrival: Arrival, receipt: ReceiptIn) -> bool:
    """A file that went after its words: when it fails the message has, when it was read all of it was (some vendors name only the
    last part); when it comes, that was said of the first part."""
    message = finding.part_of_ours(arrival, receipt.external_id)
    if message is not None and receipt.state.value in _OF_ALL:
        _mark(message, receipt, of_part=True)
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


def _mark(message: Message, receipt: ReceiptIn, *, of_part: bool = False) -> None:
    if receipt.state is ReceiptState.PLAYED:
        note_played(message=message, at=receipt.at, by=Actor.system())
        return
    code = receipt.code or receipt.word
    said = {"state": receipt.state.value, "reason": receipt.reason, "code": code}
    mark_delivery(message=message, **said, of_part=of_part, by=Actor.system())


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
