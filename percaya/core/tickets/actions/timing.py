"""Time spent on a ticket, as members say it themselves."""

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.durations import MOST_MINUTES
from percaya.core.tickets.events import TicketEvent, TimeAdded, TimeRemoved
from percaya.core.tickets.models import Ticket, TimeSpent
from percaya.core.workspace.models import Member


@transaction.atomic
def add_time(*, ticket: Ticket, minutes: int | None, note: str = "", member: Member, by: Actor) -> TimeSpent:
    """Write down minutes of work. Raises ``Refused`` for none (``durations.minutes`` gives None for what it cannot read)."""
    if minutes is None or not 0 < minutes <= MOST_MINUTES:
        raise Refused(_("Write the time like 15, 1h 20m or 1:20, at most a day. Nothing was saved."))
    ticket = hold(ticket.pk)
    entry = TimeSpent.objects.create(
        workspace_id=ticket.workspace_id,
        ticket=ticket,
        member=member,
        minutes=minutes,
        note=" ".join(note.split())[:200],
        created_at=timezone.now(),
    )
    _settle(ticket, TimeAdded, entry.pk, minutes, by)
    return entry


@transaction.atomic
def remove_time(*, entry: TimeSpent, member: Member, by: Actor) -> None:
    """Take back one's own entry. Raises ``Refused`` for somebody else's."""
    if entry.member_id != member.pk:
        raise Refused(_("Only who wrote the time down can take it back. Nothing was changed."))
    ticket = hold(entry.ticket_id)
    pk, minutes = entry.pk, entry.minutes
    entry.delete()
    _settle(ticket, TimeRemoved, pk, minutes, by)


def _settle(ticket: Ticket, event: type[TicketEvent], entry: int, minutes: int, by: Actor) -> None:
    total = TimeSpent.objects.filter(ticket=ticket).aggregate(total=Sum("minutes"))["total"]
    ticket.minutes_spent = total or 0
    commit(ticket, event, by=by, entry=entry, minutes=minutes)
