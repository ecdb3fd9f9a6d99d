"""Out of the inbox for a while (snooze) or for good (spam); and what a member has read."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.sleeping import is_asleep, let_sleep, stay_awake
from percaya.core.tickets.events import SpamMarked, SpamUnmarked, TicketSnoozed, TicketWoken
from percaya.core.tickets.models import Seen, Ticket
from percaya.core.workspace.models import Member


@transaction.atomic
def snooze(*, ticket: Ticket, until: datetime | None, by: Actor, if_version: int | None = None) -> Ticket:
    """Take the ticket out of the way until then, or with ``None`` until the customer writes; their word wakes it in any
    case. What we owe stays owed. Raises ``Refused`` for a time that has passed and a ticket that is not open."""
    ticket = hold(ticket.pk, if_version)
    if until is not None and until <= timezone.now():
        raise Refused(_("That time has passed. Choose a later one."))
    if not ticket.is_open:
        raise Refused(_("Only an open ticket can come back later."))
    was_until, was_till_reply = ticket.snoozed_until, ticket.snoozed_till_reply
    if is_asleep(ticket) and was_until == until:
        return ticket
    ticket.snoozed_until, ticket.snoozed_till_reply = until, until is None
    let_sleep(ticket)
    commit(ticket, TicketSnoozed, by=by, until=until, was_until=was_until, was_till_reply=was_till_reply)
    return ticket


@transaction.atomic
def wake(*, ticket: Ticket, by: Actor, reason: str = "member") -> Ticket:
    """Back into the inbox. When the time ran out (``reason`` "timer") the ticket says so until somebody acts."""
    ticket = hold(ticket.pk)
    if is_asleep(ticket):
        was = {"was_until": ticket.snoozed_until, "was_till_reply": ticket.snoozed_till_reply}
        stay_awake(ticket)
        ticket.reminded_at = timezone.now() if reason == "timer" else None
        commit(ticket, TicketWoken, by=by, reason=reason, **was)
    return ticket


@task("tickets.wake")
def wake_on_time(*, ticket_id: int, until: str) -> None:
    """The alarm rang. A ticket snoozed anew in the meantime sleeps on."""
    ticket = Ticket.objects.filter(pk=ticket_id).first()
    if ticket is not None and ticket.snoozed_until is not None and ticket.snoozed_until.isoformat() <= until:
        wake(ticket=ticket, by=Actor.system(), reason="timer")


@transaction.atomic
def mark_spam(
    *, ticket: Ticket, by: Actor, evidence: tuple[str, ...] = (), score: float = 1.0, if_version: int | None = None
) -> Ticket:
    ticket = hold(ticket.pk, if_version)
    if not ticket.is_spam:
        ticket.is_spam = True
        commit(ticket, SpamMarked, by=by, evidence=evidence, score=score)
    return ticket


@transaction.atomic
def unmark_spam(*, ticket: Ticket, by: Actor, if_version: int | None = None) -> Ticket:
    ticket = hold(ticket.pk, if_version)
    if ticket.is_spam:
        ticket.is_spam = False
        commit(ticket, SpamUnmarked, by=by)
    return ticket


def mark_seen(*, ticket: Ticket, member: Member) -> None:
    """The member has the ticket before them. A habit of reading, not a change: nothing is recorded here."""
    rows = Seen.objects.filter(ticket=ticket, member=member)
    seen = rows.values_list("inbound_seen", flat=True).first()
    if seen is None:
        defaults = {"workspace_id": ticket.workspace_id, "inbound_seen": ticket.inbound_count}
        Seen.objects.get_or_create(ticket=ticket, member=member, defaults=defaults)
    elif seen != ticket.inbound_count:  # looking at it again must not write
        rows.update(inbound_seen=ticket.inbound_count)


def mark_unseen(*, ticket: Ticket, member: Member) -> None:
    unread = max(0, ticket.inbound_count - 1)
    Seen.objects.filter(ticket=ticket, member=member).update(inbound_seen=unread)
