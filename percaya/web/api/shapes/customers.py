"""Notes, consents and organisations as the API shows them."""

from typing import Any

from percaya.core.people.attributes import shown_attributes
from percaya.core.people.models import Consent, ContactNote, Organisation
from percaya.web.api.ids import encode, out

Json = dict[str, Any]


def note(row: ContactNote) -> Json:
    return {
        "id": encode("contact_note", row.pk),
        "text": row.text,
        "member": out("member", row.member_id),
        "created_at": row.created_at,
        "changed_at": row.changed_at,
    }


def consent(row: Consent) -> Json:
    plain = ("purpose", "basis", "text_version", "channel", "evidence", "given_at", "withdrawn_at")
    return {
        "id": encode("consent", row.pk),
        **{name: getattr(row, name) for name in plain},
        "member": out("member", row.member_id),
    }


def organisation(row: Organisation) -> Json:
    """Sensitive attributes are masked, here as everywhere."""
    return {
        "id": encode("organisation", row.pk),
        "name": row.name,
        "domains": sorted(one.domain for one in row.domains.all()),
        "joining": row.joining,
        "notes": row.notes,
        "attributes": shown_attributes(row.workspace_id, "organisation", row.attributes),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }
