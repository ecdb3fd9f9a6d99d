"""Getting a message out: claimed, composed, named, handed over, and its outcome written down as it is."""

import structlog
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from percaya.channels.contract import AccountFacts, Answer, Channel, Outcome, OutcomeKind, Parcel
from percaya.channels.registry import channel
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import RetryIn, backoff, enqueue, task
from percaya.core.people.actions.contacts import set_reachability
from percaya.core.people.models import Handle
from percaya.core.tickets.actions.deliveries import begin_sending, mark_delivery, name_outgoing, send_again
from percaya.core.tickets.models import Delivery, Message
from percaya.core.workspace.actions.accounts import report_traffic, report_trouble
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.carriers import carry
from percaya.stages.delivery.composing import outgoing
from percaya.stages.delivery.models import Attempt

log = structlog.get_logger(__name__)
TRIES = 10  # over some hours; then it is shown as failed, and a person decides
_SYSTEM = Actor.system()


@task("delivery.send", queue="outbound", attempts=TRIES + 5)
def send(*, message_id: int, event_id: int | None = None) -> None:
    """Send one message, unless it was taken back. Raises ``RetryIn`` when another try may help."""
    message = begin_sending(message_id=message_id)
    if message is not None:
        with translation.override(message.ticket.workspace.language):  # reasons are read by the people of the desk
            _send(message)


def _send(message: Message) -> None:
    if message.ticket.workspace.is_demo:
        _mark(message, Delivery.SENT, reason=_("Demo: nothing really leaves the house."), code="demo")
        return
    if _may_have_left(message):
        reason = _("We were interrupted while sending and cannot tell whether it arrived.")
        _mark(message, Delivery.UNKNOWN, reason=reason)
        return
    kind, account = _way_out(message)
    if account is None:
        reason = _("No channel is connected that could carry this reply.")
        _mark(message, Delivery.FAILED, reason=reason, code="no-account")
        return
    _try(message, kind, account)


@transaction.atomic
def resend(*, message: Message, by: Actor) -> bool:
    """Send a failed or unknown message once more, on a person's word; addresses that bounced get another chance."""
    if not send_again(message=message, by=by):
        return False
    Attempt.objects.filter(message=message, phase="handed").update(phase="ended", outcome=OutcomeKind.UNKNOWN)
    values = [one["value"] for key in ("to", "cc") for one in message.addressed.get(key, [])]
    own = Handle.objects.filter(contact_id=message.ticket.contact_id)
    others = Handle.objects.filter(workspace_id=message.workspace_id, value__in=values)
    for handle in (own | others).exclude(unreachable=""):
        set_reachability(handle=handle, unreachable="", by=by)
    enqueue(
        "delivery.send",
        args={"message_id": message.pk},
        order_key=f"ticket:{message.ticket_id}",
        unique_key=f"send:{message.pk}",
        workspace_id=message.workspace_id,
    )
    return True


def _way_out(message: Message) -> tuple[Channel, ChannelAccount | None]:
    """The channel and account that carry the reply: the ticket's own, or those its channel says replies go through."""
    kind = channel(message.channel)
    if not kind.capabilities.replies_through:
        return kind, message.account
    kind = channel(kind.capabilities.replies_through)
    rows = ChannelAccount.objects.filter(workspace_id=message.workspace_id, channel=kind.key, is_active=True)
    preferred = (message.account.settings.get("replies_from") if message.account else "") or ""
    return kind, rows.filter(address=preferred).first() or rows.order_by("pk").first()


def _try(message: Message, kind: Channel, account: ChannelAccount) -> None:
    known = facts(account)
    try:
        parcel = kind.compose(outgoing(message, kind.handle_kind.value), known)
    except ValueError as nobody:
        _mark(message, Delivery.FAILED, reason=str(nobody), code="not-sendable")
        return
    if closed := _closed_address(message, parcel):
        _mark(message, Delivery.FAILED, reason=closed, code="suppressed", external_id=parcel.external_id)
        return
    name_outgoing(message=message, external_id=parcel.external_id)
    attempt = Attempt.objects.create(workspace_id=message.workspace_id, message=message, carrier=parcel.carrier)
    answer = _carry(parcel, known, attempt)
    outcome = kind.interpret(parcel, answer)
    with transaction.atomic():  # together: an attempt that ended well beside a message still queued would go out twice
        _end(attempt, outcome)
        again = _conclude(message, account, outcome)
    if again is not None:
        raise RetryIn(again, outcome.reason)


def _carry(parcel: Parcel, account: AccountFacts, attempt: Attempt) -> Answer:
    def handing() -> None:
        # Committed before the bytes leave: should we die now, the next try knows that it may have been sent.
        Attempt.objects.filter(pk=attempt.pk).update(phase="handed")

    return carry(parcel, account, handing)


def _end(attempt: Attempt, outcome: Outcome) -> None:
    attempt.phase, attempt.outcome, attempt.permanent = "ended", outcome.kind, outcome.permanent
    attempt.code, attempt.reason, attempt.proof = outcome.code[:24], outcome.reason[:300], outcome.proof[:300]
    attempt.ended_at = timezone.now()
    attempt.save()


def _conclude(message: Message, account: ChannelAccount, outcome: Outcome) -> float | None:
    """Note what became of it; seconds until another try, if one may help."""
    tries = Attempt.objects.filter(message=message, started_at__gte=message.delivery_at).count()  # since it was (re)sent
    log.info("delivery_tried", message=message.pk, ticket=message.ticket_id, outcome=outcome.kind, code=outcome.code)
    if outcome.kind == OutcomeKind.SENT:
        refused = "; ".join(f"{who}: {why}" for who, why in outcome.refused)
        _mark(message, Delivery.SENT, reason=refused or outcome.proof, code=outcome.code)
        report_traffic(account.pk, inbound=False)
        report_trouble(account.pk, "")
    elif outcome.kind == OutcomeKind.UNKNOWN:
        _mark(message, Delivery.UNKNOWN, reason=outcome.reason, code=outcome.code)
    elif outcome.permanent or tries >= TRIES:
        _mark(message, Delivery.FAILED, reason=outcome.reason, code=outcome.code)
    else:
        report_trouble(account.pk, outcome.reason)
        return outcome.retry_after or backoff(tries)
    return None


def _may_have_left(message: Message) -> bool:
    """An earlier try was cut off after the bytes were handed over: sending again might say it twice."""
    return Attempt.objects.filter(message=message, phase="handed").exists()


def _closed_address(message: Message, parcel: Parcel) -> str:
    """The reason why an address is closed (it bounced for good), if every recipient's is."""
    rows = Handle.objects.filter(workspace_id=message.workspace_id, value__in=[one.lower() for one in parcel.recipients])
    closed = dict(rows.exclude(unreachable="").values_list("value", "unreachable"))
    if parcel.recipients and all(one.lower() in closed for one in parcel.recipients):
        return next(iter(closed.values()))
    return ""


def _mark(message: Message, state: str, *, reason: str = "", code: str = "", external_id: str = "") -> None:
    mark_delivery(message=message, state=state, reason=reason, code=code, external_id=external_id, by=_SYSTEM)
