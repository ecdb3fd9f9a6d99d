"""What makes a ticket go higher, heard event by event: a look at the plans in memory, and one job when one fits."""

from dataclasses import asdict

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import enqueue
from percaya.core.people.models import Contact
from percaya.core.tickets.events.base import TicketEvent
from percaya.stages.escalation.actions.handling import settle
from percaya.stages.escalation.actions.raising import watch_for_owner
from percaya.stages.escalation.models import Escalation
from percaya.stages.escalation.policy import HEARD, RULE, fits
from percaya.stages.escalation.queries import plans

_DONE = {"resolved": "solved", "closed": "solved"}


def hear(event: TicketEvent, event_id: int) -> None:
    """A clock, a mood, a promise, a rule."""
    reason, facts = HEARD[event.kind], asdict(event)
    if fits(plans(event.workspace_id)[reason], facts):
        words = str(facts.get("reason", "")) if reason == RULE else ""
        _consider(event, reason, words)


def opened(event: TicketEvent, event_id: int) -> None:
    """Watch whether anybody takes it, where the business wants that."""
    plan = plans(event.workspace_id)["unowned"]
    if plan.is_on:
        watch_for_owner(event.ticket, event.workspace_id, plan.limit)


def received(event: TicketEvent, event_id: int) -> None:
    """The customer wrote: one that matters most, or one who has to write again and again."""
    own = plans(event.workspace_id)
    if own["repeated"].is_on:
        _consider(event, "repeated")
    if own["vip"].is_on and Contact.objects.filter(ticket__pk=event.ticket, is_vip=True).exists():
        _consider(event, "vip")


def moved(event: TicketEvent, event_id: int) -> None:
    """A ticket that is solved or closed needs nobody higher."""
    how = _DONE.get(str(asdict(event).get("state", "")))
    if how:
        _close_all(event, how)


def gone(event: TicketEvent, event_id: int) -> None:
    """It is spam, or goes on elsewhere."""
    _close_all(event, "gone")


def _close_all(event: TicketEvent, how: str) -> None:
    """Asked of the rows, not of what is kept in memory: nothing may stay open because another process raised it just now."""
    for one in Escalation.objects.filter(ticket_id=event.ticket, closed_at=None):
        settle(one, how=how, by=Actor.system())


def _consider(event: TicketEvent, reason: str, words: str = "") -> None:
    args = {"ticket_id": event.ticket, "reason": reason, "words": words}
    enqueue("escalation.consider", args=args, order_key=f"escalation:{event.ticket}", workspace_id=event.workspace_id)
