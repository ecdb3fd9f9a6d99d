"""Before a time that a customer was told passes without a word: its owner is asked, and then the customer is told."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override

from percaya.channels.registry import channel
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import set_alarm
from percaya.core.journal.jobs import task
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.actions.updates import say_next_update
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.models import Delivery, Direction, Message, NextUpdate, Ticket
from percaya.core.tickets.next_update import CLOCK, LATER, PROMISE
from percaya.core.tickets.next_update import NextUpdate as Owed
from percaya.core.tickets.policy import OPEN_STATES, WAITING_CUSTOMER
from percaya.core.tickets.queries.next_updates import said_last, standing_update
from percaya.core.tickets.status_links import status_address
from percaya.core.workspace.calendars import Calendar
from percaya.core.workspace.policy import SUPERVISE
from percaya.core.workspace.queries import calendar_of, members
from percaya.stages.forecast import rhythm
from percaya.stages.forecast.events import NextUpdateNear

SYSTEM = Actor.system()
A_DAY = timedelta(days=1)


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
            _tell(ticket, owed)


def _calls(ticket: Ticket) -> bool:
    """Whether an update that is owed here is looked after at all."""
    is_ours = ticket.state in OPEN_STATES and ticket.state != WAITING_CUSTOMER
    is_real = not (ticket.is_spam or ticket.merged_into_id or ticket.workspace.is_demo)
    return is_ours and is_real and rhythm.mode(ticket.workspace.settings) != rhythm.OFF


def _ask(ticket: Ticket, owed: Owed) -> None:
    """Those who can speak. Of a promise its owner hears anyway (core/promises)."""
    if owed.source == PROMISE or _was_asked(ticket, owed):
        return
    able = [one.pk for one in members(ticket.workspace_id) if one.may(SUPERVISE)]
    asked = (ticket.assignee_id,) if ticket.assignee_id else tuple(able)
    commit(ticket, NextUpdateNear, by=SYSTEM, due=owed.due, members=asked)


def _tell(ticket: Ticket, owed: Owed) -> None:
    """Once until a person has answered; not where an answer is on its way already, nor where nobody would read it."""
    if rhythm.mode(ticket.workspace.settings) != rhythm.TELL or _was_told(ticket) or _is_coming(ticket, owed):
        return
    if not _can_hear(ticket):
        return
    at = rhythm.later(_calendar(ticket), _since(ticket, owed), owed.due)
    language = ticket.language if ticket.language in ("id", "en") else "id"
    with override(language):
        times = {name: day_and_time(one, ticket.workspace.time_zone, language) for name, one in (("was", owed.due), ("at", at))}
        text = _(
            "We said that you would hear from us by %(was)s. We need longer than we thought, and we are sorry. "
            "You will hear from us by %(at)s."
        )
        where = _("You can see how it stands at any time: %(link)s") % {"link": status_address(ticket)}
    say_next_update(ticket=ticket, at=at, source=LATER, by=SYSTEM)
    write_reply(ticket=ticket, reply=Reply(text=f"{text % times}\n\n{where}"), member=None, by=SYSTEM, automatic=True)


def _can_hear(ticket: Ticket) -> bool:
    """A person reads the channel, and it still takes words of ours."""
    able = channel(ticket.channel).capabilities
    if not able.acknowledges:
        return False
    window, heard = able.reply_window_hours, ticket.last_inbound_at
    return window is None or (heard is not None and timezone.now() < heard + timedelta(hours=window))


def _was_asked(ticket: Ticket, owed: Owed) -> bool:
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, kind=NextUpdateNear.kind)
    return any(parse_datetime(str(facts(row)["due"])) == owed.due for row in rows)


def _was_told(ticket: Ticket) -> bool:
    spoken = Message.objects.filter(ticket=ticket, direction=Direction.OUTBOUND, member__isnull=False, auto="")
    last = spoken.order_by("-pk").values_list("created_at", flat=True).first()
    told = NextUpdate.objects.filter(ticket=ticket, source=LATER)
    return (told.filter(said_at__gt=last) if last else told).exists()


def _is_coming(ticket: Ticket, owed: Owed) -> bool:
    """An answer was written and leaves before the time."""
    waiting = Message.objects.filter(ticket=ticket, delivery_state=Delivery.HELD, send_after__lte=owed.due)
    return waiting.exclude(author_kind="contact").exists()


def _since(ticket: Ticket, owed: Owed) -> datetime:
    """When the time was given."""
    said = said_last(ticket)
    if owed.source == CLOCK:
        return ticket.waiting_since or ticket.created_at
    return said.at if said is not None and owed.source != PROMISE else owed.due - A_DAY


def _moment(ticket: Ticket, owed: Owed, step: str) -> datetime | None:
    since = min(_since(ticket, owed), owed.due)
    tell = rhythm.tell_at(since, owed.due, ticket.workspace.time_zone)
    if step == "tell":
        return tell
    ask = rhythm.ask_at(_calendar(ticket), since, owed.due)
    return min(ask, tell - timedelta(minutes=15)) if tell else ask


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


def _calendar(ticket: Ticket) -> Calendar:
    return calendar_of(ticket.workspace_id, team_id=ticket.team_id).calendar
