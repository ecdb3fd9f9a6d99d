"""Two contacts that may be one: proposed on evidence, merged or dismissed by a person."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.events import ContactsMerged, MergeDismissed, MergeProposed
from percaya.core.people.models import Contact, Handle, MergeProposal


def propose_merges(*, handle: Handle, by: Actor) -> None:
    """Propose a merge with every other contact who holds or claims the same address."""
    others = Handle.objects.filter(workspace_id=handle.workspace_id, kind=handle.kind, value=handle.value)
    for other_id in others.exclude(contact_id=handle.contact_id).values_list("contact_id", flat=True).distinct():
        first, second = sorted((handle.contact_id, other_id))
        proposal, made = MergeProposal.objects.get_or_create(
            first_id=first,
            second_id=second,
            defaults={"workspace_id": handle.workspace_id, "evidence": handle.value},
        )
        if made:
            event = MergeProposed(
                workspace_id=handle.workspace_id, contact=handle.contact_id, other=other_id, proposal=proposal.pk
            )
            record(event, by=by)


@transaction.atomic
def merge_contacts(*, keep: Contact, gone: Contact, by: Actor) -> Contact:
    """Move the handles of ``gone`` to ``keep``; what else belongs to it moves by reaction (tickets). ``gone`` stays as
    a tombstone that points to ``keep``."""
    if keep.pk == gone.pk or keep.workspace_id != gone.workspace_id:
        raise ValidationError(_("Choose two different contacts."))
    held = {each.pk: each for each in Contact.objects.select_for_update().filter(pk__in=[keep.pk, gone.pk]).order_by("pk")}
    keep, gone = held[keep.pk], held[gone.pk]  # as they are now: two merges at once must not make each other's tombstone
    if keep.merged_into_id or gone.merged_into_id:
        raise ValidationError(_("One of them was merged a moment ago. Nothing was changed; load the page again."))
    taken = set(keep.handles.values_list("kind", "value", "claim"))
    for handle in gone.handles.all():
        if (handle.kind, handle.value, handle.claim) not in taken:
            handle.contact = keep
            handle.save(update_fields=["contact"])
    for field in ("name", "salutation", "language", "time_zone", "notes"):
        if not getattr(keep, field):
            setattr(keep, field, getattr(gone, field))
    keep.save()
    gone.merged_into = keep
    gone.save(update_fields=["merged_into", "updated_at"])
    first, second = sorted((keep.pk, gone.pk))
    MergeProposal.objects.filter(first_id=first, second_id=second).update(state="merged")
    record(ContactsMerged(workspace_id=keep.workspace_id, contact=keep.pk, other=gone.pk), by=by)
    return keep


@transaction.atomic
def dismiss_merge(*, proposal: MergeProposal, by: Actor) -> None:
    if MergeProposal.objects.filter(pk=proposal.pk, state="open").update(state="dismissed"):
        event = MergeDismissed(workspace_id=proposal.workspace_id, contact=proposal.first_id, other=proposal.second_id)
        record(event, by=by)
