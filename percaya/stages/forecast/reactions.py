"""What honest time hears: the follower ``forecast``, and what is said of the next word when a ticket goes higher."""

from collections.abc import Sequence
from dataclasses import asdict

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.actions.updates import drop_next_update, say_next_update
from percaya.core.tickets.events.base import TicketEvent
from percaya.core.tickets.next_update import HIGHER
from percaya.core.tickets.queries.next_updates import said_last
from percaya.stages.forecast.actions.learning import learn
from percaya.stages.forecast.actions.watching import arm

# Kinds after which another time may stand by which the customer hears from us.
_MOVES = frozenset({"clock.started", "clock.resumed", "clock.changed", "ticket.next_update_said", "ticket.next_update_dropped"})


def follow(rows: Sequence[EventRow]) -> None:
    """A batch of the journal, in order; seeing it twice changes nothing twice."""
    of_tickets = [row for row in rows if row.stream_type == "ticket"]
    learn(of_tickets)
    moved = {row.stream_id for row in of_tickets if row.kind in _MOVES or row.kind.startswith("promise.")}
    if moved:
        arm(sorted(moved))


def went_higher(event: TicketEvent, event_id: int) -> None:
    """Whoever has the escalation owes the customer a word by then; an earlier one that was said stands."""
    at = parse_datetime(str(asdict(event)["next_update_at"]))
    ticket = hold(event.ticket)
    said = said_last(ticket)
    if at is None or at <= timezone.now() or not ticket.is_open:
        return
    if said is None or said.source == HIGHER or at < said.due:
        say_next_update(ticket=ticket, at=at, source=HIGHER, by=Actor.system())


def came_down(event: TicketEvent, event_id: int) -> None:
    """The escalation is over, and with it what was said for it."""
    ticket = hold(event.ticket)
    said = said_last(ticket)
    if said is not None and said.source == HIGHER:
        drop_next_update(ticket=ticket, by=Actor.system())
