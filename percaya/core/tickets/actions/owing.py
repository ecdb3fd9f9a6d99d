"""What a ticket owes next, as its clocks say. The stage that keeps the clocks calls this; lists sort by it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Make, commit_all, hold, settle
from percaya.core.tickets.models import Ticket
from percaya.core.written import update


def owe(
    *,
    ticket: Ticket,
    due_at: datetime | None,
    warn_at: datetime | None,
    kind: str,
    paused: bool,
    said: Sequence[tuple[Make, Mapping[str, object]]] = (),
    by: Actor,
) -> None:
    """Put the nearest due time on the ticket, together with the events of its clocks. ``warn_at``: its first warning.
    ``kind``: first_reply, next_reply, resolution or ""; ``paused``: nothing runs, and something stands still. Inside a
    transaction; without events nothing is recorded, for nothing has happened but that the columns were not right."""
    ticket = hold(ticket.pk)
    was = (ticket.due_at, ticket.due_warn_at, ticket.due_kind, ticket.clock_paused)
    ticket.due_at, ticket.due_warn_at, ticket.due_kind, ticket.clock_paused = due_at, warn_at, kind, paused
    if said:
        commit_all(ticket, said, by=by)
    elif was != (due_at, warn_at, kind, paused):
        settle(ticket)
        update(ticket)
