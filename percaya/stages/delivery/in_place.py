"""Answers that never leave the house: they stand where the customer's page looks. Nothing is handed over, so nothing can be
handed over twice; what every other message needs for that is left out."""

from django.db import transaction
from django.utils import timezone

from percaya.channels.contract import Address, Answer, Channel, OutcomeKind, Outgoing
from percaya.channels.registry import channel
from percaya.core import public_ids
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.forwarding import ASIDE
from percaya.core.tickets.models import Delivery, Message
from percaya.core.workspace.actions.accounts import report_milestone, report_traffic
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.core.written import insert
from percaya.stages.delivery.holding import waits_behind
from percaya.stages.delivery.models import Attempt
from percaya.stages.delivery.trying import mark
from percaya.stages.delivery.ways import recipient

_written: Prepared[Message] = Prepared(
    lambda message: Message.objects.select_related("ticket__workspace", "account__workspace").filter(pk=message), message=int
)

_waiting: Prepared[Message] = Prepared(
    lambda ticket, message: Message.objects.only("pk").filter(
        ticket_id=ticket, direction="outbound", delivery_state__in=(Delivery.HELD, Delivery.QUEUED), pk__lt=message
    )[:1],
    ticket=int, message=int,
)  # fmt: skip


def put_at_once(message_id: int) -> bool:
    """Within the transaction that writes it, unless words before it still wait or there is anything to say about it: then it is
    a job, as for every channel."""
    message = _written.ask(message=message_id)[0]
    account = message.account
    if account is None or message.ticket.workspace.is_demo or message.delivery_state != Delivery.QUEUED:
        return False
    kind = channel(message.channel)
    if not stands_in_place(message, kind, account) or _waiting.ask(ticket=message.ticket_id, message=message_id):
        return False
    to = recipient(message.ticket, kind)
    if to is not None:
        _put(message, kind, account, to)
    return to is not None


def stands_in_place(message: Message, kind: Channel, account: ChannelAccount) -> bool:
    """A plain answer in a live channel that is connected, not paused, and holds nothing back before it."""
    is_plain = not message.auto and ASIDE not in message.fields and not message.addressed.get("to")
    is_open = account.is_active and account.disconnected_at is None and not account.trouble
    return kind.capabilities.live and is_plain and is_open and waits_behind(message, account) is None


def put_in_place(message: Message, kind: Channel, account: ChannelAccount) -> None:
    """Named and sent in one transaction; failed where no customer is at the other end."""
    _put(message, kind, account, recipient(message.ticket, kind))


def _put(message: Message, kind: Channel, account: ChannelAccount, to: Address | None) -> None:
    out = Outgoing(
        message_token=public_ids.encode("message", message.pk),
        ticket_token=public_ids.encode("ticket", message.ticket_id),
        ticket_number=message.ticket.number,
        to=(to,) if to else (),
    )
    try:
        parcel = kind.compose(out, facts(account, with_addresses=False))
    except ValueError as nobody:
        mark(message, Delivery.FAILED, reason=str(nobody), code="not-sendable")
        return
    proof = kind.interpret(parcel, Answer(code=250)).proof
    with transaction.atomic():
        attempt = Attempt(
            workspace_id=message.workspace_id, message=message, carrier=parcel.carrier, phase="ended",
            outcome=OutcomeKind.SENT, proof=proof, ended_at=timezone.now(),
        )  # fmt: skip
        insert(attempt)
        mark(message, Delivery.SENT, reason=proof, external_id=parcel.external_id)
    report_traffic(account.pk, inbound=False, known=account.last_out_at)
    if "outbound" not in account.milestones:
        report_milestone(account.pk, "outbound")
