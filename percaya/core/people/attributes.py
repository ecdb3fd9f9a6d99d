"""Custom fields of contacts and organisations: which there are, what fits them, and what is shown of sensitive ones."""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from percaya.core.people import policy
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
    if not given:
        return {}
    known = {field.key: field for field in fields_of(workspace_id, of)}
    wanted = {}
    for key, value in given.items():
        if key not in known:
            raise ValidationError(_("There is no field “%(key)s”.") % {"key": key})
        if value not in (None, "", []):
            wanted[key] = value
    return wanted


def shown_attributes(workspace_id: int, of: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they may be shown to everybody: sensitive ones masked, those of retired fields left out."""
    fields = fields_of(workspace_id, of) if values else []
    held = {field.key: field for field in fields if field.key in values}
    return {key: policy.mask(values[key]) if field.is_sensitive else values[key] for key, field in held.items()}
