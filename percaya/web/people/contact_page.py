"""One contact: its page, made new, changed in place."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from percaya.core import public_ids
from percaya.core.people.actions.contacts import add_handle, change_contact, create_contact
from percaya.core.people.models import Contact
from percaya.core.people.policy import SALUTATIONS
from percaya.core.people.queries import merges_to_undo, open_proposals, proposed_organisation
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.policy import NOTE, REPLY
from percaya.web.people import attributes, history, shown
from percaya.web.people.finding import back, contact_found, contact_url, living, not_done, organisation_typed
from percaya.web.people.words import bases, language_word, purposes, zones
from percaya.web.ui.doors import MemberRequest, member_view
from percaya.web.ui.views import forbidden

TICKETS = 20
NOTES = 100
_ASKED = ("name", "salutation", "email", "phone", "external", "language", "organisation_name")


@require_http_methods(["GET", "POST"])
@member_view()
def contact(request: MemberRequest, public_id: str) -> HttpResponse:
    """GET shows; POST saves what the form in the page (or beside a ticket) holds. A merged contact leads to whom it became."""
    if request.method == "POST":
        if not request.member.may(REPLY):
            return forbidden(request)
        return _save(request, living(request, public_id))
    found = contact_found(request, public_id)
    if found.merged_into_id is not None:
        return HttpResponseRedirect(contact_url(request, found.merged_into_id))
    return render(request, "people/contact.html", page_context(request, found))


@require_GET
@member_view(REPLY)
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """The form alone: fetched into the pane beside a ticket when somebody opens it; a page of its own without scripts."""
    found = living(request, public_id)
    context = {"contact": found, "public_id": public_id, "next": request.GET.get("next", "")[:500], **_form(request, found)}
    return render(request, "people/parts/edit.html" if request.htmx else "people/edit.html", context)


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def new(request: MemberRequest) -> HttpResponse:
    """A name and at least one address. What was typed stays when it is refused."""
    given = {key: request.POST.get(key, "").strip() for key in _ASKED}
    trouble = ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(contact_url(request, _made(request, given).pk))
        except ValidationError as error:
            trouble = " ".join(error.messages)
    context = {
        "given": given,
        "trouble": trouble,
        "salutations": SALUTATIONS,
        "fields": attributes.shown(request.workspace.pk, "contact", {}),
    }
    return render(request, "people/new.html", context, status=422 if trouble else 200)


@transaction.atomic
def _made(request: MemberRequest, given: dict[str, str]) -> Contact:
    addresses = [(kind, given[kind]) for kind in ("email", "phone", "external") if given[kind]]
    if not addresses:
        raise ValidationError(_("Give at least one address: mail, phone or number of your own. Nothing was saved."))
    made = create_contact(
        workspace_id=request.workspace.pk,
        name=given["name"],
        salutation=given["salutation"][:24],
        is_vip="is_vip" in request.POST,
        language=given["language"] if given["language"] in ("id", "en") else "",
        organisation=organisation_typed(request),
        attributes=attributes.given(request.workspace.pk, "contact", request.POST),
        by=request.by,
    )
    for kind, value in addresses:
        add_handle(contact=made, kind=kind, value=value, by=request.by)
    return made


def _save(request: MemberRequest, found: Contact) -> HttpResponse:
    usual = contact_url(request, found.pk)
    lengths = {"name": 160, "salutation": 24, "language": 5, "time_zone": 48, "notes": 20_000}
    changes: dict[str, Any] = {
        key: request.POST[key].replace("\r\n", "\n").strip()[:most] for key, most in lengths.items() if key in request.POST
    }
    if "vip" in request.POST:
        changes["is_vip"] = "is_vip" in request.POST
    if "sharing" in request.POST:
        changes["sees_organisation"] = "sees_organisation" in request.POST
    if changes.get("language", "") not in ("", "id", "en"):
        del changes["language"]
    if "time_zone" in changes and changes["time_zone"] not in {key for key, _word in zones()} | {found.time_zone}:
        del changes["time_zone"]
    try:
        if "organisation_name" in request.POST:
            changes["organisation"] = organisation_typed(request, found.organisation)
        given = attributes.given(found.workspace_id, "contact", request.POST)
        change_contact(contact=found, by=request.by, **changes, **({"attributes": given} if given else {}))
    except ValidationError as error:
        return not_done(request, usual, error)
    return back(request, usual, _("Customer saved."))


def page_context(request: MemberRequest, found: Contact) -> dict[str, Any]:
    """Everything ``people/contact.html`` draws."""
    now, ledger = timezone.now(), shown.ledger(found.pk)
    tickets, more = _tickets(request, found)
    proposed = proposed_organisation(found)
    return {
        "contact": found,
        "public_id": shown.public_id(found.pk),
        "local_time": shown.local_time(found, now),
        "language_word": language_word(found.language),
        "addresses": shown.addresses(found.pk),
        "notes": shown.notes(found.pk, NOTES),
        "ledger": ledger,
        "purposes": list(purposes().items()),
        "bases": list(bases().items()),
        "proposals": list(open_proposals(found.pk)),
        "proposed": (public_ids.encode("organisation", proposed[0].pk), proposed[0].name, proposed[1]) if proposed else None,
        "merges": list(merges_to_undo(found.pk)),
        "tickets": tickets,
        "tickets_before": more,
        "history": history.lines(found.workspace_id, "contact", found.pk),
        "may_reply": request.member.may(REPLY),
        "may_note": request.member.may(NOTE),
        **_form(request, found),
    }


def _form(request: MemberRequest, found: Contact) -> dict[str, Any]:
    """What ``contact_inputs.html`` needs beside the contact."""
    return {
        "fields": shown.fields(found),
        "organisation_id": public_ids.encode("organisation", found.organisation_id) if found.organisation_id else "",
        "organisation_name": found.organisation.name if found.organisation else "",
        "zones": zones(),
        "salutations": SALUTATIONS,
    }


def _tickets(request: MemberRequest, found: Contact) -> tuple[list[Any], int | None]:
    """Those of the contact that the member may see, newest first, a page at a time."""
    rows = visible(request.member).of_contact(found.pk).select_related("assignee").order_by("-id")
    before = request.GET.get("tickets_before", "")
    if before.isdecimal() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    listed = list(rows[: TICKETS + 1])
    return listed[:TICKETS], listed[TICKETS - 1].pk if len(listed) > TICKETS else None
