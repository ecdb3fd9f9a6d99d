"""Doing what a macro does, in the transaction of whoever calls: with a reply, alone, over many tickets, by a rule."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.desk.actions.macros import count_use
from percaya.core.desk.models import Macro
from percaya.core.desk.queries.macros import values_for
from percaya.core.desk.steps import Step, read
from percaya.core.desk.variables import fill
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.fields import set_fields
from percaya.core.tickets.actions.following import follow
from percaya.core.tickets.actions.properties import add_label, change_priority, remove_label
from percaya.core.tickets.actions.replying import add_note
from percaya.core.tickets.actions.shelving import snooze
from percaya.core.tickets.actions.states import change_state
from percaya.core.tickets.models import Label, Ticket
from percaya.core.tickets.send_times import choices
from percaya.core.workspace.models import Member, Team
from percaya.core.workspace.queries import calendar_of


@transaction.atomic
def run_macro(*, macro: Macro, ticket: Ticket, member: Member, by: Actor) -> None:
    """The steps of a macro, all or none; its words are sent by whoever sends. Raises ``Refused`` with the reason."""
    apply_steps(ticket=ticket, steps=read(macro.actions), member=member, by=by)
    count_use([macro.pk])


@transaction.atomic
def apply_steps(*, ticket: Ticket, steps: Sequence[Step], member: Member, by: Actor) -> None:
    """All of them in order, or none. Raises ``Refused`` with the reason."""
    for step in steps:
        try:
            _STEPS[step.do](ticket, step.value, member, by)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from None


def _state(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    change_state(ticket=ticket, to=value, by=by)


def _assign(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    to = member if value == "me" else None
    if value not in ("me", "nobody"):
        key = public_ids.decode("member", value) or 0
        to = Member.objects.filter(pk=key, workspace_id=ticket.workspace_id).first()
        if to is None:
            raise Refused(_("This person is not an active member. Choose someone else."))
    assign(ticket=ticket, to=to, by=by)


def _team(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    key = public_ids.decode("team", value) or 0
    to = Team.objects.filter(pk=key, workspace_id=ticket.workspace_id, is_active=True).first() if value else None
    if value and to is None:
        raise Refused(_("This team is no longer there. Nothing was changed."))
    if to is not None and to.pk in member.hidden_team_ids:
        raise Refused(_("You cannot see this team's tickets, so you cannot hand them over. Nothing was changed."))
    set_team(ticket=ticket, to=to, by=by)


def _priority(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    change_priority(ticket=ticket, to=value, by=by)


def _label(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    add_label(ticket=ticket, name=value, by=by)


def _unlabel(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    label = Label.objects.filter(workspace_id=ticket.workspace_id, name__iexact=value.strip()).first()
    if label is not None:
        remove_label(ticket=ticket, label_id=label.pk, by=by)


def _snooze(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    snooze(ticket=ticket, until=snooze_time(ticket, value), by=by)


def snooze_time(ticket: Ticket, key: str) -> datetime | None:
    """When a snooze of that name ends; ``None`` for "until the customer writes"."""
    calendar = calendar_of(ticket.workspace_id, team_id=ticket.team_id).calendar
    return dict(choices(timezone.now(), calendar)).get(key)


def _field(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    key, _equals, text = value.partition("=")
    set_fields(ticket=ticket, values={key.strip(): text.strip()}, by=by)


def _follow(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    follow(ticket=ticket, member=member, by=by)


def _note(ticket: Ticket, value: str, member: Member, by: Actor) -> None:
    text = fill(value, values_for(ticket, member, [value])).text
    add_note(ticket=ticket, text=text, member=member, by=by)


_STEPS: Mapping[str, Callable[[Ticket, str, Member, Actor], None]] = {
    "state": _state,
    "assign": _assign,
    "team": _team,
    "priority": _priority,
    "label": _label,
    "unlabel": _unlabel,
    "snooze": _snooze,
    "field": _field,
    "follow": _follow,
    "note": _note,
}
