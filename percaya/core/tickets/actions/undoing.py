"""Taking changes of a ticket back: exactly what an event changed, as far as nobody has changed the same since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.properties import add_label, change_priority, change_subject, change_topic, remove_label
from percaya.core.tickets.actions.shelving import mark_spam, unmark_spam, wake
from percaya.core.tickets.actions.sleeping import is_asleep, let_sleep
from percaya.core.tickets.actions.states import put_back
from percaya.core.tickets.events import TicketSnoozed
from percaya.core.tickets.models import Label, Ticket
from percaya.core.workspace.models import Member, Team

UNDO_FOR = timedelta(hours=1)
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Undone:
    """How many changes were taken back, and how many stay because the same was changed again since."""

    back: int
    kept: int


@dataclass(frozen=True)
class Span:
    """The versions before and after a change: its events are those between them, and nobody else's."""

    after: int
    upto: int

    @property
    def changed(self) -> bool:
        return self.upto > self.after


@transaction.atomic
def measured(ticket: Ticket, change: Callable[[], object]) -> Span:
    """Make a change, and say which events were its own, so that it can be taken back."""
    before = hold(ticket.pk).version
    change()
    return Span(before, Ticket.objects.values_list("version", flat=True).get(pk=ticket.pk))


@transaction.atomic
def undo(*, ticket: Ticket, after: int, upto: int, by: Actor) -> Undone:
    """Take back the changes that made version ``upto`` out of version ``after``, the newest first. Messages are no
    changes: they stay. Raises ``Refused`` when there is nothing that can be taken back."""
    ticket = hold(ticket.pk)
    story = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, seq__gt=after).order_by("-seq")
    rows = [row for row in story if row.seq <= upto and row.kind in _UNDO]
    later = [(row.kind, facts(row)) for row in story if row.seq > upto]
    if not rows:
        raise Refused(_("There is nothing here to take back."))
    if rows[0].at < timezone.now() - UNDO_FOR:
        raise Refused(_("That was too long ago to be taken back. Change it by hand."))
    if ticket.merged_into_id:
        raise Refused(_("This ticket was merged into another. Nothing was changed."))
    back = 0
    for row in rows:
        said = facts(row)
        if not _changed_again(row.kind, said, later):
            _UNDO[row.kind](ticket, said, by)
            back += 1
    if not back:
        raise Refused(_("The same was changed again since. Nothing was taken back."))
    return Undone(back, len(rows) - back)


def _changed_again(kind: str, said: Said, later: Sequence[tuple[str, Said]]) -> bool:
    family = next(family for family in _FAMILIES if kind in family)
    return any(other in family and said.get("label") == more.get("label") for other, more in later)


def _assignee(ticket: Ticket, said: Said, by: Actor) -> None:
    before = Member.objects.filter(pk=said["before"] or 0, workspace_id=ticket.workspace_id).first()
    assign(ticket=ticket, to=before, by=by)


def _team(ticket: Ticket, said: Said, by: Actor) -> None:
    before = Team.objects.filter(pk=said["before"] or 0, workspace_id=ticket.workspace_id).first()
    set_team(ticket=ticket, to=before, by=by)


def _unlabelled(ticket: Ticket, said: Said, by: Actor) -> None:
    label = Label.objects.filter(pk=said["label"], workspace_id=ticket.workspace_id).first()
    if label is None:
        raise Refused(_("This label is not there any more."))
    add_label(ticket=ticket, name=label.name, by=by)


def _state(ticket: Ticket, said: Said, by: Actor) -> None:
    put_back(ticket=ticket, state=said["before"], was=said.get("was") or {}, by=by)


def _sleep(ticket: Ticket, said: Said, by: Actor) -> None:
    """Back to the sleep before, or awake if it had none that could go on."""
    until = parse_datetime(said.get("was_until") or "")
    held = hold(ticket.pk)
    held.snoozed_until, held.snoozed_till_reply = until, bool(said.get("was_till_reply"))
    let_sleep(held)
    if is_asleep(held):
        commit(held, TicketSnoozed, by=by, until=held.snoozed_until)
    else:
        wake(ticket=ticket, by=by, reason="undo")


_UNDO: Mapping[str, Callable[[Ticket, Said, Actor], object]] = {
    "ticket.assigned": _assignee,
    "ticket.team_changed": _team,
    "ticket.priority_changed": lambda ticket, said, by: change_priority(ticket=ticket, to=said["before"], by=by),
    "ticket.subject_changed": lambda ticket, said, by: change_subject(ticket=ticket, to=said.get("before", ""), by=by),
    "ticket.topic_changed": lambda ticket, said, by: change_topic(ticket=ticket, to=said["before"], by=by),
    "ticket.state_changed": _state,
    "ticket.label_added": lambda ticket, said, by: remove_label(ticket=ticket, label_id=said["label"], by=by),
    "ticket.label_removed": _unlabelled,
    "ticket.snoozed": _sleep,
    "ticket.woken": _sleep,
    "ticket.spam_marked": lambda ticket, said, by: unmark_spam(ticket=ticket, by=by),
    "ticket.spam_unmarked": lambda ticket, said, by: mark_spam(ticket=ticket, by=by),
}
UNDOABLE = frozenset(_UNDO)
_FAMILIES = (
    {"ticket.label_added", "ticket.label_removed"},
    {"ticket.snoozed", "ticket.woken"},
    {"ticket.spam_marked", "ticket.spam_unmarked"},
    *({kind} for kind in ("ticket.assigned", "ticket.team_changed", "ticket.priority_changed", "ticket.subject_changed")),
    {"ticket.topic_changed"},
    {"ticket.state_changed"},
)
