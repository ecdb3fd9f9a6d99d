"""The customer's wait: from the first unanswered message to the next word of a person here. By when that word is owed is the
business of the clocks (stages/sla), which follow the wait."""

from datetime import datetime

from percaya.core.tickets.models import Ticket


def begin_waiting(ticket: Ticket, at: datetime) -> None:
    """Start the wait unless it runs already (further messages do not reset it)."""
    if ticket.waiting_since is None:
        ticket.waiting_since = at


def end_waiting(ticket: Ticket) -> None:
    ticket.waiting_since = None
