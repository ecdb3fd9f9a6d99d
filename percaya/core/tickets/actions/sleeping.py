"""The alarm of a sleeping ticket, kept in line with its columns. Used by the verbs beside this file."""

from django.utils import timezone

from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.tickets.models import Ticket


def is_asleep(ticket: Ticket) -> bool:
    return ticket.snoozed_until is not None or ticket.snoozed_till_reply


def stay_awake(ticket: Ticket) -> None:
    """End the sleep of a held ticket, if it sleeps."""
    if ticket.snoozed_until is not None:
        cancel_alarm(_key(ticket))
    ticket.snoozed_until, ticket.snoozed_till_reply = None, False


def let_sleep(ticket: Ticket) -> None:
    """Set the alarm to what the columns say. A time that has passed wakes at once."""
    until = ticket.snoozed_until
    if until is None:
        cancel_alarm(_key(ticket))
    elif until <= timezone.now():
        ticket.snoozed_until = None
    else:
        args = {"ticket_id": ticket.pk, "until": until.isoformat()}
        set_alarm("tickets.wake", key=_key(ticket), due_at=until, args=args, workspace_id=ticket.workspace_id)


def _key(ticket: Ticket) -> str:
    return f"wake:{ticket.pk}"
