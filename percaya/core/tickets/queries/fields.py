"""What the custom fields of tickets hold."""

from collections.abc import Iterable, Mapping, Sequence

from percaya.core.tickets.models import FieldValue
from percaya.core.workspace.fields import missing
from percaya.core.workspace.models import CustomField

Values = Mapping[str, Sequence[str]]  # by the field's key, as the API gives them


def ticket_fields(workspace_id: int) -> list[CustomField]:
    """The fields that are asked for, in their order."""
    rows = CustomField.objects.filter(workspace_id=workspace_id, of="ticket", is_active=True)
    return list(rows.order_by("position", "pk"))


def values_of(ticket_id: int, fields: Iterable[CustomField]) -> dict[str, list[str]]:
    """What the ticket holds of these fields; one that is empty is left out."""
    return values_of_many([ticket_id], fields).get(ticket_id, {})


def values_of_many(ticket_ids: Sequence[int], fields: Iterable[CustomField]) -> dict[int, dict[str, list[str]]]:
    """The same for many tickets, in one statement (none when there are no fields)."""
    keys = {one.pk: one.key for one in fields}
    found: dict[int, dict[str, list[str]]] = {}
    if not keys:
        return found
    rows = FieldValue.objects.filter(ticket_id__in=ticket_ids, field_id__in=keys).order_by("pk")
    for ticket_id, field_id, text in rows.values_list("ticket_id", "field_id", "text"):
        found.setdefault(ticket_id, {}).setdefault(keys[field_id], []).append(text)
    return found


def lacking(ticket_id: int, workspace_id: int) -> list[CustomField]:
    """The fields that have to be filled before the ticket is resolved, and are not."""
    fields = ticket_fields(workspace_id)
    if not any(one.required_to_resolve for one in fields):
        return []
    empty = {one.key for one in missing(fields, values_of(ticket_id, fields))}
    return [one for one in fields if one.key in empty]
