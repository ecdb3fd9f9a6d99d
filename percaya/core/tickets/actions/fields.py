"""Custom fields of a ticket: filled in, emptied, and looked at when they are masked."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact
from percaya.core.people.queries import contact_of, holder_of
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.events import FieldRevealed, FieldsSet
from percaya.core.tickets.models import FieldValue, Ticket
from percaya.core.tickets.queries.fields import ticket_fields, values_of
from percaya.core.workspace.fields import Held, read, refusal
from percaya.core.workspace.models import CustomField


@transaction.atomic
def set_fields(
    *, ticket: Ticket, values: Mapping[str, object], by: Actor, if_version: int | None = None, language: str = "id"
) -> Ticket:
    """Make the named fields hold these values (blank empties one); the others stay. ``language`` is the one that numbers
    are typed in. Nothing is changed unless all of it fits.

    Raises ``ValidationError`` with a sentence by field key, ``Stale``.
    """
    ticket = hold(ticket.pk, if_version)
    fields = {one.key: one for one in ticket_fields(ticket.workspace_id)}
    wanted = _read_all(ticket.workspace_id, fields, values, language)
    now = values_of(ticket.pk, [fields[key] for key in wanted])
    changed = {key: held for key, held in wanted.items() if sorted(one.text for one in held) != sorted(now.get(key, []))}
    if not changed:
        return ticket
    FieldValue.objects.filter(ticket=ticket, field__in=[fields[key] for key in changed]).delete()
    FieldValue.objects.bulk_create(_row(ticket, fields[key], held) for key, all_held in changed.items() for held in all_held)
    told = [key for key in changed if not fields[key].is_sensitive]
    commit(
        ticket,
        FieldsSet,
        by=by,
        fields=tuple(fields[key].pk for key in changed),
        before={key: now.get(key, []) for key in told},
        after={key: [held.text for held in changed[key]] for key in told},
    )
    return ticket


@transaction.atomic
def reveal_field(*, ticket: Ticket, key: str, reason: str, by: Actor) -> list[str]:
    """What a masked field holds. Who looked and why is recorded; the ticket does not count as changed by it.

    Raises ``ValidationError`` for a field that is not there, and without a reason.
    """
    field = next((one for one in ticket_fields(ticket.workspace_id) if one.key == key), None)
    if field is None:
        raise _unknown(key)
    held = values_of(ticket.pk, [field]).get(key, [])
    if field.is_sensitive and not reason.strip():
        raise ValidationError(_("Say why you need to see it. Nothing was shown."))
    if field.is_sensitive and held:
        ticket = hold(ticket.pk)
        ticket.version += 1
        ticket.save(update_fields=["version"])
        facts = {"workspace_id": ticket.workspace_id, "ticket": ticket.pk, "number": ticket.number}
        record(FieldRevealed(**facts, fields=(field.pk,), reason=reason.strip()[:200]), by=by)
    return held


def _read_all(
    workspace_id: int, fields: Mapping[str, CustomField], values: Mapping[str, object], language: str
) -> dict[str, tuple[Held, ...]]:
    wanted: dict[str, tuple[Held, ...]] = {}
    wrong: dict[str, list[str]] = {}
    for key, given in values.items():
        try:
            if key not in fields:
                raise _unknown(key)
            wanted[key] = _read(workspace_id, fields[key], given, language)
        except ValidationError as error:
            wrong[key] = error.messages
    if wrong:
        raise ValidationError(wrong)
    return wanted


def _read(workspace_id: int, field: CustomField, given: object, language: str) -> tuple[Held, ...]:
    """A customer may be named by public id or by an address that is known here; they must be of this workspace."""
    if field.kind == "contact" and isinstance(given, str) and given.strip():
        found = _contact(workspace_id, given.strip())
        if found is None:
            raise refusal(field, given.strip(), language)
        return (Held(public_ids.encode("contact", found.pk)),)
    return read(field, given, language=language)


def _contact(workspace_id: int, text: str) -> Contact | None:
    pk = public_ids.decode("contact", text)
    if pk is None:
        handle = holder_of(workspace_id, "email" if "@" in text else "phone", text)
        return handle.contact if handle else None
    found = contact_of(workspace_id, pk)
    return (found.merged_into or found) if found else None


def _row(ticket: Ticket, field: CustomField, held: Held) -> FieldValue:
    return FieldValue(
        workspace_id=ticket.workspace_id, ticket=ticket, field=field, text=held.text, number=held.number, day=held.day
    )


def _unknown(key: str) -> ValidationError:
    return ValidationError(_("There is no field “%(key)s”. Nothing was saved.") % {"key": key}, code=key)
