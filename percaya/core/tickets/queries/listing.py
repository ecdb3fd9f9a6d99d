"""The list: filters, order, keyset paging. Rows are plain DTOs from one statement; a page costs the same everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Seen, Ticket, TicketLabel
from percaya.core.tickets.policy import next_word
from percaya.core.workspace.models import Member

PAGE = 50


@dataclass(frozen=True, slots=True)
class TicketRow:
    """What a row shows; times aware UTC. ``seen`` is how many inbound messages the reader has read."""

    id: int
    number: int
    subject: str
    state: str
    priority: str
    topic: str
    channel: str
    language: str
    contact_id: int
    contact_name: str
    assignee_id: int | None
    team_id: int | None
    account_id: int | None
    waiting_since: datetime | None
    due_at: datetime | None
    due_warn_at: datetime | None  # its first warning
    due_kind: str
    clock_paused: bool
    promise_due_at: datetime | None
    snoozed_until: datetime | None
    snoozed_till_reply: bool
    reminded_at: datetime | None
    failed_delivery: bool
    is_spam: bool
    shelf: int
    preview: str
    preview_by: str
    inbound_count: int
    message_count: int
    version: int
    created_at: datetime
    updated_at: datetime
    urgency_key: int
    priority_key: int
    waiting_key: int
    due_key: int
    update_key: int
    update_due_at: datetime | None
    seen: int

    @property
    def next_word_at(self) -> datetime | None:
        """By when its customer hears from us."""
        return next_word(
            update_due_at=self.update_due_at, due_at=self.due_at, due_kind=self.due_kind, promise_due_at=self.promise_due_at
        )

    @property
    def unread(self) -> int:
        return max(0, self.inbound_count - self.seen)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a list; empty means everything. Several values of one kind are alternatives."""

    states: Sequence[str] = ()
    priorities: Sequence[str] = ()
    channels: Sequence[str] = ()
    assignees: Sequence[int | None] = ()  # None: nobody
    teams: Sequence[int | None] = ()
    labels: Sequence[int] = ()
    contacts: Sequence[int] = ()
    updated_after: datetime | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    spam: bool | None = None


@dataclass(frozen=True)
class Order:
    """A sort: the columns of its key, and the column that every step compares first (an index leads with it)."""

    column: str
    descending: bool = False

    @property
    def by(self) -> tuple[str, str]:
        sign = "-" if self.descending else ""
        return f"{sign}{self.column}", f"{sign}id"


ORDERS: dict[str, Order] = {
    "urgent": Order("urgency_key"),
    "waiting": Order("waiting_key"),
    "newest": Order("id", descending=True),
    "oldest": Order("id"),
    "priority": Order("priority_key"),
    "due": Order("due_key"),
    "update": Order("update_key"),
    "updated": Order("updated_at", descending=True),
}


@dataclass(frozen=True)
class Page:
    rows: list[TicketRow]
    next_after: tuple[Any, int] | None = field(default=None)  # (value of the order's column, id) of the last row


_COLUMNS = [f.name for f in fields(TicketRow) if f.name not in ("contact_name", "seen")]


def page(
    rows: TicketQuerySet[Ticket],
    *,
    reader: Member,
    order: str = "urgent",
    after: tuple[Any, int] | None = None,
    limit: int = PAGE,
    is_short: bool = False,
) -> Page:
    """One page of an already narrowed list, past the key ``after``. One statement. A list that ``is_short`` is sorted whole:
    walking the history of all changes for the few tickets of one member would take longer the older the desk is."""
    found = _shown(_walked(rows, ORDERS[order], after, is_short)[: limit + 1], reader)
    more = len(found) > limit
    found = found[:limit]
    last = found[-1] if more else None
    return Page(found, (getattr(last, ORDERS[order].column), last.id) if last else None)


def numbers(
    rows: TicketQuerySet[Ticket], *, order: str, after: tuple[Any, int] | None = None, limit: int, is_short: bool = False
) -> list[tuple[int, int]]:
    """(id, number) of the same tickets in the same order, for who needs no rows."""
    return list(_walked(rows, ORDERS[order], after, is_short).values_list("pk", "number")[:limit])


def _walked(rows: TicketQuerySet[Ticket], by: Order, after: tuple[Any, int] | None, is_short: bool) -> TicketQuerySet[Ticket]:
    if is_short and by.column == "updated_at":
        by = Order("sorted_by", descending=by.descending)
        rows = rows.annotate(sorted_by=Coalesce(F("updated_at"), F("updated_at")))  # no index has this
    if after is not None:
        rows = rows.filter(_past(by, after))
    return rows.order_by(*dict.fromkeys(by.by))


def rows_in_order(ticket_ids: Sequence[int], *, reader: Member) -> list[TicketRow]:
    """The rows of tickets that the reader was found to see, in this order. One statement, none for none."""
    if not ticket_ids:
        return []
    found = {row.id: row for row in _shown(Ticket.objects.filter(pk__in=list(ticket_ids)), reader)}
    return [found[one] for one in ticket_ids if one in found]


def _shown(rows: TicketQuerySet[Ticket], reader: Member) -> list[TicketRow]:
    seen = Seen.objects.filter(ticket_id=OuterRef("pk"), member_id=reader.pk).values("inbound_seen")[:1]
    values = rows.annotate(seen_count=Coalesce(Subquery(seen), 0))
    return [TicketRow(*row) for row in values.values_list(*_COLUMNS[:9], "contact__name", *_COLUMNS[9:], "seen_count")]


def narrow(rows: TicketQuerySet[Ticket], filters: Filters) -> TicketQuerySet[Ticket]:
    """Apply filters; every column is on an allow-list by construction."""
    for column, values in (
        ("state", filters.states),
        ("priority", filters.priorities),
        ("channel", filters.channels),
        ("contact_id", filters.contacts),
    ):
        if values:
            rows = rows.filter(**{f"{column}__in": list(values)})
    for column, ids in (("assignee_id", filters.assignees), ("team_id", filters.teams)):
        if ids:
            rows = rows.filter(_among(column, ids))
    if filters.labels:
        tagged = TicketLabel.objects.filter(label_id__in=list(filters.labels)).values("ticket_id")
        rows = rows.filter(pk__in=tagged)
    if filters.updated_after:
        rows = rows.filter(updated_at__gte=filters.updated_after)
    if filters.created_after:
        rows = rows.filter(created_at__gte=filters.created_after)
    if filters.created_before:
        rows = rows.filter(created_at__lt=filters.created_before)
    if filters.spam is not None:
        rows = rows.filter(is_spam=filters.spam)
    return rows


def labels_of(ticket_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """The labels (id, word) of many tickets, in one statement."""
    found: dict[int, list[tuple[int, str]]] = {}
    links = TicketLabel.objects.filter(ticket_id__in=list(ticket_ids)).order_by("label__name")
    for ticket_id, label_id, name in links.values_list("ticket_id", "label_id", "label__name"):
        found.setdefault(ticket_id, []).append((label_id, name))
    return found


def _past(order: Order, after: tuple[Any, int]) -> Q:
    """Rows after a key. The first condition alone bounds the index walk; the second settles ties."""
    value, row_id = after
    step = "lt" if order.descending else "gt"
    if order.column == "id":
        return Q(**{f"id__{step}": row_id})
    return Q(**{f"{order.column}__{step}e": value}) & (Q(**{f"{order.column}__{step}": value}) | Q(**{f"id__{step}": row_id}))


def _among(column: str, ids: Sequence[int | None]) -> Q:
    known = [one for one in ids if one is not None]
    wanted = Q(**{f"{column}__in": known}) if known else Q(pk__in=[])
    return wanted | Q(**{f"{column}__isnull": True}) if None in ids else wanted
