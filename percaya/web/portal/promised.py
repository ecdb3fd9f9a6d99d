"""What we promised the customer, as they read it: the same record that the agents see, the missed times struck through."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from percaya.core.promises.models import Promise, PromiseState
from percaya.core.promises.queries import of_ticket
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.standing import first_name

_MOST = 12
_KNOTS = {"open": "knot-open", "late": "knot-broken", "kept": "knot-kept", "broken": "knot-broken", "cancelled": "close"}


@dataclass(frozen=True)
class Vow:
    """One promise in the customer's words; ``missed`` are the times that passed, in words."""

    text: str
    state: str
    word: str
    knot: str
    due: str
    missed: str
    who: str
    reason: str


def vows(ticket: Ticket) -> list[Vow]:
    """The ticket's promises, what is owed first."""
    return [_vow(promise, ticket) for promise in of_ticket(ticket)[:_MOST]]


def _vow(promise: Promise, ticket: Ticket) -> Vow:
    def said(instant: datetime) -> str:
        return day_and_time(instant, ticket.workspace.time_zone, get_language() or "id")

    overdue = promise.state in (PromiseState.LATE, PromiseState.BROKEN)
    return Vow(
        text=promise.text,
        state=promise.state,
        word=_word(promise),
        knot=_KNOTS[promise.state],
        due="" if overdue else said(promise.due_at),
        missed=said(promise.due_at) if overdue else (said(promise.first_due_at) if promise.moved else ""),
        who=first_name(promise.owner.name) if promise.owner else "",
        reason=promise.reason,
    )


def _word(promise: Promise) -> str:
    words = {
        "open": pgettext("promise", "Promised"),
        "late": pgettext("promise", "We are late with this, and we are sorry"),
        "kept": pgettext("promise", "Done, though later than promised") if promise.was_late else pgettext("promise", "Done"),
        "broken": pgettext("promise", "We could not keep this, and we are sorry"),
        "cancelled": _("No longer needed, as you told us"),
    }
    return words[promise.state]
