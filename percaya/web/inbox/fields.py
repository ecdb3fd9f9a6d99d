"""Custom fields on a page: what a ticket shows of them, and what a form has changed. Shared by the tab beside a ticket,
new tickets and their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.people.models import Contact
from percaya.core.people.queries import addresses_of
from percaya.core.workspace.fields import MASK, called, is_shown, option_name, read, said
from percaya.core.workspace.models import CustomField
from percaya.web.ui.times import language


@dataclass(frozen=True)
class Box:
    """A field as it is drawn. ``said``: its values for a reader (masked ones as dots); ``typed``: what its input holds."""

    key: str
    name: str
    kind: str
    said: Sequence[str] = ()
    typed: Sequence[str] = ()
    was: str = ""  # the stored values, a line each, so that only what was changed here is saved
    options: Sequence[tuple[str, str]] = ()
    required: bool = False
    sensitive: bool = False
    masked: bool = False
    shown: bool = True
    decided_by: str = ""  # the key of the field that it hangs on, and at which of its values it is shown
    among: Sequence[str] = ()
    errors: Sequence[str] = field(default_factory=tuple)

    @property
    def missing(self) -> bool:
        return self.required and self.shown and not self.said


def boxes(
    fields: Sequence[CustomField],
    values: Mapping[str, Sequence[str]],
    *,
    typed: QueryDict | None = None,
    errors: Mapping[str, Sequence[str]] | None = None,
    revealed: str = "",
) -> list[Box]:
    """Every field with what the ticket holds; ``typed`` is a refused form and goes before that. ``revealed``: the key of a
    masked field that the reader has just asked to see."""
    people = _people(fields, values)
    return [_box(one, fields, values, people, typed, (errors or {}).get(one.key, ()), one.key == revealed) for one in fields]


def given(data: QueryDict, fields: Sequence[CustomField]) -> dict[str, object]:
    """What a form says of the fields it has, by key. Blank empties, but for a masked one: that takes its own tick."""
    found: dict[str, object] = {}
    for one in fields:
        if f"was-{one.key}" not in data:
            continue
        words = [word for word in data.getlist(f"field-{one.key}") if word.strip()]
        if one.is_sensitive and not words and f"clear-{one.key}" not in data:
            continue
        found[one.key] = words
    return found


def changed(
    data: QueryDict, fields: Sequence[CustomField], values: Mapping[str, Sequence[str]]
) -> tuple[dict[str, object], dict[str, list[str]]]:
    """Only what was changed in the form, and a sentence for each field that a colleague has changed to something else
    meanwhile: nobody overwrites what they have not seen."""
    wanted, trouble = given(data, fields), {}
    for one in fields:
        if one.key not in wanted:
            continue
        was, now = str(data[f"was-{one.key}"]).splitlines(), list(values.get(one.key, ()))
        to = _texts(one, wanted[one.key])
        if to == now or (to == was and not one.is_sensitive):
            del wanted[one.key]
        elif sorted(was) != sorted(now) and not one.is_sensitive:
            shown = ", ".join(said(one, text, language()) for text in now) or _("empty")
            trouble[one.key] = [
                _("A colleague has changed this to %(value)s meanwhile. Save again to replace it.") % {"value": shown}
            ]
    return wanted, trouble


def _texts(one: CustomField, words: object) -> list[str] | None:
    """As it would be kept; ``None`` for what does not fit, or is for the verb to look up."""
    if one.kind == "contact" and words:
        return None
    try:
        return [held.text for held in read(one, words, language=language())]
    except ValidationError:
        return None


def _box(
    one: CustomField,
    fields: Sequence[CustomField],
    values: Mapping[str, Sequence[str]],
    people: Mapping[str, tuple[str, str]],
    typed: QueryDict | None,
    errors: Sequence[str],
    open_to_view: bool,
) -> Box:
    held = list(values.get(one.key, ()))
    masked = one.is_sensitive and bool(held) and not open_to_view
    shown_words = [MASK] if masked else [_said(one, text, people) for text in held]
    return Box(
        key=one.key,
        name=called(one, language()),
        kind=one.kind,
        said=shown_words,
        typed=typed.getlist(f"field-{one.key}") if typed is not None else [] if one.is_sensitive else _typed(one, held, people),
        was="" if one.is_sensitive else "\n".join(held),
        options=_options(one),
        required=one.required_to_resolve,
        sensitive=one.is_sensitive,
        masked=masked,
        shown=is_shown(one, values, fields),
        decided_by=one.shown_when.get("field", "") if one.shown_when else "",
        among=one.shown_when.get("among", ()) if one.shown_when else (),
        errors=errors,
    )


def _typed(one: CustomField, held: Sequence[str], people: Mapping[str, tuple[str, str]]) -> list[str]:
    if one.kind in ("number", "money"):
        return [said(one, text, language()) for text in held]
    if one.kind == "contact":
        return [people.get(text, ("", text))[1] for text in held]
    return list(held)


def _said(one: CustomField, text: str, people: Mapping[str, tuple[str, str]]) -> str:
    return people.get(text, (text, ""))[0] if one.kind == "contact" else said(one, text, language())


def _options(one: CustomField) -> list[tuple[str, str]]:
    if one.kind == "yesno":
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(option["value"], option_name(one, option["value"], language())) for option in one.options]


def _people(fields: Sequence[CustomField], values: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, str]]:
    """Public id -> (name, an address to type) of the customers that fields hold; two statements when there are any."""
    texts = {text for one in fields if one.kind == "contact" for text in values.get(one.key, ())}
    by_pk: dict[int, str] = {pk: text for text in texts if (pk := public_ids.decode("contact", text)) is not None}
    if not by_pk:
        return {}
    workspace_id = fields[0].workspace_id
    names = dict(Contact.objects.filter(workspace_id=workspace_id, pk__in=by_pk).values_list("pk", "name"))
    known = addresses_of(list(names))
    found: dict[str, tuple[str, str]] = {}
    for pk, name in names.items():
        address = next((value for _kind, value in known.get(pk, [])), by_pk[pk])
        found[by_pk[pk]] = (name or address, address)
    return found


def sentences(error: ValidationError) -> dict[str, list[str]]:
    """The sentences of a refusal by field key."""
    by_field: dict[str, list[Any]] = getattr(error, "error_dict", {})
    return {key: [message for one in errors for message in one.messages] for key, errors in by_field.items()}
