"""A customer is told that it gets later: before the time that they were told has passed, and with a new one."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from percaya.channels.registry import channel
from percaya.core.journal.actor import Actor
from percaya.core.people.models import Handle
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.actions.updates import say_next_update
from percaya.core.tickets.models import Delivery, Direction, Message, NextUpdate, Ticket
from percaya.core.tickets.next_update import CLOCK, LATER, PROMISE
from percaya.core.tickets.next_update import NextUpdate as Owed
from percaya.core.tickets.queries.next_updates import said_last
from percaya.core.tickets.queries.standing import standing
from percaya.core.tickets.status_links import status_address
from percaya.core.workspace.calendars import Calendar
from percaya.core.workspace.queries import calendar_of
from percaya.stages.forecast import rhythm

SYSTEM = Actor.system()
A_DAY = timedelta(days=1)


def tell(ticket: Ticket, owed: Owed) -> None:
    """Before each time that passes, a few times until a person has answered; not where an answer is on its way already, nor
    where they were told no time or would not read this one."""
    so_far = _told_so_far(ticket)
    if rhythm.mode(ticket.workspace.settings) != rhythm.TELL or so_far >= rhythm.MOST_TOLD or _is_coming(ticket, owed):
        return
    if not _was_named(ticket, owed) or not _can_hear(ticket):
        return
    at = rhythm.later(calendar_for(ticket), since_when(ticket, owed), owed.due, again=so_far > 0)
    ticket = say_next_update(ticket=ticket, at=at, source=LATER, by=SYSTEM)
    if not channel(ticket.channel).capabilities.live:  # there it stands above the talk at once
        write_reply(ticket=ticket, reply=Reply(text=_words(ticket)), member=None, by=SYSTEM, automatic=True)


def _words(ticket: Ticket) -> str:
    """How it stands now, in the sentence of its page (which begins with an excuse where an earlier time has passed)."""
    with override(ticket.language if ticket.language in ("id", "en") else "id"):
        now = standing(ticket)
        sorry = "" if now.late else _("We need longer than we thought, and we are sorry.")
        where = _("You can see how it stands at any time: %(link)s") % {"link": status_address(ticket)}
        return "\n\n".join(filter(None, (sorry, now.sentence, where)))


def _was_named(ticket: Ticket, owed: Owed) -> bool:
    """What the service level owes was named by the receipt, or stands where the customer looks. Other times were said to them."""
    if owed.source != CLOCK or channel(ticket.channel).capabilities.shows_standing:
        return True
    receipts = Message.objects.filter(ticket=ticket, direction=Direction.OUTBOUND, auto="auto-reply", author_kind=SYSTEM.kind)
    return receipts.exists()


def _can_hear(ticket: Ticket) -> bool:
    """The channel still takes words of ours; where another one carries them, there is an address for it."""
    able = channel(ticket.channel).capabilities
    if able.replies_through:
        kind = channel(able.replies_through).handle_kind.value
        return Handle.objects.filter(contact_id=ticket.contact_id, kind=kind).exists()
    window, heard = able.reply_window_hours, ticket.last_inbound_at
    return able.sends and (window is None or (heard is not None and timezone.now() < heard + timedelta(hours=window)))


def _told_so_far(ticket: Ticket) -> int:
    """How often it got later since a person spoke."""
    spoken = Message.objects.filter(ticket=ticket, direction=Direction.OUTBOUND, member__isnull=False, auto="")
    last = spoken.order_by("-pk").values_list("created_at", flat=True).first()
    told = NextUpdate.objects.filter(ticket=ticket, source=LATER)
    return (told.filter(said_at__gt=last) if last else told).count()


def _is_coming(ticket: Ticket, owed: Owed) -> bool:
    """An answer was written and leaves before the time."""
    waiting = Message.objects.filter(ticket=ticket, delivery_state=Delivery.HELD, send_after__lte=owed.due)
    return waiting.exclude(author_kind="contact").exists()


def since_when(ticket: Ticket, owed: Owed) -> datetime:
    """When the time was given."""
    said = said_last(ticket)
    if owed.source == CLOCK:
        return ticket.waiting_since or ticket.created_at
    return said.at if said is not None and owed.source != PROMISE else owed.due - A_DAY


def calendar_for(ticket: Ticket) -> Calendar:
    return calendar_of(ticket.workspace_id, team_id=ticket.team_id).calendar
