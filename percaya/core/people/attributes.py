"""Custom fields of contacts and organisations: which there are, what fits them, and what is shown of sensitive ones.

Values stand in the row's ``attributes`` by key, as ``core.workspace.fields`` keeps them: a text, a list of texts for ``multi``.
"""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.people import policy
from percaya.core.people.models import Contact
from percaya.core.workspace import fields
from percaya.core.workspace.models import CustomField

KEPT = 30  # seconds; every page beside a ticket asks, and fields change once a month


def fields_of(workspace_id: int, of: str) -> list[CustomField]:
    """The active fields of ``contact`` or ``organisation``, in their order."""
    key = f"people:fields:{of}:{workspace_id}"
    found: list[CustomField] | None = cache.get(key)
    if found is None:
        rows = CustomField.objects.filter(workspace_id=workspace_id, of=of, is_active=True)
        found = list(rows.order_by("position", "pk"))
        cache.set(key, found, KEPT)
    return found


def forget_fields(workspace_id: int) -> None:
    cache.delete_many([f"people:fields:{of}:{workspace_id}" for of in ("contact", "organisation")])


def clean_attributes(workspace_id: int, of: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of values given by key: blank ones are left out. Raises ``ValidationError`` that names the field."""
    known = {field.key: field for field in fields_of(workspace_id, of)} if given else {}
    wanted: dict[str, Any] = {}
    for key, value in given.items():
        if key not in known:
            raise ValidationError(_("There is no field “%(key)s”.") % {"key": key})
        held = fields.read(known[key], value, language=language())
        if known[key].kind == "contact" and held:
            _check_contact(workspace_id, held[0].text)
        if held:
            wanted[key] = [one.text for one in held] if known[key].kind == "multi" else held[0].text
    return wanted


def shown_attributes(workspace_id: int, of: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they may be shown to everybody: sensitive ones masked, those of retired fields left out."""
    held = [field for field in fields_of(workspace_id, of) if field.key in values] if values else []
    return {f.key: policy.mask(values[f.key]) if f.is_sensitive else values[f.key] for f in held}


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _check_contact(workspace_id: int, public_id: str) -> None:
    rows = Contact.objects.filter(workspace_id=workspace_id, pk=public_ids.decode("contact", public_id) or 0)
    if not rows.exists():
        raise ValidationError(_("There is no such contact."))
