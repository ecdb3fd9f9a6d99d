"""What belongs to a contact: addresses, notes, consents, its organisation as proposed, masked fields."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core.people.actions.consents import record_consent, withdraw_consent
from percaya.core.people.actions.contacts import change_contact, keep_apart
from percaya.core.people.actions.handles import add_handle, remove_handle, set_reachability
from percaya.core.people.actions.notes import add_contact_note, change_contact_note, remove_contact_note
from percaya.core.people.actions.revealing import reveal_field
from percaya.core.people.models import Consent, Contact, ContactNote, Handle, Organisation
from percaya.core.workspace.policy import NOTE, REPLY, SUPERVISE
from percaya.web.people.finding import back, contact_url, living, not_done, organisation_found, organisation_named, part_of
from percaya.web.people.finding import organisation_url as url_of_organisation
from percaya.web.ui.doors import MemberRequest, member_view
from percaya.web.ui.views import forbidden

_LINE = ("purpose", "basis", "text_version", "channel", "evidence")  # of the ledger


@require_POST
@member_view(REPLY)
def add_address(request: MemberRequest, public_id: str) -> HttpResponse:
    found = living(request, public_id)
    kind, value = request.POST.get("kind", ""), request.POST.get("value", "")[:254]
    if kind not in ("email", "phone", "external"):
        kind = "email" if "@" in value else "phone"
    try:
        add_handle(contact=found, kind=kind, value=value, by=request.by)
    except ValidationError as error:
        return not_done(request, contact_url(request, found.pk), error)
    return back(request, contact_url(request, found.pk), _("Address added."))


@require_POST
@member_view(REPLY)
def change_address(request: MemberRequest, public_id: str, handle_id: int) -> HttpResponse:
    """``remove`` takes it away; ``open`` says that it can be reached again."""
    found = living(request, public_id)
    handle, usual = part_of(Handle.objects.all(), found, handle_id), contact_url(request, found.pk)
    try:
        if "open" in request.POST:
            set_reachability(handle=handle, unreachable="", by=request.by)
            return back(request, usual, _("We send there again."))
        if "remove" not in request.POST:
            return back(request, usual)
        remove_handle(handle=handle, by=request.by)
    except ValidationError as error:
        return not_done(request, usual, error)
    return back(request, usual, _("Address removed."))


@require_POST
@member_view(NOTE)
def add_note(request: MemberRequest, public_id: str) -> HttpResponse:
    found = living(request, public_id)
    try:
        add_contact_note(contact=found, text=request.POST.get("text", ""), by=request.by)
    except ValidationError as error:
        return not_done(request, contact_url(request, found.pk), error)
    return back(request, contact_url(request, found.pk), _("Note saved."))


@require_POST
@member_view(NOTE)
def change_note(request: MemberRequest, public_id: str, note_id: int) -> HttpResponse:
    """One's own note, or anyone's for supervisors and up: changed, or removed."""
    found = living(request, public_id)
    note, usual = part_of(ContactNote.objects.all(), found, note_id), contact_url(request, found.pk)
    if note.member_id != request.member.pk and not request.member.may(SUPERVISE):
        return forbidden(request)
    try:
        if "remove" in request.POST:
            remove_contact_note(note=note, by=request.by)
            return back(request, usual, _("Note removed."))
        change_contact_note(note=note, text=request.POST.get("text", ""), by=request.by)
    except ValidationError as error:
        return not_done(request, usual, error)
    return back(request, usual, _("Note saved."))


@require_POST
@member_view(REPLY)
def add_consent(request: MemberRequest, public_id: str) -> HttpResponse:
    found = living(request, public_id)
    words: dict[str, Any] = {key: request.POST.get(key, "") for key in _LINE}
    try:
        record_consent(contact=found, **words, by=request.by)
    except ValidationError as error:
        return not_done(request, contact_url(request, found.pk), error)
    return back(request, contact_url(request, found.pk), _("Consent recorded."))


@require_POST
@member_view(REPLY)
def withdraw(request: MemberRequest, public_id: str, consent_id: int) -> HttpResponse:
    found = living(request, public_id)
    withdraw_consent(consent=part_of(Consent.objects.all(), found, consent_id), by=request.by)
    return back(request, contact_url(request, found.pk), _("Withdrawal recorded. It holds from now on."))


@require_POST
@member_view(REPLY)
def belongs(request: MemberRequest, public_id: str, verdict: str) -> HttpResponse:
    """``join``: the contact belongs to the proposed organisation. ``apart``: it does not, and is not asked again."""
    found = living(request, public_id)
    wanted = organisation_named(request, request.POST.get("organisation", ""))
    if wanted is None or verdict not in ("join", "apart"):
        raise Http404
    if verdict == "join":
        change_contact(contact=found, organisation=wanted, by=request.by)
        return back(request, contact_url(request, found.pk), _("Now one of %(name)s.") % {"name": wanted.name})
    keep_apart(contact=found, organisation=wanted, by=request.by)
    return back(request, contact_url(request, found.pk), _("Not proposed again."))


@require_POST
@member_view(REPLY)
def reveal(request: MemberRequest, public_id: str, key: str) -> HttpResponse:
    """A masked field of a contact, for a reason that is written down."""
    found = living(request, public_id)
    return _revealed(request, found, key, contact_url(request, found.pk))


@require_POST
@member_view(REPLY)
def reveal_of_organisation(request: MemberRequest, public_id: str, key: str) -> HttpResponse:
    found = organisation_found(request, public_id)
    return _revealed(request, found, key, url_of_organisation(request, found.pk))


def _revealed(request: MemberRequest, of: Contact | Organisation, key: str, usual: str) -> HttpResponse:
    """The value on a page of its own, which no browser keeps; in place of the mask for htmx."""
    try:
        value = reveal_field(of=of, key=key, reason=request.POST.get("reason", ""), by=request.by)
    except ValidationError as error:
        if request.htmx:
            context = {"value": "", "trouble": " ".join(error.messages)}
            return render(request, "people/parts/revealed.html", context)
        messages.error(request, " ".join(error.messages))
        return back(request, usual)
    context = {"value": value, "trouble": "", "name": of.name, "key": key, "back": usual}
    return render(request, "people/parts/revealed.html" if request.htmx else "people/revealed.html", context)
