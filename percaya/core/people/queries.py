"""Reads that pages and stages share."""

from django.db.models import Q, QuerySet

from percaya.core.people.models import Contact, Handle, MergeProposal


def contacts(workspace_id: int) -> QuerySet[Contact]:
    """Living contacts (merged ones are tombstones)."""
    return Contact.objects.filter(workspace_id=workspace_id, merged_into=None)


def handles(contact_id: int) -> QuerySet[Handle]:
    return Handle.objects.filter(contact_id=contact_id).order_by("claim", "kind", "id")


def address_for(contact_id: int, kind: str) -> Handle | None:
    """Where to reach a contact by a kind of address: vouched-for ones first, unreachable ones last."""
    return handles(contact_id).filter(kind=kind).order_by("unreachable", "claim", "id").first()


def open_proposals(contact_id: int) -> QuerySet[MergeProposal]:
    rows = MergeProposal.objects.select_related("first", "second").filter(state="open")
    return rows.filter(Q(first_id=contact_id) | Q(second_id=contact_id))
