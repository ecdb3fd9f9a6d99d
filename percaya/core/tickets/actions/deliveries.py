"""What became of an outbound message. "Sent" is a claim with proof; an unknown outcome is shown as unknown."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from percaya.core.journal.actor import Actor
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.actions.forwarding import ASIDE
from percaya.core.tickets.actions.waiting import begin_waiting
from percaya.core.tickets.events import DeliveryChanged, PartTold, StateChanged
from percaya.core.tickets.models import Delivery, Message, Ticket
from percaya.core.written import update

PLAYED = "played"  # in a message's fields: when it was listened to
_claimed: Prepared[Message] = Prepared(
    lambda message: _lockable().select_related("ticket__workspace", "account").filter(pk=message), message=int
)
_locked: Prepared[Message] = Prepared(lambda message: _lockable().filter(pk=message), message=int)
_failed: Prepared[Message] = Prepared(
    lambda ticket: Message.objects.only("pk").filter(ticket_id=ticket, delivery_state=Delivery.FAILED, auto="")[:1], ticket=int
)
_CAME = (Delivery.SENT, Delivery.DELIVERED, Delivery.READ)
_RANK = {"held": 0, "queued": 1, "unknown": 2, "sent": 3, "delivered": 4, "read": 5}


@transaction.atomic
def begin_sending(*, message_id: int) -> Message | None:
    """Claim a message for sending: from held to queued. ``None`` when it was taken back, is done already, or is gone
    with its (demo) workspace."""
    message = next(iter(_claimed.ask(message=message_id)), None)
    if message is None or message.delivery_state not in (Delivery.HELD, Delivery.QUEUED) or "scheduled" in message.fields:
        return None
    if message.delivery_state == Delivery.HELD:
        Message.objects.filter(pk=message_id).update(delivery_state=Delivery.QUEUED, delivery_at=timezone.now())
    return message


@transaction.atomic
def mark_delivery(
    *, message: Message, state: str, reason: str = "", code: str = "", external_id: str = "", of_part: bool = False, by: Actor
) -> bool:
    """Note where a message is. News that comes late or twice changes nothing (``False``): delivered never falls back
    to sent. A failure after "sent" (a bounce) takes "answered" back: the customer waits again, and a ticket that was put
    aside with those words comes back. ``of_part``: a later part has failed or is in doubt, so the whole is, however far the
    first part has come."""
    ticket = hold(message.ticket_id)
    message = _locked.ask(message=message.pk)[0]
    if message.ticket_id != ticket.pk:  # a merge or a split was quicker
        ticket = hold(message.ticket_id)
    worse = of_part and state in (Delivery.FAILED, Delivery.UNKNOWN) and message.delivery_state in _CAME
    if not worse and not _is_news(message.delivery_state, state):
        return False
    message.delivery_state, message.delivery_reason, message.delivery_code = state, reason[:300], code[:24]
    message.delivery_at = timezone.now()
    message.external_id = external_id[:250] or message.external_id
    update(message, "delivery_state", "delivery_reason", "delivery_code", "delivery_at", "external_id")
    _tell_ticket(ticket, message)
    commit(ticket, DeliveryChanged, by=by, message=message.pk, state=state, code=code[:24])
    if _leaves_unanswered(message) and ticket.state in ("resolved", "waiting_customer"):
        before, ticket.state = ticket.state, "open"
        ticket.resolved_at = None
        commit(ticket, StateChanged, by=by, state="open", before=before, reason="delivery_failed")
    return True


@transaction.atomic
def tell_part(*, message: Message, step: str, external_id: str, state: str, by: Actor) -> None:
    """The other side speaks of a message in doubt, or of one part of it: delivery knows which and what follows."""
    ticket = hold(message.ticket_id)
    commit(ticket, PartTold, by=by, message=message.pk, step=step[:24], external_id=external_id[:250], state=state)


@transaction.atomic
def note_played(*, message: Message, at: datetime | None = None, by: Actor) -> bool:
    """A voice note was listened to, which is more than read (``fields["played"]``). ``False``: known already."""
    mark_delivery(message=message, state=Delivery.READ, by=by)
    ticket = hold(message.ticket_id)
    row = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    if PLAYED in row.fields:
        return False
    row.fields = {**row.fields, PLAYED: (at or timezone.now()).isoformat()}
    row.save(update_fields=["fields"])
    commit(ticket, DeliveryChanged, by=by, message=row.pk, state=PLAYED)
    return True


@transaction.atomic
def send_again(*, message: Message, by: Actor) -> bool:
    """Queue a failed or unknown message once more, on a person's word. ``False`` when it is neither."""
    ticket = hold(message.ticket_id)
    rows = Message.objects.filter(pk=message.pk, delivery_state__in=(Delivery.FAILED, Delivery.UNKNOWN))
    if not rows.update(delivery_state=Delivery.QUEUED, delivery_reason="", delivery_code="", delivery_at=timezone.now()):
        return False
    message.refresh_from_db()
    _tell_ticket(ticket, message)
    commit(ticket, DeliveryChanged, by=by, message=message.pk, state=Delivery.QUEUED)
    return True


def name_outgoing(*, message: Message, external_id: str) -> None:
    """Write down the id a message goes out under, before it leaves: what comes back can then always be matched."""
    Message.objects.filter(pk=message.pk).update(external_id=external_id[:250])


@transaction.atomic
def name_parts(*, message: Message, external_ids: Sequence[str]) -> None:
    """The other side's own ids, once it has given them: the first is the message's, those of later parts are kept beside."""
    if not external_ids:
        return
    hold(message.ticket_id)  # the ticket first, as everybody locks them
    row = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    row.external_id = external_ids[0][:250]
    if len(external_ids) > 1:
        row.fields = {**row.fields, "external_ids": list(external_ids[1:])}
    row.save(update_fields=["external_id", "fields"])


@transaction.atomic
def explain_waiting(*, message: Message, reason: str, code: str, by: Actor) -> None:
    """A queued message waits for something outside of it: say why, beside it. Saying the same again records nothing."""
    ticket = hold(message.ticket_id)
    rows = Message.objects.filter(pk=message.pk, delivery_state=Delivery.QUEUED)
    if rows.exclude(delivery_reason=reason[:300], delivery_code=code[:24]).update(
        delivery_reason=reason[:300], delivery_code=code[:24]
    ):
        commit(ticket, DeliveryChanged, by=by, message=message.pk, state=Delivery.QUEUED, code=code[:24])


def _lockable() -> QuerySet[Message]:
    return Message.objects.select_for_update(of=("self",), no_key=True)


def _is_news(now: str, then: str) -> bool:
    if then == Delivery.FAILED:
        return now not in (Delivery.FAILED, Delivery.READ, Delivery.CANCELLED)
    if now in (Delivery.FAILED, Delivery.CANCELLED):
        return now == Delivery.FAILED and then in (Delivery.DELIVERED, Delivery.READ)
    return _RANK.get(then, 0) > _RANK.get(now, -1)


def _tell_ticket(ticket: Ticket, message: Message) -> None:
    # A receipt that did not arrive is said on the message; the row shouts for what a person wrote.
    ticket.failed_delivery = bool(_failed.ask(ticket=ticket.pk))
    if _leaves_unanswered(message):
        waited = parse_datetime(message.fields.get("undo", {}).get("waiting_since") or "")
        if waited is not None and ticket.waiting_since is None:
            begin_waiting(ticket, waited)


def _leaves_unanswered(message: Message) -> bool:
    """A person's words did not arrive, and none that came after did either."""
    if message.delivery_state != Delivery.FAILED or message.auto or ASIDE in message.fields:
        return False
    later = Message.objects.filter(ticket_id=message.ticket_id, pk__gt=message.pk, direction="outbound", auto="")
    later = later.exclude(fields__has_key=ASIDE).exclude(fields__has_key="scheduled")
    return not later.exclude(delivery_state__in=(Delivery.FAILED, Delivery.CANCELLED)).exists()
