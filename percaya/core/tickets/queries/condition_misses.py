"""Which conditions one ticket meets, and how it stands where it does not: for those who ask why. Nothing here decides."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper
from django.utils.translation import gettext as _

from percaya.core.tickets.models import FieldValue, Ticket, TicketLabel
from percaya.core.tickets.policy import owed_at
from percaya.core.tickets.queries.condition_fields import FIELDS, Field, NameOf, field_of
from percaya.core.tickets.queries.condition_rows import Asking, matching
from percaya.core.tickets.queries.condition_words import field_word, flag_word, value_word
from percaya.core.tickets.queries.conditions import Condition, Customs, Group

MOST_AT_ONCE = 400  # answers of one statement


def held(ticket_id: int, groups: Sequence[Group], asking: Asking) -> list[tuple[bool, ...]]:
    """For each group whether each of its parts holds now. One statement for hundreds of parts, none where nothing is asked."""
    parts = [(place, one) for place, group in enumerate(groups) for one in group.of]
    answers: list[bool] = []
    for start in range(0, len(parts), MOST_AT_ONCE):
        some = parts[start : start + MOST_AT_ONCE]
        asked = {f"part{n}": _as_column(one, asking) for n, (_place, one) in enumerate(some)}
        row: Mapping[str, Any] = Ticket.objects.filter(pk=ticket_id).annotate(**asked).values(*asked).first() or {}
        answers += [bool(row.get(name)) for name in asked]
    found: list[list[bool]] = [[] for _group in groups]
    for (place, _one), answer in zip(parts, answers, strict=True):
        found[place].append(answer)
    return [tuple(one) for one in found]


def missed(group: Group, held_parts: Sequence[bool]) -> tuple[int, ...]:
    """The places of the parts that keep the group from holding; none when it holds."""
    if not held_parts or (all(held_parts) if group.match == "all" else any(held_parts)):
        return ()
    return tuple(place for place, one in enumerate(held_parts) if not one)


class Standing:
    """How a ticket stands on what conditions ask about, in words. One statement for all plain columns, one for its labels, one
    for its own fields; each only when it is needed. ``when`` says a moment."""

    def __init__(self, ticket_id: int, customs: Customs, name_of: NameOf, when: Callable[[datetime], str]) -> None:
        self.ticket_id, self.customs, self.name_of, self.when = ticket_id, customs, name_of, when

    def of(self, part: Condition | Group) -> str:
        """ "Normal" for one condition; for a group each field with its name; nothing for a field that is gone."""
        if isinstance(part, Condition):
            field = field_of(part.field, self.customs)
            return self._value(field, part) if field else ""
        said = {one.field: (field_of(one.field, self.customs), one) for one in part.all()}
        return "; ".join(f"{field_word(field)}: {self._value(field, one)}" for field, one in said.values() if field)

    def _value(self, field: Field, one: Condition) -> str:
        if field.custom_id:
            values = self._fields.get(field.custom_id, [])
            words = [value_word(field, value, self.customs, self.name_of) if field.choices else value for value in values]
            return ", ".join(words) or _("none")
        if field.kind == "flag":
            return flag_word(field, not one.value)  # it was missed, so it is the other way round
        if field.kind == "many":
            return ", ".join(self._labels) or _("none")
        value = self._columns[field.column]
        if field.in_minutes:
            value = owed_at(value)
        if value in (None, ""):
            return _("none")
        if field.kind in ("choice", "row"):
            return value_word(field, value, self.customs, self.name_of)
        if isinstance(value, datetime):
            return self.when(value)
        return f"“{str(value)[:60]}”" if field.kind == "text" else str(value)

    @cached_property
    def _columns(self) -> Mapping[str, Any]:
        columns = {field.column for field in FIELDS.values() if field.column}
        return Ticket.objects.filter(pk=self.ticket_id).values(*columns).first() or dict.fromkeys(columns)

    @cached_property
    def _labels(self) -> list[str]:
        rows = TicketLabel.objects.filter(ticket_id=self.ticket_id).order_by("label__name")
        return list(rows.values_list("label__name", flat=True))

    @cached_property
    def _fields(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = {}
        rows = FieldValue.objects.filter(ticket_id=self.ticket_id).order_by("pk")
        for field_id, text, day in rows.values_list("field_id", "text", "day"):
            found.setdefault(field_id, []).append(day.isoformat() if isinstance(day, date) else text)
        return found


def _as_column(part: Condition | Group, asking: Asking) -> "ExpressionWrapper[Any]":
    group = part if isinstance(part, Group) else Group("all", (part,))
    return ExpressionWrapper(matching(group, asking), output_field=BooleanField())
