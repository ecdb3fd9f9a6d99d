"""Conditions as they stand in an address: ``w=channel.is.email,whatsapp&w=created.within.7d``; ``w1``…``w3`` are the inner
groups, ``m`` and ``m1``…``m3`` say "all" or "any" (outside all, inside any, unless said otherwise)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from percaya.core.tickets.queries import conditions
from percaya.core.tickets.queries.condition_fields import BARE, LISTS, Custom, Field, field_of
from percaya.core.tickets.queries.conditions import BadCondition, Condition, Group

Given = tuple[tuple[str, str], ...]  # the pairs of the address, in its order

PLACES = ("w", "w1", "w2", "w3")
MATCHES = ("m", "m1", "m2", "m3")
LONG = 600  # characters of one condition
_PLAIN = ("state", "priority", "channel", "assignee", "team", "label")  # as older addresses say them: ?state=open


def given(query: QueryDict) -> Given:
    """What an address asks for, in the one way that is written; nothing is checked yet."""
    found = [(place, text[:LONG]) for place in PLACES for text in query.getlist(place)[: conditions.MOST] if text]
    for name in _PLAIN:
        if values := [value for value in query.getlist(name)[:20] if value and "," not in value]:
            found.append(("w", f"{name}.{'any' if name == 'label' else 'is'}.{','.join(values)}"[:LONG]))
    found += [(name, value) for name in MATCHES if (value := query.get(name, "")) in ("all", "any")]
    return tuple(dict.fromkeys(found))


def group(pairs: Given, customs: Mapping[str, Custom]) -> Group:
    """The conditions; what makes no sense is left out, so that an address typed wrong still shows a list."""
    places = placed(pairs, customs)
    match = dict(pairs)
    inner = [
        Group(match.get(f"m{n}", "any"), tuple(condition for _at, condition in places[f"w{n}"]))
        for n in (1, 2, 3)
        if places[f"w{n}"]
    ]
    return Group(match.get("m", "all"), (*(condition for _at, condition in places["w"]), *inner))


def placed(pairs: Given, customs: Mapping[str, Custom]) -> dict[str, list[tuple[int, Condition]]]:
    """Place -> its conditions, each with its number among the pairs (what a button takes away)."""
    found: dict[str, list[tuple[int, Condition]]] = {place: [] for place in PLACES}
    for number, (place, text) in enumerate(pairs):
        if place in found and (condition := _condition(text, customs)):
            found[place].append((number, condition))
    return found


def pairs_of(group: Group) -> Given:
    """The address of conditions; groups beyond the third are left out (no page makes them)."""
    found: list[tuple[str, str]] = []
    inner = 0
    for one in group.of:
        if isinstance(one, Condition):
            found.append(("w", text_of(one)))
        elif inner < 3:
            inner += 1
            found += [(f"w{inner}", text_of(each)) for each in one.of if isinstance(each, Condition)]
            found.append((f"m{inner}", one.match))
    return (*found, ("m", "any")) if group.match == "any" else tuple(found)


def text_of(one: Condition) -> str:
    """ "channel.is.email,whatsapp" """
    if one.op in BARE:
        return f"{one.field}.{one.op}."
    if isinstance(one.value, tuple):
        return f"{one.field}.{one.op}.{','.join(map(str, one.value))}"
    return f"{one.field}.{one.op}.{'yes' if one.value is True else 'no' if one.value is False else one.value}"


def read(text: str, customs: Mapping[str, Custom]) -> Condition:
    """One condition as it stands in an address. Raises ``BadCondition``."""
    name, _, rest = text.partition(".")
    op, _, value = rest.partition(".")
    field = field_of(name, customs)
    data = {"field": name, "op": op, "value": _value(field, value) if field else value}
    (condition,) = conditions.read({"of": [data]}, customs).all()
    return condition


def _condition(text: str, customs: Mapping[str, Custom]) -> Condition | None:
    try:
        return read(text, customs)
    except BadCondition:
        return None


def _value(field: Field, text: str) -> Any:
    if field.kind in LISTS:
        return _values(field, filter(None, text.split(",")))
    if field.kind == "flag":
        return {"yes": True, "no": False}.get(text)
    return text


def _values(field: Field, texts: Iterable[str]) -> Sequence[str | int]:
    by_key = field.kind == "row" or (field.kind == "many" and not field.custom_id)
    return [int(text) if by_key and text.isdecimal() and len(text) < 19 else text for text in texts]
