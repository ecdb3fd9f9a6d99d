"""Doing what was planned, through the core's verbs, with the rule as the actor. Called inside the transaction of a run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from percaya.core.desk.actions.running import snooze_time
from percaya.core.journal.actor import Actor
from percaya.core.ratings.actions import ask_rating
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.fields import set_fields
from percaya.core.tickets.actions.properties import add_label, change_priority, change_subject, change_topic, remove_label
from percaya.core.tickets.actions.replying import Reply, add_note, write_reply
from percaya.core.tickets.actions.shelving import mark_spam, snooze
from percaya.core.tickets.actions.states import change_state
from percaya.core.tickets.models import Label, Ticket
from percaya.core.workspace.models import Member, Team
from percaya.stages.automation.actions.calling import call
from percaya.stages.automation.events import EscalationAsked, NoticeAsked
from percaya.stages.automation.models import RuleRun
from percaya.stages.automation.planning import Effect


def do(run: RuleRun, planned: Sequence[Effect]) -> list[Effect]:
    """Each in order; what is refused says why and the others are done. Returns what was done."""
    done = []
    for number, effect in enumerate(planned):
        done.append(effect if effect.trouble else _try(run, number, effect))
    return done


def _try(run: RuleRun, number: int, effect: Effect) -> Effect:
    ticket = Ticket.objects.select_related("workspace", "contact", "account").get(pk=run.ticket_id)
    try:
        with transaction.atomic():
            _DEEDS[effect.do](ticket, effect.value, Actor.rule(run.rule_id), run, number)
    except Refused as refusal:
        return replace(effect, trouble=str(refusal)[:200])
    except ValidationError as refusal:
        return replace(effect, trouble=" ".join(refusal.messages)[:200])
    return effect


def _state(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    change_state(ticket=ticket, to=value, by=by)


def _priority(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    change_priority(ticket=ticket, to=value, by=by)


def _topic(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    change_topic(ticket=ticket, to=value, by=by)


def _subject(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    change_subject(ticket=ticket, to=value, by=by)


def _field(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    key, _equals, text = value.partition("=")
    set_fields(ticket=ticket, values={key: text}, by=by)


def _assign(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    assign(ticket=ticket, to=Member.objects.filter(workspace=ticket.workspace, pk=value).first() if value else None, by=by)


def _team(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    set_team(ticket=ticket, to=Team.objects.filter(workspace=ticket.workspace, pk=value).first() if value else None, by=by)


def _label(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    add_label(ticket=ticket, name=value, by=by)


def _unlabel(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    label = Label.objects.filter(workspace=ticket.workspace, name__iexact=value).first()
    if label is not None:
        remove_label(ticket=ticket, label_id=label.pk, by=by)


def _snooze(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    snooze(ticket=ticket, until=snooze_time(ticket, value), by=by)


def _spam(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    mark_spam(ticket=ticket, evidence=("rule",), by=by)


def _note(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    add_note(ticket=ticket, text=value, send_key=_key(run, number), member=None, by=by)


def _reply(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    write_reply(ticket=ticket, reply=Reply(text=value, send_key=_key(run, number)), member=None, by=by, automatic=True)


def _survey(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    ask_rating(ticket=ticket, by=by)


def _notify(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    commit(hold(ticket.pk), NoticeAsked, by=by, members=tuple(value))


def _escalate(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    commit(hold(ticket.pk), EscalationAsked, by=by, reason=value)


def _webhook(ticket: Ticket, value: Any, by: Actor, run: RuleRun, number: int) -> None:
    call(ticket=ticket, url=value, run=run, by=by)


def _key(run: RuleRun, number: int) -> str:
    return f"rule-run:{run.pk}:{number}"


_DEEDS: Mapping[str, Callable[[Ticket, Any, Actor, RuleRun, int], None]] = {
    "state": _state, "priority": _priority, "topic": _topic, "subject": _subject, "field": _field, "assign": _assign,
    "team": _team, "label": _label, "unlabel": _unlabel, "snooze": _snooze, "spam": _spam, "note": _note, "reply": _reply,
    "survey": _survey, "notify": _notify, "escalate": _escalate, "webhook": _webhook,
}  # fmt: skip
