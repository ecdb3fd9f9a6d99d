"""The workspace's own fields of tickets, contacts and organisations: made, changed, put in order, retired."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.events import FieldsChanged
from percaya.core.workspace.models import CustomField, FieldKind
from percaya.core.workspace.queries import all_fields

OF = ("ticket", "contact", "organisation")
MOST_FIELDS, MOST_OPTIONS = 60, 100
CHOSEN = ("choice", "multi")
DECIDING = ("choice", "multi", "yesno")  # another field may be shown only when one of these has a certain value


@dataclass(frozen=True, kw_only=True)
class FieldWish:
    """A field as somebody wants it. ``options``: (value, name, name_en); a new one has no value yet. ``shown_when``:
    (key of the deciding field, its values), or None for always."""

    name: str
    name_en: str = ""
    kind: str = "text"  # counts when the field is made; what is stored does not change its kind later
    options: Sequence[tuple[str, str, str]] = ()
    shown_when: tuple[str, Sequence[str]] | None = None
    required_to_resolve: bool = False
    is_sensitive: bool = False


@transaction.atomic
def save_field(*, workspace_id: int, of: str, wish: FieldWish, known: CustomField | None = None, by: Actor) -> CustomField:
    """Make a field, or change one. Its key, once made, stays. Raises ``ValidationError``."""
    others = [one for one in all_fields(workspace_id, of) if known is None or one.pk != known.pk]
    name = " ".join(wish.name.split())[:80]
    _check_name(name, others)
    made = known or CustomField(workspace_id=workspace_id, of=of, key=_key(name, others), position=len(others))
    if known is None:
        _check_new(of, wish.kind, others)
        made.kind = wish.kind
    made.name, made.name_en = name, " ".join(wish.name_en.split())[:80]
    made.options = _options(wish.options) if made.kind in CHOSEN else []
    made.shown_when = _condition(wish.shown_when, made, others) if wish.shown_when else {}
    made.required_to_resolve = wish.required_to_resolve and of == "ticket"
    made.is_sensitive = wish.is_sensitive
    made.save()
    return _recorded(made, "changed" if known else "made", by)


@transaction.atomic
def move_field(*, known: CustomField, up: bool, by: Actor) -> None:
    """One place up or down among the active ones."""
    rows = [one for one in all_fields(known.workspace_id, known.of) if one.is_active]
    at = next((number for number, one in enumerate(rows) if one.pk == known.pk), None)
    if at is None or not 0 <= (to := at + (-1 if up else 1)) < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for number, one in enumerate(rows):
        if one.position != number:
            one.position = number
            one.save(update_fields=["position"])
    _recorded(known, "moved", by)


@transaction.atomic
def retire_field(*, known: CustomField, by: Actor) -> CustomField:
    """Ask for it no more. What was entered is kept, and comes back when the field does."""
    known.is_active = False
    known.save(update_fields=["is_active"])
    return _recorded(known, "retired", by)


@transaction.atomic
def restore_field(*, known: CustomField, by: Actor) -> CustomField:
    known.is_active, known.position = True, len(all_fields(known.workspace_id, known.of))
    known.save(update_fields=["is_active", "position"])
    return _recorded(known, "restored", by)


def _recorded(made: CustomField, how: str, by: Actor) -> CustomField:
    record(FieldsChanged(workspace_id=made.workspace_id, field_id=made.pk, of=made.of, key=made.key, how=how), by=by)
    return made


def _check_name(name: str, others: Sequence[CustomField]) -> None:
    if not name:
        raise ValidationError(_("A field needs a name."))
    if any(one.name.casefold() == name.casefold() for one in others):
        raise ValidationError(_("There is a field called “%(name)s” already.") % {"name": name})


def _check_new(of: str, kind: str, others: Sequence[CustomField]) -> None:
    if of not in OF or kind not in FieldKind.values:
        raise ValidationError(_("There is no such kind of field."))
    if len(others) >= MOST_FIELDS:
        raise ValidationError(_("%(count)s fields are the most. Retired ones count too.") % {"count": MOST_FIELDS})


def _options(given: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    """The choices with a value each: known ones keep theirs, so that renaming one changes no ticket."""
    found: list[dict[str, str]] = []
    for value, name, name_en in given[:MOST_OPTIONS]:
        if not (word := " ".join(name.split())[:80]):
            continue
        taken = {one["value"] for one in found} | {value for value, *_rest in given if value}
        own = value if value and value not in {one["value"] for one in found} else _slug(word, taken)
        found.append({"value": own, "name": word, "name_en": " ".join(name_en.split())[:80]})
    if not found:
        raise ValidationError(_("A choice needs at least one option."))
    return found


def _condition(wanted: tuple[str, Sequence[str]], made: CustomField, others: Sequence[CustomField]) -> dict[str, Any]:
    key, among = wanted
    by_key = {one.key: one for one in others}
    decides = by_key.get(key)
    if decides is None or decides.kind not in DECIDING:
        raise ValidationError(_("Only a choice or a yes-or-no field of the same kind of record can decide what is shown."))
    allowed = [option["value"] for option in decides.options] if decides.kind in CHOSEN else ["yes", "no"]
    chosen = [value for value in allowed if value in among]
    if not chosen:
        raise ValidationError(_("Choose at which values of “%(field)s” this one is shown.") % {"field": decides.name})
    if made.key in _hangs_on(decides, by_key):
        raise ValidationError(_("“%(field)s” is itself shown by this one. Choose another.") % {"field": decides.name})
    return {"field": key, "among": chosen}


def _hangs_on(one: CustomField, by_key: Mapping[str, CustomField]) -> set[str]:
    """The keys of the fields that decide over it, at any height."""
    found: set[str] = set()
    above: CustomField | None = one
    while above is not None and (key := above.shown_when.get("field")) and key not in found:
        found.add(key)
        above = by_key.get(key)
    return found


def _key(name: str, others: Sequence[CustomField]) -> str:
    return _slug(name, {one.key for one in others})


def _slug(name: str, taken: set[str]) -> str:
    """A key from a name: "Nomor resi" -> "nomor-resi", "nomor-resi-2" when that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:36] or "field"
    if stem not in taken:
        return stem
    return next(found for number in range(2, 1000) if (found := f"{stem}-{number}") not in taken)
