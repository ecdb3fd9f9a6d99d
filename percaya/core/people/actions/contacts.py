"""Finding or making the contact behind an address; changing one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people import policy
from percaya.core.people.actions.handles import add_handle, confirm_handle, set_reachability
from percaya.core.people.actions.knowing import handle_of, join_addresses, known_by
from percaya.core.people.attributes import clean_attributes, shown_attributes
from percaya.core.people.events import ContactChanged, ContactCreated, ContactKeptApart
from percaya.core.people.models import Contact, Handle, Organisation
from percaya.core.written import insert

__all__ = [
    "add_handle",
    "change_contact",
    "confirm_handle",
    "create_contact",
    "keep_apart",
    "resolve_contact",
    "set_reachability",
]
PLAIN = ("name", "salutation", "is_vip", "sees_organisation", "language", "time_zone", "notes")


@transaction.atomic
def resolve_contact(
    *,
    workspace_id: int,
    kind: str,
    value: str,
    name: str = "",
    claim: str = "",
    also: Sequence[tuple[str, str]] = (),
    by: Actor,
    language: str = "",
) -> tuple[Contact, Handle]:
    """The contact an address belongs to, made when new. A claimed address (``claim`` a channel's key) never leads to
    a contact who holds it for sure: it makes its own contact and proposes the merge to a person.

    ``also``: further addresses (kind, value) that the channel vouches for as the same person's. Any of them finds the contact,
    who has all of them afterwards; one that is certainly another contact's proposes the merge and moves nothing.

    Raises ``ValidationError`` when the address is none.
    """
    address = policy.normalise(kind, value)
    if not address:
        raise ValidationError(_("“%(value)s” is not an address we can use.") % {"value": value})
    found = handle_of(workspace_id, kind, address, claim)
    if found is not None:
        contact, handle = _known(found, name, by)
    else:
        contact = known_by(workspace_id, also) or create_contact(workspace_id=workspace_id, name=name, language=language, by=by)
        handle = add_handle(contact=contact, kind=kind, value=address, claim=claim, by=by)
        contact, handle = _known(handle, name, by)
    join_addresses(contact=contact, addresses=also, by=by)
    return contact, handle


@transaction.atomic
def create_contact(*, workspace_id: int, name: str = "", by: Actor, language: str = "", **columns: Any) -> Contact:
    """``columns``: salutation, is_vip, time_zone, notes, organisation, attributes (by key; checked here)."""
    columns["attributes"] = clean_attributes(workspace_id, "contact", columns.get("attributes") or {})
    contact = insert(Contact(workspace_id=workspace_id, name=policy.clean_name(name), language=language, **columns))
    record(ContactCreated(workspace_id=workspace_id, contact=contact.pk), by=by)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, by: Actor, **changes: Any) -> Contact:
    """Set name, salutation, is_vip, sees_organisation, language, time_zone, notes, organisation (or ``None``), or ``attributes``:
    of these only the keys that are given, and ``None`` takes one away. What is as it was is no change and leaves no event.

    Raises ``ValidationError`` for an attribute that is none of the workspace's or does not fit its kind."""
    contact = Contact.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=contact.pk)
    before, after = _set_columns(contact, changes)
    if "attributes" in changes:
        old, new = _set_attributes(contact, changes["attributes"])
        before, after = {**before, **old}, {**after, **new}
    if not after:
        return contact
    contact.save()
    what = tuple(sorted(after))
    event = ContactChanged(workspace_id=contact.workspace_id, contact=contact.pk, what=what, before=before, after=after)
    record(event, by=by)
    return contact


@transaction.atomic
def keep_apart(*, contact: Contact, organisation: Organisation, by: Actor) -> None:
    """A person said that this contact does not belong to that organisation: it is not proposed again."""
    contact = Contact.objects.select_for_update(of=("self",), no_key=True).get(pk=contact.pk)
    if organisation.pk not in contact.keeps_apart:
        contact.keeps_apart = [*contact.keeps_apart, organisation.pk]
        contact.save(update_fields=["keeps_apart", "updated_at"])
        event = ContactKeptApart(workspace_id=contact.workspace_id, contact=contact.pk, organisation=organisation.pk)
        record(event, by=by)


def _set_columns(contact: Contact, changes: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if "name" in changes:
        changes["name"] = policy.clean_name(changes["name"])
    for column in PLAIN:
        if column in changes and getattr(contact, column) != changes[column]:
            before[column], after[column] = getattr(contact, column), changes[column]
            setattr(contact, column, changes[column])
    wanted = changes.get("organisation")
    if "organisation" in changes and contact.organisation_id != (wanted.pk if wanted else None):
        if wanted is not None and wanted.workspace_id != contact.workspace_id:
            raise ValidationError(_("There is no such organisation."))
        before["organisation"] = contact.organisation.name if contact.organisation else ""
        after["organisation"] = wanted.name if wanted else ""
        contact.organisation = wanted
        if contact.sees_organisation and "sees_organisation" not in changes:  # it was said of the former colleagues
            before["sees_organisation"], after["sees_organisation"] = True, False
            contact.sees_organisation = False
    return before, after


def _set_attributes(contact: Contact, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    wanted = clean_attributes(contact.workspace_id, "contact", given)
    taken = [key for key in given if key not in wanted]
    merged = {key: value for key, value in {**contact.attributes, **wanted}.items() if key not in taken}
    changed = [key for key in given if contact.attributes.get(key) != merged.get(key)]
    old = shown_attributes(contact.workspace_id, "contact", contact.attributes)
    new = shown_attributes(contact.workspace_id, "contact", merged)
    contact.attributes = merged
    before = {f"attributes.{key}": old.get(key, "") for key in changed}
    return before, {f"attributes.{key}": new.get(key, "") for key in changed}


def _known(handle: Handle, name: str, by: Actor) -> tuple[Contact, Handle]:
    """A name learnt later fills a blank; a different one never overwrites what is there."""
    if name and not handle.contact.name:
        handle.contact = change_contact(contact=handle.contact, name=name, by=by)
    return handle.contact, handle
