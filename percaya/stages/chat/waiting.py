"""A visitor who waits for somebody who does not answer gets somebody else: an alarm of its own, for each chat that waits.

Whoever gets a chat has the whole time from then on. What follows is said by an event; finding somebody is not this room's.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set, set_alarm
from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.models import Shelf, Ticket
from percaya.stages.chat.events import ChatLeftUnanswered
from percaya.stages.chat.queries import account_of

MINUTES = 10  # where the account says nothing


def minutes_of(ticket: Ticket) -> int:
    """How long a visitor waits for an owner; 0 where nobody looks."""
    account = account_of(ticket)
    wanted = account.settings.get("unanswered_after", MINUTES) if account else 0
    return max(0, min(wanted, 24 * 60)) if isinstance(wanted, int) else MINUTES


def watch(ticket: Ticket, *, anew: bool = False) -> None:
    """Have the alarm ring when the wait is over. ``anew``: it has another owner, whose time begins now."""
    if not ticket.waiting_since or not ticket.assignee_id or not (minutes := minutes_of(ticket)):
        return
    if anew or not is_set(_key(ticket)):
        _ring(ticket, timezone.now() if anew else ticket.waiting_since, minutes)


@task("chat.unanswered")
@transaction.atomic
def give_back(*, ticket_id: int, event_id: int | None = None) -> None:
    """Unless it was answered, solved or put off meanwhile; who began to wait later is waited for a little longer."""
    if not Ticket.objects.filter(pk=ticket_id).exists():
        return
    ticket = hold(ticket_id)
    minutes, owner = minutes_of(ticket), ticket.assignee_id
    if not minutes or owner is None or ticket.waiting_since is None or ticket.shelf != Shelf.ACTIVE:
        return
    if ticket.waiting_since + timedelta(minutes=minutes) > timezone.now():
        _ring(ticket, ticket.waiting_since, minutes)
        return
    commit(ticket, ChatLeftUnanswered, by=Actor.system(), owner=owner, minutes=minutes)


def _ring(ticket: Ticket, since: datetime, minutes: int) -> None:
    due = since + timedelta(minutes=minutes)
    set_alarm(
        "chat.unanswered", key=_key(ticket), due_at=due, args={"ticket_id": ticket.pk}, order_key=f"ticket:{ticket.pk}",
        workspace_id=ticket.workspace_id,
    )  # fmt: skip


def _key(ticket: Ticket) -> str:
    return f"chat-unanswered:{ticket.pk}"
