"""How an account fares: what waits, what is held, what did not arrive of late."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from percaya.core.tickets.models import Delivery, Message
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.models import Failure, Held

LATELY = timedelta(hours=24)
_SHOWN = 20
_BACK = 20_000  # messages: what still waits is young, and nobody reads a whole history to count it


@dataclass(frozen=True, kw_only=True)
class Failed:
    """A message that did not arrive (``failed``) or of which nobody knows (``unknown``)."""

    ticket_number: int
    message_id: int
    state: str
    reason: str
    code: str
    at: datetime
    author: str


@dataclass(frozen=True, kw_only=True)
class Health:
    """``waiting``: on their way out; ``held``: until the account is mended, since ``held_since``. ``failures`` of the last day,
    newest first; ``failed`` counts them all."""

    waiting: int
    held: int
    held_since: datetime | None
    failed: int
    failures: list[Failed] = field(default_factory=list)


def health(account: ChannelAccount) -> Health:
    """Six statements, whatever the age of the desk."""
    held = Held.objects.filter(account=account)
    first = held.order_by("since").values_list("since", flat=True).first()
    newest = Message.objects.aggregate(newest=Max("pk"))["newest"] or 0
    queued = Message.objects.filter(pk__gt=newest - _BACK, account=account, delivery_state=Delivery.QUEUED)
    count = held.count()
    lately = Failure.objects.filter(account=account, at__gt=timezone.now() - LATELY)
    lately = lately.filter(message__delivery_state__in=(Delivery.FAILED, Delivery.UNKNOWN))
    rows = lately.select_related("message__ticket").order_by("-at")[:_SHOWN]
    return Health(
        waiting=max(0, queued.count() - count), held=count, held_since=first, failed=lately.count(),
        failures=[_failed(row) for row in rows],
    )  # fmt: skip


def _failed(row: Failure) -> Failed:
    message = row.message
    return Failed(
        ticket_number=message.ticket.number, message_id=message.pk, state=message.delivery_state,
        reason=message.delivery_reason, code=message.delivery_code, at=row.at, author=message.author_name,
    )  # fmt: skip
