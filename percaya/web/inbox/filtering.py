"""The filter of a list: its conditions as chips, what can be asked, and the form of one condition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from percaya.channels.registry import channels
from percaya.core.people.models import Contact, Handle, Organisation
from percaya.core.tickets.queries import condition_words, conditions
from percaya.core.tickets.queries.condition_fields import (
    BARE,
    FIELDS,
    LISTS,
    ME,
    MY_TEAMS,
    NOBODY,
    PERIODS,
    SPANS,
    Custom,
    Field,
    field_of,
)
from percaya.core.tickets.queries.conditions import BadCondition, Condition, Group
from percaya.core.workspace.models import Member
from percaya.core.workspace.queries import accounts
from percaya.web.inbox import asked
from percaya.web.inbox.asked import PLACES
from percaya.web.inbox.listing import Wanted, customs_for
from percaya.web.inbox.reference import reference
from percaya.web.ui.times import language

FIRST = ("state", "priority", "assignee", "team", "label", "channel", "created", "waiting")  # what is asked most
UNITS = ("m", "h", "d", "w")
MOST_OPTIONS = 200


@dataclass(frozen=True)
class Chip:
    """One condition in words; ``number`` is its place in the address, for the button that takes it away."""

    number: int
    words: str


@dataclass(frozen=True)
class Chips:
    """One level of the sentence: its conditions, and the word between them ("all" or "any")."""

    place: str
    match: str
    chips: list[Chip]


class NameOf:
    """The names of what conditions point to, each list asked for at most once and only when it is named."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self._asked: dict[str, dict[Any, str]] = {}

    def __call__(self, field: str, value: str | int) -> str:
        if field in ("contact", "organisation"):
            return self._person(field, value)
        if field not in self._asked:
            maker = self._makers().get(field)
            self._asked[field] = dict(maker()) if maker else {}
        return self._asked[field].get(value, "")

    def options(self, field: str) -> list[tuple[Any, str]]:
        maker = self._makers().get(field)
        return list(maker())[:MOST_OPTIONS] if maker else []

    def _makers(self) -> Mapping[str, Callable[[], Iterable[tuple[Any, str]]]]:
        known, workspace = reference(self.member), self.member.workspace_id
        people = known.people
        return {
            "channel": lambda: [(c.key, c.name_en if language() == "en" else c.name_id) for c in channels().values()],
            "account": lambda: [(one.pk, one.name) for one in accounts(workspace)],
            "brand": lambda: [(one.pk, one.name) for one in known.brands],
            "assignee": lambda: [(one.pk, one.name) for one in people],
            "promiser": lambda: [(one.pk, one.name) for one in people],
            "team": lambda: [(one.pk, one.name) for one in known.teams],
            "label": lambda: [(one.pk, one.name) for one in known.labels],
            "organisation": lambda: _organisations(workspace),
        }

    def _person(self, field: str, value: str | int) -> str:
        table = Contact.objects if field == "contact" else Organisation.objects
        rows = table.filter(workspace_id=self.member.workspace_id, pk=value)
        return rows.values_list("name", flat=True).first() or ""


def chips(wanted: Wanted, member: Member) -> list[Chips]:
    """The conditions of the address as a sentence: the outer level first, then each group."""
    if not wanted.given:
        return []
    customs, name_of, match = customs_for(member, str(wanted.given)), NameOf(member), dict(wanted.given)
    placed = asked.placed(wanted.given, customs)
    return [
        Chips(
            place,
            match.get(place.replace("w", "m"), "all" if place == "w" else "any"),
            [Chip(number, condition_words.condition(one, customs, name_of)) for number, one in placed[place]],
        )
        for place in PLACES
        if placed[place]
    ]


def sentence(group: Group, member: Member) -> str:
    """The whole in words."""
    return condition_words.sentence(group, customs_for(member, str(group.data())), NameOf(member))


def fields(member: Member) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(key, words) of what can be asked: what is asked most, and the rest with the business's own fields at its end."""
    customs = reference(member).customs
    known = [*FIELDS.values(), *(field for key in customs if (field := field_of(f"field:{key}", customs)))]
    words = {field.key: _capital(condition_words.field_word(field)) for field in known}
    return [(key, words[key]) for key in FIRST], [(key, text) for key, text in words.items() if key not in FIRST]


def form(key: str, member: Member) -> dict[str, Any] | None:
    """What the form of one condition draws; ``None`` for a field that is not there."""
    customs = customs_for(member, key)
    field = field_of(key, customs)
    if field is None:
        return None
    return {
        "field": field,
        "field_words": _capital(condition_words.field_word(field)),
        "operators": [(op, _capital(condition_words.operator_name(op, field.kind))) for op in field.operators],
        "options": _options(field, customs, member),
        "periods": [(period, condition_words.period_word(period)) for period in PERIODS],
        "units": [(unit, condition_words.span_word(f"2{unit}").partition(" ")[2]) for unit in UNITS],
        "yes": _capital(_(field.name)) if field.no else _("yes"),
        "no": _capital(_(field.no)) if field.no else _("no"),
        "spans": SPANS,
        "bare": BARE,
    }


def posted(data: QueryDict, member: Member) -> Condition:
    """The condition that the form was filled in with. Raises ``BadCondition``."""
    key, op = data.get("field", ""), data.get("op", "")
    customs = customs_for(member, key)
    field = field_of(key, customs)
    if field is None:
        raise BadCondition(_("Choose what to filter by."))
    value: Any = data.get("value", "")
    if field.kind in LISTS:
        value = _chosen(field, data, member)
    elif field.kind == "flag":
        value = {"yes": True, "no": False}.get(value)
    elif op in SPANS:
        value = f"{data.get(f'{op}_count', '').strip()}{data.get(f'{op}_unit', '')}"
    elif op in ("period", "before", "after", "on"):
        value = data.get(op, "")
    try:
        (found,) = conditions.read({"of": [{"field": key, "op": op, "value": value}]}, customs).all()
    except BadCondition:
        raise BadCondition(_("Choose a value for “%(field)s”.") % {"field": condition_words.field_word(field)}) from None
    return found


def _chosen(field: Field, data: QueryDict, member: Member) -> list[Any]:
    if field.key == "contact":
        return _contacts(data.get("value", ""), member)
    by_key = field.kind == "row" or (field.kind == "many" and not field.custom_id)
    return [int(v) if by_key and v.isdecimal() and len(v) < 19 else v for v in data.getlist("values") if v]


def _contacts(text: str, member: Member) -> list[int]:
    """Customers by their address or their name in full. Raises ``BadCondition``."""
    text = text.strip()[:254]
    own = Contact.objects.filter(workspace_id=member.workspace_id, merged_into=None)
    by_address = Handle.objects.filter(workspace_id=member.workspace_id, value__iexact=text).values("contact_id")
    found = list(own.filter(pk__in=by_address).values_list("pk", flat=True)[:20]) if text else []
    found = found or (list(own.filter(name__iexact=text).values_list("pk", flat=True)[:20]) if text else [])
    if not found:
        raise BadCondition(_("No customer has this address or name. Look at the spelling."))
    return found


def _options(field: Field, customs: Mapping[str, Custom], member: Member) -> list[tuple[str, str]]:
    """(value, words) of a list to choose from; specials first."""
    if field.kind not in LISTS:
        return []
    name_of = NameOf(member)
    values: list[Any] = [special for special in (ME, MY_TEAMS, NOBODY) if special in field.specials]
    words = [(value, condition_words.value_word(field, value, customs, name_of)) for value in (*values, *field.choices)]
    return [(str(value), text) for value, text in [*words, *(name_of.options(field.key) if not field.custom_id else [])]]


def _organisations(workspace_id: int) -> Iterable[tuple[int, str]]:
    rows = Organisation.objects.filter(workspace_id=workspace_id).order_by("name")
    return rows.values_list("pk", "name")[:MOST_OPTIONS]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def message(error: ValidationError) -> str:
    return " ".join(error.messages)
