"""Reads that pages and stages share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from percaya.core.people import policy, search
from percaya.core.people.models import (
    Consent,
    Contact,
    ContactMerge,
    ContactNote,
    Handle,
    MergeProposal,
    Organisation,
    OrganisationDomain,
)


@dataclass(frozen=True)
class ContactRow:
    """A contact in a list."""

    id: int
    name: str
    salutation: str
    organisation_id: int | None
    organisation: str
    addresses: list[tuple[str, str]] = field(default_factory=list)  # (kind, value), vouched-for ones first
    is_vip: bool = False


@dataclass(frozen=True)
class ContactPage:
    """``before`` asks for the next page, ``after`` for that of a list by name; ``None`` at the end."""

    rows: list[ContactRow]
    before: int | None
    after: tuple[str, int] | None = None


_LISTED = ("pk", "name", "salutation", "organisation_id", "organisation__name", "is_vip")


def contacts(workspace_id: int) -> QuerySet[Contact]:
    """Living contacts (merged ones are tombstones)."""
    return Contact.objects.filter(workspace_id=workspace_id, merged_into=None)


def page(
    workspace_id: int, text: str = "", *, organisation_id: int | None = None, before: int | None = None, limit: int = 50
) -> ContactPage:
    """Contacts newest first: all, those a search finds, or an organisation's. Two statements, three with a search."""
    rows = contacts(workspace_id)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if text.strip():
        found = search.find(workspace_id, text, limit=limit + 1, before=before)
        rows = rows.filter(pk__in=found)
    elif before is not None:
        rows = rows.filter(pk__lt=before)
    values = rows.order_by("-pk").values_list(*_LISTED)
    listed = list(values[: limit + 1])
    more = len(found) > limit if text.strip() else len(listed) > limit
    listed = listed[:limit]
    return ContactPage(_rows(listed), listed[-1][0] if more and listed else None)


def page_by_name(
    workspace_id: int, *, organisation_id: int | None = None, after: tuple[str, int] | None = None, limit: int = 50
) -> ContactPage:
    """Contacts that have a name, by it; past the key (name, id). Two statements."""
    rows = contacts(workspace_id).filter(name__gt="")
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if after is not None:
        rows = rows.filter(name__gte=after[0]).filter(Q(name__gt=after[0]) | Q(pk__gt=after[1]))
    values = rows.order_by("name", "pk").values_list(*_LISTED)
    listed = list(values[: limit + 1])
    last = listed[limit - 1] if len(listed) > limit else None
    return ContactPage(_rows(listed[:limit]), None, (last[1], last[0]) if last else None)


def _rows(listed: Sequence[tuple[int, str, str, int | None, str | None, bool]]) -> list[ContactRow]:
    addresses = addresses_of([row[0] for row in listed])
    return [
        ContactRow(pk, name, sapaan, org, org_name or "", addresses[pk], is_vip)
        for pk, name, sapaan, org, org_name, is_vip in listed
    ]


def addresses_of(contact_ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {pk: [] for pk in contact_ids}
    rows = Handle.objects.filter(contact_id__in=contact_ids).order_by("claim", "kind", "id")
    for contact_id, kind, value in rows.values_list("contact_id", "kind", "value"):
        found[contact_id].append((kind, value))
    return found


def contact_of(workspace_id: int, contact_id: int | None) -> Contact | None:
    """A contact of the workspace, a tombstone too: who was merged leads to whom they became."""
    rows = Contact.objects.select_related("organisation", "merged_into").filter(workspace_id=workspace_id)
    return rows.filter(pk=contact_id).first() if contact_id is not None else None


def handles(contact_id: int) -> QuerySet[Handle]:
    return Handle.objects.filter(contact_id=contact_id).order_by("claim", "kind", "id")


def address_for(contact_id: int, kind: str) -> Handle | None:
    """Where to reach a contact by a kind of address: vouched-for ones first, unreachable ones last."""
    return handles(contact_id).filter(kind=kind).order_by("unreachable", "claim", "id").first()


def open_proposals(contact_id: int) -> QuerySet[MergeProposal]:
    """Those that still make sense: both are living."""
    rows = MergeProposal.objects.select_related("first", "second").filter(state="open")
    rows = rows.filter(first__merged_into=None, second__merged_into=None)
    return rows.filter(Q(first_id=contact_id) | Q(second_id=contact_id))


def merges_to_undo(contact_id: int) -> QuerySet[ContactMerge]:
    """Merges into this contact that can still be taken back, newest first."""
    since = timezone.now() - policy.UNDO_MERGE_WITHIN
    rows = ContactMerge.objects.select_related("gone").filter(keep_id=contact_id, undone_at=None, created_at__gt=since)
    return rows.filter(gone__merged_into_id=contact_id).order_by("-pk")


def notes_of(contact_id: int) -> QuerySet[ContactNote]:
    return ContactNote.objects.select_related("member").filter(contact_id=contact_id).order_by("-pk")


def has_refused(contact_id: int, purpose: str, channel: str) -> bool:
    """Whether the person has taken it back, or never wanted it, on that channel. Of whom nothing is known: no."""
    rows = Consent.objects.filter(contact_id=contact_id, purpose=purpose, channel=channel).order_by("-pk")
    last = rows.values_list("withdrawn_at", flat=True)[:1]
    return any(at is not None for at in last)


def consents_of(contact_id: int) -> QuerySet[Consent]:
    """The whole ledger, newest first."""
    return Consent.objects.select_related("member").filter(contact_id=contact_id).order_by("-pk")


def organisations(
    workspace_id: int, text: str = "", after: tuple[str, int] | None = None, *, newest: bool = False
) -> QuerySet[Organisation]:
    """By name, or the newest first; those whose name or domain has this text; past the key (name, id)."""
    rows = Organisation.objects.filter(workspace_id=workspace_id).order_by(*(("-pk",) if newest else ("name", "pk")))
    if text.strip():
        named = OrganisationDomain.objects.filter(workspace_id=workspace_id, domain__startswith=text.strip().lower())
        rows = rows.filter(Q(name__icontains=text.strip()) | Q(pk__in=named.values("organisation_id")))
    if after is not None:
        rows = rows.filter(pk__lt=after[1]) if newest else rows.filter(Q(name__gt=after[0]) | Q(name=after[0], pk__gt=after[1]))
    return rows


def organisations_called(workspace_id: int, name: str, limit: int = 10) -> list[tuple[int, str]]:
    """(id, name) of those called exactly so, else of those whose name or domain has the text."""
    own = Organisation.objects.filter(workspace_id=workspace_id, name__iexact=name.strip()).order_by("name", "pk")
    found = list(own.values_list("pk", "name")[:limit])
    return found or list(organisations(workspace_id, name).values_list("pk", "name")[:limit])


def proposed_organisation(contact: Contact) -> tuple[Organisation, str] | None:
    """The organisation whose domain one of the contact's proven addresses is of, with that domain; until it belongs to
    one, or a person has said no."""
    if contact.organisation_id is not None:
        return None
    own = Handle.objects.filter(contact_id=contact.pk, claim="").exclude(domain="").values("domain")
    rows = OrganisationDomain.objects.select_related("organisation").filter(workspace_id=contact.workspace_id, domain__in=own)
    rows = rows.exclude(organisation__joining="off").exclude(organisation_id__in=contact.keeps_apart)
    found = rows.order_by("pk").first()
    return (found.organisation, found.domain) if found else None


def proposed_members(organisation: Organisation, limit: int = 20) -> list[tuple[Contact, str]]:
    """Contacts without an organisation who have a proven address of its domains: (contact, address), newest first."""
    if organisation.joining == "off":
        return []
    domains = list(organisation.domains.values_list("domain", flat=True))
    rows = Handle.objects.filter(workspace_id=organisation.workspace_id, domain__in=domains, claim="").select_related("contact")
    rows = rows.filter(contact__organisation=None, contact__merged_into=None).order_by("-contact_id")
    found: dict[int, tuple[Contact, str]] = {}
    for handle in rows[: limit * 3]:
        if organisation.pk not in handle.contact.keeps_apart:
            found.setdefault(handle.contact_id, (handle.contact, handle.value))
    return list(found.values())[:limit]


def holder_of(workspace_id: int, kind: str, value: str) -> Handle | None:
    """Who certainly has this address."""
    address = policy.normalise(kind, value)
    rows = Handle.objects.select_related("contact").filter(workspace_id=workspace_id, kind=kind, value=address, claim="")
    return rows.first() if address else None
