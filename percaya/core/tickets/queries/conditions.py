"""Conditions on tickets: "all of these", "any of those", groups one level deep. Plain data, checked when it is read.

As JSON ``{"match": "all", "of": [{"field": "state", "op": "is", "value": ["open"]}, {"match": "any", "of": […]}]}``.
``condition_fields`` says what can be asked, ``condition_rows`` finds the tickets, ``condition_words`` says it to people.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from percaya.core.tickets.queries.condition_fields import (
    BARE,
    CUSTOM_KINDS,
    DAYS,
    LISTS,
    PERIODS,
    SPANS,
    Custom,
    Field,
    field_of,
)
from percaya.core.workspace.models import CustomField

Value = tuple[str | int, ...] | str | bool | None
Customs = Mapping[str, Custom]

MOST = 40  # conditions in all
MOST_VALUES = 50
_SPAN = re.compile(r"(\d{1,4})([mhdw])")


class BadCondition(ValidationError):
    """What is wrong with a condition, for a person; nothing was changed or searched."""


@dataclass(frozen=True)
class Condition:
    """``field`` and ``op`` are words of ``condition_fields``; what ``value`` holds follows from them: see ``_value``."""

    field: str
    op: str
    value: Value = None

    def data(self) -> dict[str, Any]:
        if self.op in BARE:
            return {"field": self.field, "op": self.op}
        return {"field": self.field, "op": self.op, "value": list(self.value) if isinstance(self.value, tuple) else self.value}


@dataclass(frozen=True)
class Group:
    """``match``: "all" or "any". A group inside a group holds conditions only. An empty one asks nothing."""

    match: str = "all"
    of: tuple["Condition | Group", ...] = ()

    def data(self) -> dict[str, Any]:
        return {"match": self.match, "of": [one.data() for one in self.of]}

    def all(self) -> Iterator[Condition]:
        """Every condition, those of the inner groups too."""
        for one in self.of:
            if isinstance(one, Group):
                yield from one.all()
            else:
                yield one


EVERYTHING = Group()


def read(data: Any, customs: Customs) -> Group:
    """The conditions in JSON-like data. Raises ``BadCondition``."""
    group = _group(data, customs, deep=False)
    if sum(1 for _one in group.all()) > MOST:
        raise BadCondition(_("At most %(count)s conditions fit into one view.") % {"count": MOST})
    return group


def stored(data: Any, customs: Customs) -> Group:
    """What was checked when it was kept. A condition on something that is gone since (a custom field) matches nothing:
    leaving it out would show more than was asked for."""
    try:
        return read(data or {}, customs)
    except BadCondition:
        return Group("any", (Condition("state", "is", ()),))


def both(first: Group, second: Group) -> Group:
    """What matches the one and the other, as flat as it can be."""
    parts: list[Condition | Group] = []
    for group in (first, second):
        if group.match == "all" or len(group.of) < 2:
            parts += group.of
        elif any(isinstance(one, Group) for one in group.of):
            raise BadCondition(_("These conditions cannot be joined: groups go one level deep. Start from an empty view."))
        else:
            parts.append(group)
    return Group("all", tuple(dict.fromkeys(parts)))


def customs_of(workspace_id: int) -> dict[str, Custom]:
    """The custom fields of tickets in a workspace, by key."""
    rows = CustomField.objects.filter(workspace_id=workspace_id, of="ticket", is_active=True).order_by("position", "pk")
    return {
        row.key: Custom(row.pk, row.key, row.name, row.kind, tuple((str(o["value"]), str(o["name"])) for o in row.options))
        for row in rows
        if row.kind in CUSTOM_KINDS
    }


def _group(data: Any, customs: Customs, *, deep: bool) -> Group:
    if not isinstance(data, dict):
        raise BadCondition(_("Conditions are an object with “match” and “of”."))
    match, of = data.get("match", "all"), data.get("of", [])
    if match not in ("all", "any") or not isinstance(of, list):
        raise BadCondition(_("“match” is “all” or “any”, and “of” is a list of conditions."))
    return Group(match, tuple(_part(one, customs, deep) for one in of))


def _part(data: Any, customs: Customs, deep: bool) -> Condition | Group:
    if isinstance(data, dict) and "of" in data:
        if deep:
            raise BadCondition(_("Groups of conditions go one level deep."))
        return _group(data, customs, deep=True)
    if not isinstance(data, dict):
        raise BadCondition(_("A condition has a field, an operator and a value."))
    field = field_of(str(data.get("field", "")), customs)
    if field is None:
        raise BadCondition(_("There is no field “%(field)s” to ask about.") % {"field": str(data.get("field", ""))[:60]})
    op = data.get("op")
    if op not in field.operators:
        raise BadCondition(_("“%(field)s” cannot be asked with “%(op)s”.") % {"field": field.key, "op": str(op)[:20]})
    return Condition(field.key, op, None if op in BARE else _value(field, op, data.get("value")))


def _value(field: Field, op: str, given: Any) -> Value:
    """A list of words or keys; for flags true or false; else a text: a span "7d", a day, a period, a number, plain words."""
    if field.kind in LISTS:
        return _listed(field, given)
    if field.kind == "flag":
        return _checked(isinstance(given, bool), given, field)
    if not isinstance(given, (str, int, float)) or isinstance(given, bool):
        raise _nonsense(field, given)
    text = str(given).strip()[:200]
    if op in SPANS:
        return _checked(_SPAN.fullmatch(text) is not None, text, field)
    if op == "period":
        return _checked(text in PERIODS, text, field)
    if op in DAYS:
        return _checked(_is_day(text), text, field)
    if field.kind == "number":
        return _checked(_is_number(text), text, field)
    return _checked(bool(text), text, field)


def _listed(field: Field, given: Any) -> tuple[str | int, ...]:
    values = given if isinstance(given, list) else [given]
    if not values or len(values) > MOST_VALUES:
        raise _nonsense(field, given)
    return tuple(dict.fromkeys(_one(field, value) for value in values))


def _one(field: Field, value: Any) -> str | int:
    by_key = field.kind == "row" or (field.kind == "many" and not field.custom_id)
    if isinstance(value, str) and value in field.specials:
        return value
    if by_key:
        return int(_checked(isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 62, value, field))
    is_known = isinstance(value, str) and 0 < len(value) <= 120 and (not field.choices or value in field.choices)
    return str(_checked(is_known, value, field))


def span(text: str) -> tuple[int, str]:
    """ "7d" -> (7, "d"): minutes, hours, days, weeks."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1]), found[2]


def _is_day(text: str) -> bool:
    try:
        return 1970 <= date.fromisoformat(text).year <= 2200
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    try:
        return abs(Decimal(text)) < Decimal(10) ** 15
    except InvalidOperation:
        return False


def _checked(is_right: bool, value: Any, field: Field) -> Any:
    if not is_right:
        raise _nonsense(field, value)
    return value


def _nonsense(field: Field, value: Any) -> BadCondition:
    return BadCondition(_("“%(value)s” is no value for “%(field)s”.") % {"value": str(value)[:60], "field": field.key})
