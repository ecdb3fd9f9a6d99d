"""By when the customer hears from us, as the panel beside the ticket shows it, and the times offered for it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from percaya.core.tickets import next_update
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import NextUpdate, Ticket
from percaya.core.tickets.queries.next_updates import said_before, standing_update
from percaya.core.workspace.queries import calendar_of
from percaya.web.inbox.snoozing import Choice, shown


@dataclass(frozen=True)
class NextWord:
    """``source`` in words: who or what gave the time. ``before``: what was said earlier, the latest first."""

    due: datetime | None
    is_late: bool
    was: datetime | None
    source: str
    was_said: bool
    before: list[NextUpdate]
    choices: list[Choice]


def next_word(ticket: Ticket) -> NextWord | None:
    """``None`` for a ticket that is done. Two statements where something was said, none where nothing stands."""
    if not ticket.is_open:
        return None
    now, owed, was_said = timezone.now(), standing_update(ticket), ticket.update_due_at is not None
    return NextWord(
        due=owed.due if owed else None,
        is_late=bool(owed and owed.late(now)),
        was=owed.was if owed else None,
        source=_source(owed.source) if owed else "",
        was_said=was_said,
        before=said_before(ticket)[1:] if was_said else [],
        choices=[Choice(key, _words()[key], at, shown(at)) for key, at in _offered(ticket).items()],
    )


def chosen(ticket: Ticket, value: str) -> datetime:
    """The instant of an offered key or of a local time ("2026-11-26T14:30"). Raises ``Refused``."""
    offered = _offered(ticket)
    if value in offered:
        return offered[value]
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(_("Choose by when the customer hears from us."))
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _offered(ticket: Ticket) -> dict[str, datetime]:
    return next_update.choices(calendar_of(ticket.workspace_id, team_id=ticket.team_id).calendar, timezone.now())


def _words() -> dict[str, str]:
    return {
        "soon": _("In 2 working hours"),
        "today": _("Today, until we close"),
        "noon": pgettext("next update", "At noon"),
        "next": pgettext("next update", "When we close"),
        "third": _("In three working days"),
    }


def _source(source: str) -> str:
    return {
        next_update.PERSON: pgettext("next update", "said by a person"),
        next_update.HIGHER: pgettext("next update", "owed by whoever has the escalation"),
        next_update.LATER: pgettext("next update", "said by itself before the earlier time passed"),
        next_update.PROMISE: pgettext("next update", "a promise falls due"),
        next_update.CLOCK: pgettext("next update", "as the service level says"),
    }[source]
