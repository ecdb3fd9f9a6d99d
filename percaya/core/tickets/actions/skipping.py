"""Passing a ticket over in a queue, which one says why."""

from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.events import QueueSkipped
from percaya.core.tickets.models import Ticket


@transaction.atomic
def skip_in_queue(*, ticket: Ticket, view: str, why: str, by: Actor) -> Ticket:
    """Leave the ticket to someone else or to later. Raises ``Refused`` without a reason."""
    why = " ".join(why.split())[:200]
    if len(why) < 3:
        raise Refused(_("Say why you pass this ticket over."))
    ticket = hold(ticket.pk)
    commit(ticket, QueueSkipped, by=by, view=view[:60], why=why)
    return ticket
