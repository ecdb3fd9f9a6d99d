"""What fits a custom field, what is asked for, and how a value is said. Pure: fields come in, nothing is looked up.

A value is kept as text, the same that the API gives: "1250000" of money, "2026-11-26" of a date, "yes" or "no", the value
of an option, a contact's public id. A field holds none, one, or (``multi``) several.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.workspace import amounts

MOST_TEXT = 250
_YES = frozenset({"yes", "ya", "y", "true", "1", "on", "benar"})
_NO = frozenset({"no", "tidak", "n", "t", "false", "0", "off", "bukan"})
MASK = "••••••"


class FieldLike(Protocol):
    """What ``workspace.CustomField`` is; a test may bring its own."""

    key: str
    name: str
    name_en: str
    kind: str
    options: Any
    shown_when: Any
    required_to_resolve: bool
    is_sensitive: bool


@dataclass(frozen=True)
class Held:
    """One value: ``number`` and ``day`` stand beside the text where it can be compared."""

    text: str
    number: Decimal | None = None
    day: date | None = None


def called(field: FieldLike, language: str) -> str:
    """The field's name in the reader's language."""
    return field.name_en if language == "en" and field.name_en else field.name


def read(field: FieldLike, given: object, *, language: str = "id") -> tuple[Held, ...]:
    """What was typed (or came by the API: text, number, true or false, or a list of them) as it is kept; none for blank.

    Raises ``ValidationError`` that names the field and says what would fit.
    """
    words = [_text(one) for one in (given if isinstance(given, (list, tuple)) else [given])]
    words = [word for word in words if word]
    if len(words) > 1 and field.kind != "multi":
        raise ValidationError(_("%(field)s takes one value only.") % {"field": called(field, language)}, code=field.key)
    found = {held.text: held for held in (_read_one(field, word, language) for word in words)}
    if field.kind != "multi":
        return tuple(found.values())
    return tuple(found[option["value"]] for option in field.options if option["value"] in found)


def is_shown(field: FieldLike, values: Mapping[str, Sequence[str]], fields: Iterable[FieldLike]) -> bool:
    """Whether the field is asked for: always, or while the one it hangs on is shown and has one of the named values."""
    by_key = {one.key: one for one in fields}
    seen: set[str] = set()
    while field.shown_when:
        above = by_key.get(field.shown_when.get("field", ""))
        if above is None or above.key in seen:
            return above is None  # what it hung on is gone: better asked than lost
        if not set(values.get(above.key, ())) & set(field.shown_when.get("among", ())):
            return False
        seen.add(above.key)
        field = above
    return True


def missing(fields: Sequence[FieldLike], values: Mapping[str, Sequence[str]]) -> list[FieldLike]:
    """The fields that must be filled before resolving, are asked for, and are empty."""
    return [one for one in fields if one.required_to_resolve and not values.get(one.key) and is_shown(one, values, fields)]


def said(field: FieldLike, text: str, language: str) -> str:
    """A kept value for a reader: Rp1.250.000, Kamis, 26 Nov 2026, Ya, the option's name. A contact's id stays as it is."""
    match field.kind:
        case "number" | "money":
            say = amounts.say_rupiah if field.kind == "money" else amounts.say_number
            return say(Decimal(text), language)
        case "date":
            return amounts.say_day(date.fromisoformat(text), language)
        case "yesno":
            return _("Yes") if text == "yes" else _("No")
        case "choice" | "multi":
            return option_name(field, text, language)
        case _:
            return text


def option_name(field: FieldLike, value: str, language: str) -> str:
    """The name of an option; of one that is offered no more, its value."""
    for option in field.options:
        if option["value"] == value:
            return str((language == "en" and option.get("name_en")) or option.get("name") or value)
    return value


def _read_one(field: FieldLike, word: str, language: str) -> Held:
    held = _READERS[field.kind](field, word, language)
    if held is None:
        raise refusal(field, word, language)
    return held


def refusal(field: FieldLike, word: str, language: str) -> ValidationError:
    """That a word does not fit a field, and what would."""
    return ValidationError(_wanted(field) % {"field": called(field, language), "value": word[:60]}, code=field.key)


def _as_text(field: FieldLike, word: str, language: str) -> Held | None:
    return Held(word) if len(word) <= MOST_TEXT else None


def _as_number(field: FieldLike, word: str, language: str) -> Held | None:
    value = amounts.number(word, language)
    return None if value is None else Held(f"{value.normalize():f}", number=value)


def _as_money(field: FieldLike, word: str, language: str) -> Held | None:
    value = amounts.rupiah(word)
    return None if value is None else Held(f"{value:.0f}", number=value)


def _as_day(field: FieldLike, word: str, language: str) -> Held | None:
    value = amounts.day(word)
    return None if value is None else Held(value.isoformat(), day=value)


def _as_choice(field: FieldLike, word: str, language: str) -> Held | None:
    wanted = word.casefold()
    for option in field.options:
        names = (option["value"], option.get("name", ""), option.get("name_en", ""))
        if wanted in {str(name).casefold() for name in names if name}:
            return Held(str(option["value"]))
    return None


def _as_yesno(field: FieldLike, word: str, language: str) -> Held | None:
    word = word.casefold()
    return Held("yes") if word in _YES else Held("no") if word in _NO else None


def _as_contact(field: FieldLike, word: str, language: str) -> Held | None:
    return Held(word) if public_ids.decode("contact", word) is not None else None


_READERS = {
    "text": _as_text, "number": _as_number, "money": _as_money, "date": _as_day, "choice": _as_choice,
    "multi": _as_choice, "yesno": _as_yesno, "contact": _as_contact,
}  # fmt: skip


def _wanted(field: FieldLike) -> str:
    sentences = {
        "text": _("%(field)s takes at most 250 characters. Nothing was saved; shorten it."),
        "number": _("%(field)s takes a number, not “%(value)s”. Nothing was saved."),
        "money": _("%(field)s takes a sum like 1,2jt, 500rb or Rp1.250.000, not “%(value)s”. Nothing was saved."),
        "date": _("%(field)s takes a date like 26 Nov 2026, not “%(value)s”. Nothing was saved."),
        "yesno": _("%(field)s takes yes or no, not “%(value)s”. Nothing was saved."),
        "contact": _("%(field)s takes a customer that is known here, not “%(value)s”. Nothing was saved."),
    }
    return sentences.get(field.kind) or _("%(field)s has no choice “%(value)s”. Nothing was saved; choose one of the list.")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())
