"""Two contacts that may be one: proposed on evidence, merged or dismissed by a person, separated again when it was wrong."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people import policy
from percaya.core.people.events import ContactsMerged, ContactsSeparated, MergeDismissed, MergeProposed
from percaya.core.people.models import Consent, Contact, ContactMerge, ContactNote, Handle, MergeProposal
from percaya.core.prepared import Prepared

_FILLED = ("name", "salutation", "is_vip", "language", "time_zone", "notes", "organisation_id")

_BLANK = {"organisation_id": None, "is_vip": False}

_sharing: Prepared[Handle] = Prepared(
    lambda **key: Handle.objects.filter(**key).order_by("pk").only("contact_id"), workspace_id=int, kind=str, value=str
)


def propose_merges(*, handle: Handle, by: Actor) -> None:
    """Propose a merge with every other contact who holds or claims the same address."""
    same = _sharing.ask(workspace_id=handle.workspace_id, kind=handle.kind, value=handle.value)
    for other_id in {one.contact_id: one for one in same if one.contact_id != handle.contact_id}:
        propose_merge(keep=handle.contact, other_id=other_id, evidence=handle.value, by=by)


def propose_merge(*, keep: Contact, other_id: int, evidence: str, by: Actor) -> None:
    """Say that two contacts may be one, once; a person decides. ``evidence``: the address they share."""
    first, second = sorted((keep.pk, other_id))
    proposal, made = MergeProposal.objects.get_or_create(
        first_id=first,
        second_id=second,
        defaults={"workspace_id": keep.workspace_id, "evidence": evidence},
    )
    if made:
        event = MergeProposed(workspace_id=keep.workspace_id, contact=keep.pk, other=other_id, proposal=proposal.pk)
        record(event, by=by)


@transaction.atomic
def merge_contacts(*, keep: Contact, gone: Contact, by: Actor) -> ContactMerge:
    """Move addresses, notes and consents of ``gone`` to ``keep`` and fill what is blank there; tickets move by reaction.
    ``gone`` stays as a tombstone that points to ``keep``. What was moved is written down, so that it can be taken back."""
    if keep.pk == gone.pk or keep.workspace_id != gone.workspace_id:
        raise ValidationError(_("Choose two different contacts."))
    keep, gone = _held(keep.pk, gone.pk)  # as they are now: two merges at once must not make each other's tombstone
    if keep.merged_into_id or gone.merged_into_id:
        raise ValidationError(_("One of them was merged a moment ago. Nothing was changed; load the page again."))
    moved: dict[str, Any] = {name: _move(rows.filter(contact=gone), keep) for name, rows in _rows().items()}
    moved |= _fill(keep, gone)
    keep.save()
    gone.merged_into = keep
    gone.save(update_fields=["merged_into", "updated_at"])
    first, second = sorted((keep.pk, gone.pk))
    MergeProposal.objects.filter(first_id=first, second_id=second).update(state="merged")
    merge = ContactMerge.objects.create(
        workspace_id=keep.workspace_id, keep=keep, gone=gone, moved=moved, created_at=timezone.now()
    )
    merge.event_id = record(ContactsMerged(workspace_id=keep.workspace_id, contact=keep.pk, other=gone.pk), by=by)
    merge.save(update_fields=["event_id"])
    for handle in Handle.objects.filter(pk__in=moved["handles"]):
        propose_merges(handle=handle, by=by)  # who may be the same person as the one that is gone may be this one
    return merge


@transaction.atomic
def separate_contacts(*, merge: ContactMerge, by: Actor) -> Contact:
    """Take a merge back: what it moved goes back, what came since stays. Returns the contact that is there again.

    Raises ``ValidationError`` when it is too late, was done already, or either was merged further."""
    merge = ContactMerge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    keep, gone = _held(merge.keep_id, merge.gone_id)
    if merge.undone_at is not None or gone.merged_into_id != keep.pk or keep.merged_into_id:
        raise ValidationError(_("They are no longer as this merge left them. Nothing was changed."))
    if timezone.now() - merge.created_at > policy.UNDO_MERGE_WITHIN:
        raise ValidationError(_("A merge can be taken back for seven days. Nothing was changed."))
    for name, rows in _rows().items():
        _move(rows.filter(contact=keep, pk__in=merge.moved.get(name, [])), gone)
    for column in merge.moved["columns"]:
        if getattr(keep, column) == getattr(gone, column):
            setattr(keep, column, _BLANK.get(column, ""))
    lent = {key for key in merge.moved["attributes"] if keep.attributes.get(key) == gone.attributes.get(key)}
    keep.attributes = {key: value for key, value in keep.attributes.items() if key not in lent}
    keep.save()
    gone.merged_into = None
    gone.save(update_fields=["merged_into", "updated_at"])
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    event = ContactsSeparated(workspace_id=keep.workspace_id, contact=keep.pk, other=gone.pk, merge=merge.event_id)
    record(event, by=by)
    return gone


@transaction.atomic
def dismiss_merge(*, proposal: MergeProposal, by: Actor) -> None:
    if MergeProposal.objects.filter(pk=proposal.pk, state="open").update(state="dismissed"):
        event = MergeDismissed(workspace_id=proposal.workspace_id, contact=proposal.first_id, other=proposal.second_id)
        record(event, by=by)


def _held(keep_id: int, gone_id: int) -> tuple[Contact, Contact]:
    held = {
        each.pk: each for each in Contact.objects.select_for_update(no_key=True).filter(pk__in=[keep_id, gone_id]).order_by("pk")
    }
    return held[keep_id], held[gone_id]


def _rows() -> dict[str, Any]:
    """What belongs to a contact here. No two can hold the same address, so that none is left behind."""
    return {"handles": Handle.objects.all(), "notes": ContactNote.objects.all(), "consents": Consent.objects.all()}


def _move(rows: Any, to: Contact) -> list[int]:
    ids = list(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=ids).update(contact=to)
    return ids


def _fill(keep: Contact, gone: Contact) -> dict[str, list[str]]:
    """Fill the blanks of ``keep``; the names of what was filled."""
    columns = [column for column in _FILLED if not getattr(keep, column) and getattr(gone, column)]
    for column in columns:
        setattr(keep, column, getattr(gone, column))
    attributes = [key for key in gone.attributes if key not in keep.attributes]
    keep.attributes = {**gone.attributes, **keep.attributes}
    return {"columns": columns, "attributes": attributes}
