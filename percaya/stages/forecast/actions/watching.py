"""Before a time that a customer was told passes without a word: its owner is asked, and then the customer is told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import set_alarm
from percaya.core.journal.jobs import task
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.next_update import LATER, PROMISE
from percaya.core.tickets.next_update import NextUpdate as Owed
from percaya.core.tickets.policy import OPEN_STATES, WAITING_CUSTOMER
from percaya.core.tickets.queries.next_updates import standing_update
from percaya.core.workspace.policy import SUPERVISE
from percaya.core.workspace.queries import members
from percaya.stages.forecast import rhythm
from percaya.stages.forecast.actions.owning_up import calendar_for, since_when, tell
from percaya.stages.forecast.events import NextUpdateNear

SYSTEM = Actor.system()


def arm(ticket_ids: Iterable[int]) -> None:
    """Set the alarms of each ticket to the time by which its customer hears from us, as that stands now. What rings is checked
    against the ticket, so an alarm for what is no longer owed is left to ring for nothing."""
    now = timezone.now()
    for ticket in Ticket.objects.filter(pk__in=list(ticket_ids), is_open=1).select_related("workspace"):
        owed = standing_update(ticket)
        if owed is not None and owed.due > now and _calls(ticket):
            for step in ("ask", "tell"):
                _set(ticket, owed, step)


@task("forecast.watch")
def watch(*, ticket_id: int, due: str, step: str) -> None:
    """The alarm rang. The row decides, under its lock: another time may stand by now, or an answer may have been given. Rung
    too early (a clock put back) it is set again; rung twice nothing is said twice."""
    with transaction.atomic():
        if not Ticket.objects.filter(pk=ticket_id).exists():
            return
        ticket, now = hold(ticket_id), timezone.now()
        owed = standing_update(ticket)
        if owed is None or owed.due != parse_datetime(due) or owed.due <= now or not _calls(ticket):
            return
        at = _moment(ticket, owed, step)
        if at is not None and now < at - timedelta(minutes=1):
            _set(ticket, owed, step)
        elif step == "ask":
            _ask(ticket, owed)
        elif at is not None:
            tell(ticket, owed)


def _calls(ticket: Ticket) -> bool:
    """Whether an update that is owed here is looked after at all."""
    is_ours = ticket.state in OPEN_STATES and ticket.state != WAITING_CUSTOMER
    is_real = not (ticket.is_spam or ticket.merged_into_id or ticket.workspace.is_demo)
    return is_ours and is_real and rhythm.mode(ticket.workspace.settings) != rhythm.OFF


def _ask(ticket: Ticket, owed: Owed) -> None:
    """Those who can speak. Of a promise its owner hears anyway (core/promises); once it has got later, those above hear too."""
    if owed.source == PROMISE or _was_asked(ticket, owed):
        return
    above = tuple(one.pk for one in members(ticket.workspace_id) if one.may(SUPERVISE))
    owner = (ticket.assignee_id,) if ticket.assignee_id else ()
    asked = (*owner, *(above if not owner or owed.source == LATER else ()))
    commit(ticket, NextUpdateNear, by=SYSTEM, due=owed.due, members=tuple(dict.fromkeys(asked)))


def _was_asked(ticket: Ticket, owed: Owed) -> bool:
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, kind=NextUpdateNear.kind)
    return any(parse_datetime(str(facts(row)["due"])) == owed.due for row in rows)


def _moment(ticket: Ticket, owed: Owed, step: str) -> datetime | None:
    since = min(since_when(ticket, owed), owed.due)
    telling = rhythm.tell_at(since, owed.due, ticket.workspace.time_zone)
    if step == "tell":
        return telling
    asking = rhythm.ask_at(calendar_for(ticket), since, owed.due)
    return min(asking, telling - timedelta(minutes=15)) if telling else asking


def _set(ticket: Ticket, owed: Owed, step: str) -> None:
    at = _moment(ticket, owed, step)
    if at is not None:
        set_alarm(
            "forecast.watch",
            key=f"update:{step}:{ticket.pk}",
            due_at=at,
            args={"ticket_id": ticket.pk, "due": owed.due.isoformat(), "step": step},
            order_key=f"update:{ticket.pk}",
            workspace_id=ticket.workspace_id,
        )
