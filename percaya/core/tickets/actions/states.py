"""The states of a ticket: every transition is a verb."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets import policy
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.readiness import require_ready
from percaya.core.tickets.actions.sleeping import let_sleep, stay_awake
from percaya.core.tickets.actions.waiting import begin_waiting, end_waiting
from percaya.core.tickets.events import StateChanged
from percaya.core.tickets.models import Ticket

_WENT_WITH_IT = ("waits_for", "waiting_since", "resolved_at", "closed_at", "snoozed_until", "snoozed_till_reply")


def start(*, ticket: Ticket, by: Actor, if_version: int | None = None) -> Ticket:
    """Work goes on here."""
    return _move("start", ticket, by, if_version)


def wait_for_customer(*, ticket: Ticket, question: str = "", by: Actor, if_version: int | None = None) -> Ticket:
    """The customer has to answer something; ``question`` is what they are shown."""
    return _move("wait_for_customer", ticket, by, if_version, waits_for=question)


def wait_for_other(*, ticket: Ticket, whom: str = "", by: Actor, if_version: int | None = None) -> Ticket:
    """Somebody outside has to act; ``whom`` is named to the customer ("kurir JNE")."""
    return _move("wait_for_other", ticket, by, if_version, waits_for=whom)


def resolve(*, ticket: Ticket, by: Actor, reason: str = "", if_version: int | None = None) -> Ticket:
    """The matter is solved as far as we see; the customer is asked to check."""
    return _move("resolve", ticket, by, if_version, reason=reason)


def reopen(*, ticket: Ticket, by: Actor, reason: str = "", if_version: int | None = None) -> Ticket:
    """It was not solved after all. A closed ticket is not reopened: a follow-up continues it."""
    return _move("reopen", ticket, by, if_version, reason=reason)


def close(*, ticket: Ticket, by: Actor, reason: str = "", if_version: int | None = None) -> Ticket:
    """The end: what the customer writes from now on opens a linked follow-up."""
    return _move("close", ticket, by, if_version, reason=reason)


@transaction.atomic
def change_state(*, ticket: Ticket, to: str, by: Actor, waits_for: str = "", if_version: int | None = None) -> Ticket:
    """The verb that leads to a state, for pages and API alike. Raises ``Refused`` when none does."""
    held = hold(ticket.pk, if_version)
    if held.state == to:
        return held
    if to == policy.CLOSED and held.state in policy.OPEN_STATES:
        resolve(ticket=held, by=by)
        return close(ticket=held, by=by)
    verb = policy.verb_to(held.state, to)
    if verb is None:
        raise Refused(_no_way(held.state))
    return _move(verb, held, by, None, waits_for=waits_for)


@transaction.atomic
def _move(verb: str, ticket: Ticket, by: Actor, if_version: int | None, *, waits_for: str = "", reason: str = "") -> Ticket:
    ticket = hold(ticket.pk, if_version)
    target = policy.TARGETS[verb]
    if ticket.state == target:
        return ticket
    if ticket.merged_into_id:
        raise Refused(_("This ticket was merged into another. Nothing was changed; change that one."))
    if ticket.state not in policy.TRANSITIONS[verb]:
        raise Refused(_no_way(ticket.state))
    if verb == "resolve":
        require_ready(ticket, by)
    now = timezone.now()
    then = _columns(ticket)
    before, ticket.state = ticket.state, target
    ticket.waits_for = waits_for[:120]
    ticket.resolved_at = now if verb == "resolve" else (ticket.resolved_at if verb == "close" else None)
    ticket.closed_at = now if verb == "close" else None
    if reason == "customer_confirmed":
        ticket.quiet_since = None
    if verb in ("resolve", "close"):
        end_waiting(ticket)
        stay_awake(ticket)
    elif verb == "reopen" and by.kind == "contact":
        begin_waiting(ticket, now)
    commit(ticket, StateChanged, by=by, state=target, before=before, reason=reason, was=_changed(then, ticket))
    return ticket


@transaction.atomic
def put_back(*, ticket: Ticket, state: str, was: Mapping[str, Any], by: Actor) -> Ticket:
    """Undo a change of state: the state before it and what went with it. The caller knows that nobody has changed the
    state since."""
    ticket = hold(ticket.pk)
    then = _columns(ticket)
    before, ticket.state = ticket.state, state
    for name in _WENT_WITH_IT:
        if name in was:
            setattr(ticket, name, _read(name, was[name]))
    if state in policy.OPEN_STATES:
        ticket.resolved_at = ticket.closed_at = None
    if "snoozed_until" in was:
        let_sleep(ticket)
    commit(ticket, StateChanged, by=by, state=state, before=before, reason="undo", was=_changed(then, ticket))
    return ticket


def _columns(ticket: Ticket) -> dict[str, Any]:
    return {name: getattr(ticket, name) for name in _WENT_WITH_IT}


def _changed(then: Mapping[str, Any], ticket: Ticket) -> dict[str, Any] | None:
    """The columns that are not as they were, as they were; times as text."""
    changed = {name: value for name, value in then.items() if getattr(ticket, name) != value}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in changed.items()} or None


def _read(name: str, value: Any) -> Any:
    return parse_datetime(value) if isinstance(value, str) and name != "waits_for" else value


def _no_way(state: str) -> str:
    if state == policy.CLOSED:
        return _("This ticket is closed. Nothing was changed; open a follow-up ticket to continue.")
    return _("The ticket cannot go there from its present state. Nothing was changed; load it again.")
