"""Messages that leave in parts: what became of a part in doubt, and going on with those that have not left."""

from django.utils import timezone

from percaya.channels.contract import OutcomeKind
from percaya.channels.contract.abilities import Stepped
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.deliveries import mark_delivery, name_parts, send_again
from percaya.core.tickets.events import PartTold
from percaya.core.tickets.models import Delivery, Message
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.composing import outgoing
from percaya.stages.delivery.holding import queue
from percaya.stages.delivery.models import Attempt
from percaya.stages.delivery.steps import done_so_far, external_ids, next_parcel
from percaya.stages.delivery.ways import way_out

_SYSTEM = Actor.system()
_LEFT = (Delivery.SENT, Delivery.DELIVERED, Delivery.READ)


def told(event: PartTold, event_id: int) -> None:
    """The provider speaks of a message of which nobody knew whether it (or a later part of it) had left. That very part has; what
    comes after it leaves now, and nothing is said twice."""
    message = Message.objects.select_related("ticket", "account", "account__workspace").get(pk=event.message)
    if message.delivery_state != Delivery.UNKNOWN:
        return
    known, doubt = external_ids(message), _in_doubt(message)
    if doubt is None:
        mark_delivery(message=message, state=event.state, by=_SYSTEM)
    elif event.external_id not in known and (doubt.step == event.step if event.step else not known):
        settle(doubt, event.external_id)
        name_parts(message=message, external_ids=external_ids(message))
        if not _goes_on(message):
            mark_delivery(message=message, state=event.state, by=_SYSTEM)


def going_on(message_id: int) -> Message | None:
    """A message whose first part is known to have left, or to have been read, while a later one may still have to. (Of one that
    leaves in a single step nothing is kept that could be gone on with.)"""
    message = Message.objects.select_related("ticket").filter(pk=message_id, delivery_state__in=_LEFT).first()
    last = Attempt.objects.filter(message_id=message_id).order_by("-pk").first()
    if message is None or last is None or last.permanent or last.outcome == OutcomeKind.UNKNOWN:
        return None
    if last.phase == "handed" and last.step and not external_ids(message):
        settle(last, message.external_id)  # we died before the answer, and the provider has told of it meanwhile
    return message if external_ids(message) else None


def settle(attempt: Attempt, external_id: str) -> None:
    """It was taken, as the provider says elsewhere than in its answer."""
    attempt.phase, attempt.outcome, attempt.ended_at = "ended", OutcomeKind.SENT, timezone.now()
    attempt.proof = external_id[:300]
    attempt.answer = {"code": 200, "repeatable": False, "external_id": external_id}
    attempt.save()


def _in_doubt(message: Message) -> Attempt | None:
    last = Attempt.objects.filter(message=message).order_by("-pk").first()
    return last if last is not None and (last.phase == "handed" or last.outcome == OutcomeKind.UNKNOWN) else None


def _goes_on(message: Message) -> bool:
    kind, account = way_out(message.workspace_id, message.channel, message.account)
    if not isinstance(kind, Stepped) or account is None:
        return False
    try:
        is_more = next_parcel(kind, outgoing(message, kind.key), facts(account), done_so_far(message)) is not None
    except ValueError:
        return False
    if is_more and send_again(message=message, by=_SYSTEM):
        queue(message)
    return is_more
