"""News of what we sent: bounces and delivery marks."""

from percaya.channels.contract import ReceiptIn
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import set_reachability
from percaya.core.people.models import Handle
from percaya.core.tickets.actions.deliveries import mark_delivery
from percaya.core.tickets.models import Message
from percaya.stages.intake.models import Arrival


def note_receipt(arrival: Arrival, receipt: ReceiptIn) -> None:
    """A bounce or mark for a message of ours. One for an id we never gave out changes nothing."""
    rows = Message.objects.filter(workspace_id=arrival.workspace_id, external_id=receipt.external_id[:250], direction="outbound")
    message = rows.select_related("ticket").first()
    if message is None:
        arrival.reason = "unknown-message"
        return
    arrival.ticket_id, arrival.message = message.ticket_id, message
    if receipt.state.value == "delayed":
        return
    state = receipt.state.value
    mark_delivery(message=message, state=state, reason=receipt.reason, code=receipt.code, by=Actor.system())
    if state == "failed" and receipt.permanent and receipt.recipient:
        address = receipt.recipient.lower()
        for handle in Handle.objects.filter(workspace_id=arrival.workspace_id, kind="email", value=address):
            set_reachability(handle=handle, unreachable=receipt.reason or "bounced", by=Actor.system())
