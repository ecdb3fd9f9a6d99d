"""Contacts and their addresses."""

from zoneinfo import available_timezones

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from percaya.core.people import policy, search
from percaya.core.people.actions.contacts import add_handle, change_contact, create_contact
from percaya.core.people.models import Contact, Handle
from percaya.core.people.queries import contacts
from percaya.core.workspace.policy import REPLY
from percaya.web.api import cursors, finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT
from percaya.web.api.idempotency import once
from percaya.web.api.problems import conflict, invalid
from percaya.web.api.schemas.inputs import ContactChange, ContactIn, HandleIn, named
from percaya.web.api.schemas.outputs import ContactOut, ContactPage
from percaya.web.api.schemas.queries import ContactQuery
from percaya.web.api.shapes import people as shapes
from percaya.web.api.tokens import ApiRequest, Caller, needs

router = Router(tags=["Contacts"])
_FOUND = 500  # of a search, further narrowed by the other parameters


@router.get("", auth=needs("contacts:read"), response=ContactPage)
def list_contacts(request: ApiRequest, query: Query[ContactQuery]) -> HttpResponse:
    """Newest first. ``email``, ``phone`` and ``external_id`` find the holders of an address, sure or claimed; ``q`` finds
    names, addresses, the last digits of a number and organisations."""
    caller = request.auth
    rows = contacts(caller.workspace_id).order_by("-id")
    for kind, value in (("email", query.email), ("phone", query.phone), ("external", query.external_id)):
        if value is not None:
            address = policy.normalise(kind, value)
            holders = Handle.objects.filter(workspace_id=caller.workspace_id, kind=kind, value=address)
            rows = rows.filter(pk__in=holders.values("contact_id"))
    if query.organisation is not None:
        rows = rows.filter(organisation=finding.organisation_named(caller, query.organisation, "/organisation"))
    if query.updated_after:
        rows = rows.filter(updated_at__gte=query.updated_after)
    before = cursors.after_id(caller.workspace_id, "contacts", query.cursor)
    if query.q.strip():
        rows = rows.filter(pk__in=search.find(caller.workspace_id, query.q, limit=_FOUND, before=before or None))
    elif before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: query.limit + 1])
    page = found[: query.limit]
    more = len(found) > query.limit
    following = cursors.make(caller.workspace_id, "contacts", [page[-1].pk]) if more else None
    return answer({"contacts": shapes.contacts(page), "next_cursor": following})


@router.post("", auth=needs("contacts:write", REPLY), response={201: ContactOut}, openapi_extra=IDEMPOTENT)
@once()
def add_contact(request: ApiRequest, given: ContactIn) -> HttpResponse:
    """A new contact. An address that is another contact's is a 409 that names the contact."""
    caller = request.auth
    columns = given.model_dump(include={"salutation", "is_vip", "notes", "time_zone", "attributes"})
    _check_zone(given.time_zone)
    if given.organisation is not None:
        columns["organisation"] = finding.organisation_named(caller, given.organisation, "/organisation")
    with transaction.atomic():
        contact = create_contact(
            workspace_id=caller.workspace_id, name=given.name, language=given.language, by=caller.by, **columns
        )
        for place, handle in enumerate(given.handles):
            _add(caller, contact, handle, f"/handles/{place}/value")
    return _contact(contact, status=201)


@router.get("/{contact_id}", auth=needs("contacts:read"), response=ContactOut)
def get_contact(request: ApiRequest, contact_id: str) -> HttpResponse:
    """A contact with its addresses."""
    return _contact(finding.contact(request.auth, contact_id))


@router.patch("/{contact_id}", auth=needs("contacts:write", REPLY), response=ContactOut)
def update_contact(request: ApiRequest, contact_id: str, given: ContactChange) -> HttpResponse:
    """Change what the body names."""
    caller = request.auth
    contact = finding.contact(caller, contact_id)
    changes = named(given)
    _check_zone(changes.get("time_zone", ""))
    if changes.get("organisation") is not None:
        changes["organisation"] = finding.organisation_named(caller, changes["organisation"], "/organisation")
    return _contact(change_contact(contact=contact, by=caller.by, **changes) if changes else contact)


@router.post("/{contact_id}/handles", auth=needs("contacts:write", REPLY), response={201: ContactOut}, openapi_extra=IDEMPOTENT)
@once()
def add_address(request: ApiRequest, contact_id: str, given: HandleIn) -> HttpResponse:
    """Give a contact a further address."""
    caller = request.auth
    contact = finding.contact(caller, contact_id)
    _add(caller, contact, given, "/value")
    return _contact(contact, status=201)


def _check_zone(name: str) -> None:
    if name and name not in available_timezones():
        raise invalid(_("There is no time zone called “%(name)s”.") % {"name": name}, "/time_zone")


def _add(caller: Caller, contact: Contact, given: HandleIn, pointer: str) -> None:
    address = policy.normalise(given.kind, given.value)
    if not address:
        raise invalid(_("“%(value)s” is not an address we can use.") % {"value": given.value}, pointer)
    holder = Handle.objects.filter(workspace_id=caller.workspace_id, kind=given.kind, value=address, claim="").first()
    if holder is not None and holder.contact_id == contact.pk:
        return
    if holder is not None:
        detail = _("This address belongs to another contact. Nothing was changed.")
        raise conflict("address-taken", detail, contact=ids.encode("contact", holder.contact_id))
    add_handle(contact=contact, kind=given.kind, value=address, by=caller.by)


def _contact(contact: Contact, status: int = 200) -> HttpResponse:
    shown = shapes.contact(contact)
    headers = {"Location": f"/api/v1/contacts/{shown['id']}"} if status == 201 else {}
    return answer(shown, status=status, headers=headers)
