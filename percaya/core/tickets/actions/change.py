"""How every verb changes a ticket: hold the row, change it, count its version up, record. Used by the files beside it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record_all
from percaya.core.journal.actor import Actor
from percaya.core.prepared import Prepared
from percaya.core.tickets import policy
from percaya.core.tickets.events import TicketEvent
from percaya.core.tickets.models import Ticket
from percaya.core.written import update


class Stale(Exception):
    """The ticket has changed since the caller saw it (If-Match does not match)."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(_("The ticket has changed in the meantime."))
        self.version = ticket.version


class Refused(Exception):
    """The change makes no sense now; the message says why and what to do."""


Make = Callable[..., TicketEvent]
_INTO = "SELECT merged_into_id FROM tickets_ticket WHERE id = %s"
_held: Prepared[Ticket] = Prepared(
    lambda ticket_id: Ticket.objects.select_for_update(of=("self",), no_key=True).filter(pk=ticket_id), ticket_id=int
)


@dataclass
class _Hand:
    """A held row whose event is being reacted to. ``is_spoiled``: a change that a reaction tried was taken back, so what
    stands in memory may not be what stands in the row."""

    ticket: Ticket
    is_spoiled: bool = False

    def mend(self) -> None:
        if self.is_spoiled:
            self.ticket.refresh_from_db()
            self.is_spoiled = False


_hands: ContextVar[Mapping[int, _Hand]] = ContextVar("percaya_tickets_in_hand", default=MappingProxyType({}))


@contextmanager
def in_hand(ticket: Ticket) -> Iterator[None]:
    """While the events of a held ticket are reacted to, ``hold`` gives reactions this very row: what they change the verb
    sees when it goes on, and nobody asks for the row twice."""
    hand = _Hand(ticket)
    token = _hands.set({**_hands.get(), ticket.pk: hand})
    try:
        yield
    finally:
        _hands.reset(token)
    hand.mend()


def hold(ticket_id: int, if_version: int | None = None) -> Ticket:
    """The ticket, locked until the transaction ends. Raises ``Stale`` when a version is asked for and is not the one."""
    if (hand := _hands.get().get(ticket_id)) is not None:
        hand.mend()
        ticket = hand.ticket
    else:
        ticket = _locked(ticket_id)
    if if_version is not None and ticket.version != if_version:
        raise Stale(ticket)
    return ticket


def hold_living(ticket_id: int) -> Ticket:
    """The ticket, locked, or the one it goes on in when it was merged."""
    while True:
        while (into := _merged_into(ticket_id)) is not None:
            ticket_id = into
        ticket = hold(ticket_id)
        if ticket.merged_into_id is None:  # not merged while we waited for it
            return ticket


def _locked(ticket_id: int) -> Ticket:
    if connection.features.has_select_for_update and not connection.in_atomic_block:
        raise TransactionManagementError("A ticket is held inside transaction.atomic().")
    rows = _held.ask(ticket_id=ticket_id)
    if not rows:
        raise Ticket.DoesNotExist(f"There is no ticket {ticket_id}.")
    return rows[0]


def _merged_into(ticket_id: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_INTO, [ticket_id])
        row = cursor.fetchone()
    if row is None:
        raise Ticket.DoesNotExist(f"There is no ticket {ticket_id}.")
    into: int | None = row[0]
    return into


def commit(ticket: Ticket, make_event: Make, *, by: Actor, **facts: object) -> int:
    """Save what was changed on the held ticket together with its event. Returns the event's id."""
    return commit_all(ticket, [(make_event, facts)], by=by)[0]


def commit_all(ticket: Ticket, said: Sequence[tuple[Make, Mapping[str, object]]], *, by: Actor) -> list[int]:
    """The same for several events at once, oldest first: (event, its facts)."""
    ticket.version += len(said)
    ticket.updated_at = timezone.now()
    if by.kind in ("member", "token"):
        ticket.reminded_at = None  # somebody has taken the reminder up
    settle(ticket)
    events = [make(workspace_id=ticket.workspace_id, ticket=ticket.pk, number=ticket.number, **facts) for make, facts in said]
    try:
        update(ticket)
        with in_hand(ticket):
            return record_all(events, by=by)
    except BaseException:
        if (outer := _hands.get().get(ticket.pk)) is not None:
            outer.is_spoiled = True
        raise


def settle(ticket: Ticket) -> None:
    """Bring the derived columns (shelf, open, urgency) in line with the others."""
    snoozed = ticket.snoozed_until is not None or ticket.snoozed_till_reply
    merged = ticket.merged_into_id is not None
    ticket.shelf = policy.shelf(state=ticket.state, snoozed=snoozed, is_spam=ticket.is_spam, merged=merged)
    ticket.is_open = int(ticket.state in policy.OPEN_STATES and not ticket.is_spam and not merged)
    if ticket.state not in policy.OPEN_STATES:
        ticket.update_due_at = None  # what is done owes no news
    owed = min(filter(None, (ticket.due_at, ticket.promise_due_at)), default=None)
    ticket.urgency_key = policy.urgency_key(due_at=owed, priority=ticket.priority, waiting_since=ticket.waiting_since)
    ticket.near_at = policy.near_at(due_at=ticket.due_at, due_warn_at=ticket.due_warn_at, promise_due_at=ticket.promise_due_at)
    following = policy.next_word(
        update_due_at=ticket.update_due_at, due_at=ticket.due_at, due_kind=ticket.due_kind, promise_due_at=ticket.promise_due_at
    )
    ticket.update_key = policy.update_key(following)
    keys = policy.sort_keys(
        due_at=ticket.due_at,
        promise_due_at=ticket.promise_due_at,
        snoozed_until=ticket.snoozed_until,
        priority=ticket.priority,
        waiting_since=ticket.waiting_since,
    )
    ticket.priority_key, ticket.waiting_key, ticket.due_key = keys.priority_key, keys.waiting_key, keys.due_key
