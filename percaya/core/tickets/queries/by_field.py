"""A list in the order of what a custom field holds: walked along the index of its values, tickets without one last."""

import re
from collections.abc import Callable, Iterable, Mapping
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
    """The order of one field; ``column`` of its values' rows: text, number or day."""

    field_id: int
    column: str
    descending: bool = False


def names_field(sort: str) -> bool:
    """Whether it has the form of such an order: "field:size", "-field:size" downwards."""
    return _SORT.fullmatch(sort) is not None


def order_of(sort: str, fields: Iterable[CustomField]) -> FieldOrder | None:
    """``None`` for a field that is not there, or not any more."""
    found = next((one for one in fields if sort in sorts_of(one)), None)
    return FieldOrder(found.pk, COMPARED[found.kind], sort.startswith("-")) if found else None


def page_by_field(
    rows: TicketQuerySet[Ticket],
    *,
    reader: Member,
    order: FieldOrder,
    after: Key | None = None,
    limit: int = PAGE,
    is_short: bool = False,
) -> Page:
    """One page of an already narrowed list: two statements, three where it reaches tickets without a value. The values are walked
    in their index until the page is full, however old the desk is; of a list that ``is_short`` only its own are read."""
    keys = _valued(rows, order, after, is_short)[: limit + 1] if after is None or after[0] is not None else ()
    found: list[Key] = list(keys)
    if len(found) <= limit:
        empty = _empty(rows, order, after if after is not None and after[0] is None else None)
        found += [(None, pk) for pk in empty[: limit + 1 - len(found)]]
    shown = found[:limit]
    return Page(rows_in_order([pk for _value, pk in shown], reader=reader), shown[-1] if len(found) > limit else None)


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


def _valued(rows: TicketQuerySet[Ticket], order: FieldOrder, after: Key | None, is_short: bool) -> Any:
    """(value, ticket) in order. The tickets are asked about one by one, so that no planner begins with them; few are named."""
    sign, step = ("-", "lt") if order.descending else ("", "gt")
    values = FieldValue.objects.filter(field_id=order.field_id, **{f"{order.column}__isnull": False})
    if is_short:
        values = values.filter(ticket_id__in=rows.order_by().values("pk"))
    else:
        values = values.filter(Exists(rows.order_by().filter(pk=OuterRef("ticket_id"))))
    if after is not None:
        value, row_id = after
        past = Q(**{f"{order.column}__{step}": value}) | Q(**{f"ticket_id__{step}": row_id})
        values = values.filter(Q(**{f"{order.column}__{step}e": value}) & past)
    return values.order_by(f"{sign}{order.column}", f"{sign}ticket_id").values_list(order.column, "ticket_id")


def _empty(rows: TicketQuerySet[Ticket], order: FieldOrder, after: Key | None) -> Any:
    sign, step = ("-", "lt") if order.descending else ("", "gt")
    held = FieldValue.objects.filter(field_id=order.field_id, ticket_id=OuterRef("pk"))
    if after is not None:
        rows = rows.filter(**{f"id__{step}": after[1]})
    return rows.filter(~Exists(held)).order_by(f"{sign}id").values_list("pk", flat=True)


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number) >= 10**16:  # more than the column holds
        raise ValueError(text)
    return number


_READ: Mapping[str, Callable[[str], Any]] = {"text": str, "number": _number, "day": date.fromisoformat}
