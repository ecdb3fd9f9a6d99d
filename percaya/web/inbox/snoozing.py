"""When a ticket may come back: the offered times with the words for them, and reading what was chosen."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.calendars import next_working_day
from percaya.core.workspace.models import Workspace
from percaya.core.workspace.queries import calendar_of
from percaya.web.ui import times

UNTIL_REPLY = "reply"


@dataclass(frozen=True)
class Choice:
    """``at`` is ``None`` for "until the customer replies"; ``shown`` is the time as it will be, with its zone."""

    key: str
    words: str
    at: datetime | None
    shown: str


def choices(workspace: Workspace, now: datetime | None = None) -> list[Choice]:
    """In one and three hours, the next working day at eight (tomorrow as well when that is a day off), Monday at eight,
    when the customer replies. Times of the workspace."""
    local = timezone.localtime(now or timezone.now())
    today, tomorrow = local.date(), local.date() + timedelta(days=1)
    working = next_working_day(calendar_of(workspace.pk).calendar, today)
    monday = today + timedelta(days=7 - today.weekday())
    found = [
        _choice("1h", _("In 1 hour"), local + timedelta(hours=1)),
        _choice("3h", _("In 3 hours"), local + timedelta(hours=3)),
        _choice("tomorrow", _("Tomorrow") if working == tomorrow else _("Next working day"), _eight(working, local)),
    ]
    if working != tomorrow:
        found.append(_choice("dayoff", _("Tomorrow, a day off"), _eight(tomorrow, local)))
    if monday not in (working, tomorrow):
        found.append(_choice("monday", _("Monday"), _eight(monday, local)))
    return [*found, Choice(UNTIL_REPLY, _("Until the customer replies"), None, "")]


def chosen(workspace: Workspace, value: str) -> datetime | None:
    """The instant of an offered key ("monday" is always known) or of a local time ("2026-11-26T14:30"). Raises ``Refused``."""
    offered = {choice.key: choice.at for choice in choices(workspace)}
    offered.setdefault("monday", offered["tomorrow"])
    offered.setdefault("dayoff", offered["tomorrow"])
    if value in offered:
        return offered[value]
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(_("Choose when the ticket should come back."))
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def shown(at: datetime) -> str:
    """tomorrow 08.00 WIB; with the day of the month when it is further off."""
    far = abs((timezone.localtime(at).date() - timezone.localdate()).days) >= 7
    words = f"{times.short_day(at)}, {times.clock(at)}" if far else times.moment(at)
    return f"{words} {times.zone(at)}"


def asleep_words(ticket: Ticket) -> str:
    """Until when a sleeping ticket sleeps; "" for one that is awake."""
    if ticket.snoozed_until is not None:
        return _("Back %(time)s") % {"time": shown(ticket.snoozed_until)}
    return _("Back when the customer replies") if ticket.snoozed_till_reply else ""


def _choice(key: str, words: str, at: datetime) -> Choice:
    return Choice(key, words, at, shown(at))


def _eight(day: date, local: datetime) -> datetime:
    return datetime.combine(day, time(8), tzinfo=local.tzinfo)
