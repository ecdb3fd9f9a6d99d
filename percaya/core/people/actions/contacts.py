"""Finding or making the contact behind an address; changing one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people import policy
from percaya.core.people.actions.merging import propose_merges
from percaya.core.people.events import ContactChanged, ContactCreated, HandleAdded, HandleConfirmed, HandleReachability
from percaya.core.people.models import Contact, Handle


@transaction.atomic
def resolve_contact(
    *, workspace_id: int, kind: str, value: str, name: str = "", claim: str = "", by: Actor, language: str = ""
) -> tuple[Contact, Handle]:
    """The contact an address belongs to, made when new. A claimed address (``claim`` a channel's key) never leads to
    a contact who holds it for sure: it makes its own contact and proposes the merge to a person.

    Raises ``ValidationError`` when the address is none.
    """
    address = policy.normalise(kind, value)
    if not address:
        raise ValidationError(_("“%(value)s” is not an address we can use.") % {"value": value})
    found = _handle(workspace_id, kind, address, claim)
    if found is not None:
        return _known(found, name)
    contact = create_contact(workspace_id=workspace_id, name=name, language=language, by=by)
    return contact, add_handle(contact=contact, kind=kind, value=address, claim=claim, by=by)


@transaction.atomic
def create_contact(*, workspace_id: int, name: str = "", by: Actor, language: str = "", **columns: Any) -> Contact:
    contact = Contact.objects.create(workspace_id=workspace_id, name=policy.clean_name(name), language=language, **columns)
    record(ContactCreated(workspace_id=workspace_id, contact=contact.pk), by=by)
    return contact


@transaction.atomic
def add_handle(*, contact: Contact, kind: str, value: str, claim: str = "", by: Actor) -> Handle:
    """Give a contact an address. Raises ``ValidationError`` when it is none, or certainly another contact's."""
    address = policy.normalise(kind, value)
    if not address:
        raise ValidationError(_("“%(value)s” is not an address we can use.") % {"value": value})
    handle = Handle(
        workspace_id=contact.workspace_id,
        contact=contact,
        kind=kind,
        value=address,
        claim=claim,
        verified_at=None if claim else timezone.now(),
    )
    try:
        with transaction.atomic():
            handle.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("This address belongs to another contact. Propose a merge instead.")) from None
    event = HandleAdded(workspace_id=contact.workspace_id, contact=contact.pk, handle_kind=kind, value=address, claim=claim)
    record(event, by=by)
    propose_merges(handle=handle, by=by)
    return handle


@transaction.atomic
def change_contact(*, contact: Contact, by: Actor, **changes: Any) -> Contact:
    """Set name, salutation, language, time_zone, notes, organisation or attributes."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if "name" in changes:
        changes["name"] = policy.clean_name(changes["name"])
    for key, value in changes.items():
        setattr(contact, key, value)
    contact.save()
    event = ContactChanged(workspace_id=contact.workspace_id, contact=contact.pk, what=tuple(sorted(changes)))
    record(event, by=by)
    return contact


@transaction.atomic
def set_reachability(*, handle: Handle, unreachable: str, by: Actor) -> None:
    """A hard bounce closes an address (with its reason); a later sign of life or a person opens it again ("")."""
    if Handle.objects.filter(pk=handle.pk).exclude(unreachable=unreachable).update(unreachable=unreachable[:300]):
        event = HandleReachability(
            workspace_id=handle.workspace_id, contact=handle.contact_id, handle=handle.pk, reachable=not unreachable
        )
        record(event, by=by)


@transaction.atomic
def confirm_handle(*, handle: Handle, by: Actor) -> bool:
    """A claimed address has proved to be theirs (they came by a link that was sent there). False, and nothing changed,
    when another contact holds it for certain: then the merge proposal stands and a person decides."""
    rows = Handle.objects.filter(workspace_id=handle.workspace_id, kind=handle.kind, value=handle.value, claim="")
    if not handle.claim or rows.exists():
        return False
    Handle.objects.filter(pk=handle.pk).update(claim="", verified_at=timezone.now())
    event = HandleConfirmed(workspace_id=handle.workspace_id, contact=handle.contact_id, handle=handle.pk)
    record(event, by=by)
    return True


def _handle(workspace_id: int, kind: str, address: str, claim: str) -> Handle | None:
    rows = Handle.objects.select_related("contact")
    return rows.filter(workspace_id=workspace_id, kind=kind, value=address, claim=claim).first()


def _known(handle: Handle, name: str) -> tuple[Contact, Handle]:
    """A name learnt later fills a blank; a different one never overwrites what is there."""
    contact = handle.contact
    if name and not contact.name:
        contact.name = policy.clean_name(name)
        contact.save(update_fields=["name", "updated_at"])
    return contact, handle
