"""A list in the order of what a custom field holds: walked along the index of its values, tickets without one last. Choices
stand as the business put them, one after the other; behind them those that are offered no more."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Exists, OuterRef, Q

from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import FieldValue, Ticket
from percaya.core.tickets.queries.columns import COMPARED, OWN, sorts_of
from percaya.core.tickets.queries.listing import PAGE, Page, rows_in_order
from percaya.core.workspace.models import CustomField, Member

Key = tuple[Any, int]  # (what the last row holds, None for nothing; its id)
_SORT = re.compile(rf"-?{OWN}[\w-]{{1,40}}", re.ASCII)


@dataclass(frozen=True)
class FieldOrder:
    """The order of one field; ``column`` of its values' rows: text, number or day. ``choices``: what it offers, in order."""

    field_id: int
    column: str
    descending: bool = False
    choices: tuple[str, ...] = ()

    @property
    def sign(self) -> str:
        return "-" if self.descending else ""

    def past(self, column: str) -> str:
        """The lookup of what comes later: "number__gt"."""
        return f"{column}__{'lt' if self.descending else 'gt'}"

    def place(self, key: Key) -> tuple[int, Any, int]:
        """What a key is compared by; of use where there are choices."""
        value, row_id = key
        return (self.choices.index(value) if value in self.choices else len(self.choices), value, row_id)


def names_field(sort: str) -> bool:
    """Whether it has the form of such an order: "field:size", "-field:size" downwards."""
    return _SORT.fullmatch(sort) is not None


def order_of(sort: str, fields: Iterable[CustomField]) -> FieldOrder | None:
    """``None`` for a field that is not there, or not any more."""
    found = next((one for one in fields if sort in sorts_of(one)), None)
    if found is None:
        return None
    choices = tuple(str(option["value"]) for option in found.options) if found.kind == "choice" else ()
    return FieldOrder(found.pk, COMPARED[found.kind], sort.startswith("-"), choices)


def page_by_field(
    rows: TicketQuerySet[Ticket],
    *,
    reader: Member,
    order: FieldOrder,
    after: Key | None = None,
    limit: int = PAGE,
    is_short: bool = False,
) -> Page:
    """One page of an already narrowed list: two statements, three where it reaches tickets without a value, and one more for each
    choice that the page walks past."""
    found = keys_in_order(rows, order=order, after=after, limit=limit + 1, is_short=is_short)
    shown = found[:limit]
    return Page(rows_in_order([pk for _value, pk in shown], reader=reader), shown[-1] if len(found) > limit else None)


def keys_in_order(
    rows: TicketQuerySet[Ticket], *, order: FieldOrder, after: Key | None = None, limit: int, is_short: bool = False
) -> list[Key]:
    """Where the first tickets stand. The values are walked in their index until there are enough, however old the desk is; of a
    list that ``is_short`` only its own are read."""
    found: list[Key] = []
    if after is None or after[0] is not None:
        walk = _sorted(rows, order, after) if is_short and order.choices else _walk(rows, order, after, is_short)
        for some in walk:
            found += some[: limit - len(found)]
            if len(found) >= limit:
                return found
        after = None
    return found + [(None, pk) for pk in _empty(rows, order, after)[: limit - len(found)]]


def key_of(ticket_id: int, order: FieldOrder) -> Key:
    """Where a ticket stands in the order."""
    held = FieldValue.objects.filter(ticket_id=ticket_id, field_id=order.field_id).values_list(order.column, flat=True)
    return (held.first(), ticket_id)


def key_text(key: Key) -> str:
    """As it stands in an address: "=value~id", "-~id" without one."""
    value, row_id = key
    return f"-~{row_id}" if value is None else f"={value}~{row_id}"


def key_in(text: str, order: FieldOrder) -> Key | None:
    """``None`` for what was typed wrong: the list begins at its beginning."""
    said, _tilde, row_id = text.rpartition("~")
    if not (row_id.isdecimal() and len(row_id) < 19) or "\0" in said:
        return None
    if said == "-":
        return (None, int(row_id))
    try:
        return (_READ[order.column](said[1:]), int(row_id)) if said.startswith("=") else None
    except (ValueError, InvalidOperation):
        return None


def _walk(rows: TicketQuerySet[Ticket], order: FieldOrder, after: Key | None, is_short: bool) -> Iterator[Any]:
    """What is left of the values, in pieces that each stand in order."""
    values = _values(rows, order, is_short).order_by(f"{order.sign}{order.column}", f"{order.sign}ticket_id")
    if not order.choices:
        yield values.filter(_past(order, after)) if after else values
        return
    pieces: list[Q] = [Q(text=choice) for choice in order.choices] + [~Q(text__in=order.choices)]
    if order.descending:
        pieces.reverse()
    if after is not None:
        begun = order.place(after)[0]
        pieces = pieces[len(pieces) - 1 - begun if order.descending else begun :]
        pieces[0] &= _past(order, after)
    yield from (values.filter(piece) for piece in pieces)


def _sorted(rows: TicketQuerySet[Ticket], order: FieldOrder, after: Key | None) -> Iterator[list[Key]]:
    """Few tickets: read whole, for a statement a choice would cost more."""
    keys = sorted(_values(rows, order, True), key=order.place, reverse=order.descending)
    is_past = operator.lt if order.descending else operator.gt
    yield [key for key in keys if after is None or is_past(order.place(key), order.place(after))]


def _values(rows: TicketQuerySet[Ticket], order: FieldOrder, is_short: bool) -> Any:
    """(value, ticket). The tickets are asked about one by one, so that no planner begins with them; few are named."""
    values = FieldValue.objects.filter(field_id=order.field_id, **{f"{order.column}__isnull": False})
    if is_short:
        values = values.filter(ticket_id__in=rows.order_by().values("pk"))
    else:
        values = values.filter(Exists(rows.order_by().filter(pk=OuterRef("ticket_id"))))
    return values.values_list(order.column, "ticket_id")


def _past(order: FieldOrder, after: Key) -> Q:
    """Values after a key. The first condition alone bounds the walk; the second settles ties."""
    value, row_id = after
    later = Q(**{order.past(order.column): value}) | Q(**{order.past("ticket_id"): row_id})
    return Q(**{f"{order.past(order.column)}e": value}) & later


def _empty(rows: TicketQuerySet[Ticket], order: FieldOrder, after: Key | None) -> Any:
    held = FieldValue.objects.filter(field_id=order.field_id, ticket_id=OuterRef("pk"))
    if after is not None:
        rows = rows.filter(**{order.past("id"): after[1]})
    return rows.filter(~Exists(held)).order_by(f"{order.sign}id").values_list("pk", flat=True)


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number) >= 10**16:  # more than the column holds
        raise ValueError(text)
    return number


_READ: Mapping[str, Callable[[str], Any]] = {"text": str, "number": _number, "day": date.fromisoformat}
