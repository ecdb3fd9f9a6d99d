"""What belongs to a contact: notes, consents, masked fields; and two contacts made one."""

from django.http import HttpResponse
from ninja import Router

from percaya.core.people.actions.consents import record_consent, withdraw_consent
from percaya.core.people.actions.merging import merge_contacts
from percaya.core.people.actions.notes import add_contact_note
from percaya.core.people.actions.revealing import reveal_field
from percaya.core.people.models import Consent
from percaya.core.people.queries import consents_of, notes_of
from percaya.core.workspace.policy import NOTE, REPLY
from percaya.web.api import finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT
from percaya.web.api.idempotency import once
from percaya.web.api.problems import not_found
from percaya.web.api.schemas.customers import (
    ConsentIn,
    ConsentOut,
    Consents,
    ContactNoteIn,
    ContactNoteOut,
    ContactNotes,
    MergeIn,
    RevealIn,
    RevealOut,
)
from percaya.web.api.schemas.outputs import ContactOut
from percaya.web.api.shapes import customers as shapes
from percaya.web.api.shapes import people
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Contacts"])
MOST = 200


@router.get("/{contact_id}/notes", auth=needs("contacts:read"), response=ContactNotes)
def list_contact_notes(request: ApiRequest, contact_id: str) -> HttpResponse:
    """What colleagues wrote about the contact, newest first; at most 200."""
    found = finding.contact(request.auth, contact_id)
    return answer({"notes": [shapes.note(row) for row in notes_of(found.pk)[:MOST]]})


@router.post("/{contact_id}/notes", auth=needs("contacts:write", NOTE), response={201: ContactNoteOut}, openapi_extra=IDEMPOTENT)
@once()
def note_about_contact(request: ApiRequest, contact_id: str, given: ContactNoteIn) -> HttpResponse:
    """A note about the contact, for every colleague."""
    found = finding.contact(request.auth, contact_id)
    return answer(shapes.note(add_contact_note(contact=found, text=given.text, by=request.auth.by)), status=201)


@router.get("/{contact_id}/consents", auth=needs("contacts:read"), response=Consents)
def list_consents(request: ApiRequest, contact_id: str) -> HttpResponse:
    """The ledger of the contact, newest first, withdrawn lines too."""
    found = finding.contact(request.auth, contact_id)
    return answer({"consents": [shapes.consent(row) for row in consents_of(found.pk)[:MOST]]})


@router.post("/{contact_id}/consents", auth=needs("contacts:write", REPLY), response={201: ConsentOut}, openapi_extra=IDEMPOTENT)
@once()
def add_consent(request: ApiRequest, contact_id: str, given: ConsentIn) -> HttpResponse:
    """Record a consent, or another legal basis."""
    found = finding.contact(request.auth, contact_id)
    return answer(shapes.consent(record_consent(contact=found, by=request.auth.by, **given.model_dump())), status=201)


@router.post(
    "/{contact_id}/consents/{consent_id}/withdraw",
    auth=needs("contacts:write", REPLY),
    response=ConsentOut,
    openapi_extra=IDEMPOTENT,
)
@once()
def withdraw_consent_of_contact(request: ApiRequest, contact_id: str, consent_id: str) -> HttpResponse:
    """From now on the consent holds no more. The line stays."""
    found = finding.contact(request.auth, contact_id)
    row = Consent.objects.filter(contact=found, pk=ids.decode("consent", consent_id)).first()
    if row is None:
        raise not_found()
    return answer(shapes.consent(withdraw_consent(consent=row, by=request.auth.by)))


@router.post("/{contact_id}/reveal", auth=needs("contacts:write", REPLY), response=RevealOut, openapi_extra=IDEMPOTENT)
@once()
def reveal_attribute(request: ApiRequest, contact_id: str, given: RevealIn) -> HttpResponse:
    """A sensitive attribute in full. That it was looked at, by whom and why, is recorded."""
    found = finding.contact(request.auth, contact_id)
    return answer({"value": reveal_field(of=found, key=given.field, reason=given.reason, by=request.auth.by)})


@router.post("/{contact_id}/merge", auth=needs("contacts:write", REPLY), response=ContactOut, openapi_extra=IDEMPOTENT)
@once()
def merge_contact(request: ApiRequest, contact_id: str, given: MergeIn) -> HttpResponse:
    """Merge another contact into this one. A person can take it back on the contact's page for seven days."""
    keep = finding.contact(request.auth, contact_id)
    gone = finding.contact_named(request.auth, given.contact, "/contact")
    merge = merge_contacts(keep=keep, gone=gone, by=request.auth.by)
    return answer(people.contact(merge.keep))
