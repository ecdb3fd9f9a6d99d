"""The addresses of contacts: given, taken away, moved to the right person, proved, found closed."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people import policy
from percaya.core.people.actions.merging import propose_merges
from percaya.core.people.events import (
    ContactChanged,
    HandleAdded,
    HandleConfirmed,
    HandleMovedAway,
    HandleMovedHere,
    HandleReachability,
    HandleRemoved,
)
from percaya.core.people.models import Contact, Handle, OrganisationDomain
from percaya.core.prepared import Prepared
from percaya.core.written import insert

_joining: Prepared[OrganisationDomain] = Prepared(
    lambda **key: OrganisationDomain.objects.select_related("organisation").filter(**key, organisation__joining="join")[:1],
    workspace_id=int, domain=str,
)  # fmt: skip


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
        domain=policy.domain_of(kind, address),
        claim=claim,
        verified_at=None if claim else timezone.now(),
    )
    try:
        with transaction.atomic():
            insert(handle)
    except IntegrityError:
        raise ValidationError(_("This address belongs to another contact. Propose a merge instead.")) from None
    event = HandleAdded(workspace_id=contact.workspace_id, contact=contact.pk, handle_kind=kind, value=address, claim=claim)
    record(event, by=by)
    propose_merges(handle=handle, by=by)
    if not claim:
        _join_by_domain(contact, handle)
    return handle


@transaction.atomic
def remove_handle(*, handle: Handle, by: Actor) -> None:
    """Take an address away. The last one stays: without any, nobody could reach the person or find them again."""
    rows = Handle.objects.select_for_update(no_key=True).filter(contact_id=handle.contact_id)
    if rows.count() < 2:
        raise ValidationError(_("This is the last address. Add another one first; nothing was changed."))
    event = HandleRemoved(
        workspace_id=handle.workspace_id, contact=handle.contact_id, handle_kind=handle.kind, value=handle.value
    )
    if Handle.objects.filter(pk=handle.pk).delete()[0]:
        record(event, by=by)


@transaction.atomic
def move_handle(*, handle: Handle, to: Contact, by: Actor) -> Handle:
    """The address is somebody else's. Tickets stay where they are; what comes from it next goes to ``to``."""
    handle = Handle.objects.select_for_update(of=("self",), no_key=True).select_related("contact").get(pk=handle.pk)
    if handle.workspace_id != to.workspace_id or to.merged_into_id:
        raise ValidationError(_("There is no such contact."))
    if handle.contact_id == to.pk:
        return handle
    before, handle.contact = handle.contact_id, to
    handle.save(update_fields=["contact"])
    where = {"workspace_id": handle.workspace_id, "handle": handle.pk}
    record(HandleMovedAway(contact=before, other=to.pk, **where), by=by)
    record(HandleMovedHere(contact=to.pk, other=before, **where), by=by)
    return handle


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


def _join_by_domain(contact: Contact, handle: Handle) -> None:
    """An organisation that takes in whoever writes from its domain; one that only proposes is asked when shown."""
    if not handle.domain or handle.domain in policy.PUBLIC_DOMAINS or contact.organisation_id:
        return
    row = next(iter(_joining.ask(workspace_id=contact.workspace_id, domain=handle.domain)), None)
    if row is None or row.organisation_id in contact.keeps_apart:
        return
    contact.organisation = row.organisation
    contact.save(update_fields=["organisation", "updated_at"])
    facts = {"before": {"organisation": ""}, "after": {"organisation": row.organisation.name}}
    event = ContactChanged(workspace_id=contact.workspace_id, contact=contact.pk, what=("organisation",), **facts)
    record(event, by=Actor.system())
