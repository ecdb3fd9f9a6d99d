"""Messages that wait because their account is in trouble: nothing is lost, none of their tries is used up, and one of them asks
again from time to time whether the account has been mended."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import set_alarm
from percaya.core.journal.jobs import enqueue, task
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.deliveries import explain_waiting
from percaya.core.tickets.models import Delivery, Message
from percaya.core.workspace.events import AccountChanged
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.models import Held

EVERY = timedelta(minutes=15)
_earlier: Prepared[Held] = Prepared(
    lambda account, ticket, message: Held.objects.filter(
        account_id=account, message__ticket_id=ticket, message_id__lt=message
    ).select_related("message").order_by("message_id")[:1],
    account=int, ticket=int, message=int,
)  # fmt: skip
_WAITING = (Delivery.QUEUED, Delivery.SENT, Delivery.DELIVERED, Delivery.READ)  # of the latter a later part is held


@transaction.atomic
def hold_back(message: Message, account: ChannelAccount, *, reason: str, code: str = "", word: str = "") -> None:
    """It stays queued, and says why; tried again when the account is changed, and every quarter of an hour."""
    defaults = {"workspace_id": message.workspace_id, "account": account, "word": word, "since": timezone.now()}
    Held.objects.get_or_create(message=message, defaults=defaults)
    explain_waiting(message=message, reason=reason, code=code or word, by=Actor.system())
    if account.is_active:  # one that is paused asks nobody; going on is a change of the account
        _ask_later(account.pk, account.workspace_id)


def waits_behind(message: Message, account: ChannelAccount) -> Held | None:
    """An earlier message of the same ticket that is held: words arrive in their order or not at all."""
    earlier = _earlier.ask(account=account.pk, ticket=message.ticket_id, message=message.pk)
    return next(iter(earlier), None)


@transaction.atomic
def release(account_id: int, *, limit: int | None = None) -> int:
    """Put what is held back into the queue, oldest first; how many."""
    rows = Held.objects.filter(account_id=account_id).select_related("message").order_by("message_id")
    found = list(rows[:limit] if limit else rows)
    Held.objects.filter(pk__in=[row.pk for row in found]).delete()
    for row in found:
        if row.message.delivery_state in _WAITING:
            queue(row.message)
    return len(found)


def queue(message: Message) -> None:
    enqueue(
        "delivery.send",
        args={"message_id": message.pk},
        order_key=f"ticket:{message.ticket_id}",
        unique_key=f"send:{message.pk}",
        workspace_id=message.workspace_id,
    )


def went_through(message: Message, account_id: int) -> None:
    """The account takes messages again: whatever still waits for it leaves now."""
    Held.objects.filter(message=message).delete()
    if Held.objects.filter(account_id=account_id).exists():
        release(account_id)


@task("delivery.try_held")
def try_held(*, account_id: int) -> None:
    """One asks for all; when it goes through, the others follow."""
    with transaction.atomic():
        account = ChannelAccount.objects.filter(pk=account_id).first()
        if account is None or not account.is_active:
            return
        release(account_id, limit=1)
        if Held.objects.filter(account_id=account_id).exists():
            _ask_later(account_id, account.workspace_id)


def account_changed(event: AccountChanged, event_id: int) -> None:
    """Somebody did something about it: try at once."""
    if Held.objects.filter(account_id=event.account).exists():
        release(event.account, limit=1)


def _ask_later(account_id: int, workspace_id: int) -> None:
    set_alarm(
        "delivery.try_held", key=f"held:{account_id}", due_at=timezone.now() + EVERY, args={"account_id": account_id},
        workspace_id=workspace_id,
    )  # fmt: skip
