"""Organisations: the list, and a page for each."""

import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.people import exporting, queries
from percaya.core.people.actions.exports import record_export
from percaya.core.people.actions.organisations import change_organisation, create_organisation
from percaya.core.people.attributes import language
from percaya.core.people.models import Organisation
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.amounts import say_number
from percaya.core.workspace.policy import EXPORT, REPLY
from percaya.web.people import attributes, history, shown
from percaya.web.people.files import csv_file
from percaya.web.people.finding import back, not_done, organisation_found, organisation_url
from percaya.web.ui.doors import MemberRequest, member_view
from percaya.web.ui.views import forbidden

ROWS = 50
MEMBERS = 20
SUGGESTED = 12


@require_GET
@member_view()
def organisations(request: MemberRequest) -> HttpResponse:
    """By name, ``?sort=newest`` the newest first. ``&q=`` a part of the name or the beginning of a domain; ``&after=`` the
    next page."""
    sort = "newest" if request.GET.get("sort") == "newest" else "name"
    text = request.GET.get("q", "")[:160].strip()
    after = public_ids.decode("organisation", request.GET.get("after", ""))
    last = Organisation.objects.filter(workspace=request.workspace, pk=after or 0).first()
    rows = queries.organisations(request.workspace.pk, text, (last.name, last.pk) if last else None, newest=sort == "newest")
    listed = list(rows.prefetch_related("domains")[: ROWS + 1])
    context = {
        "tab": "organisations",
        "q": text,
        "sort": sort,
        "rows": [(public_ids.encode("organisation", one.pk), one, _domains(one)) for one in listed[:ROWS]],
        "after": public_ids.encode("organisation", listed[ROWS - 1].pk) if len(listed) > ROWS else "",
        "may_reply": request.member.may(REPLY),
        "may_export": request.member.may(EXPORT),
        "most": say_number(Decimal(exporting.MOST), language()),
    }
    return render(request, "people/organisations.html", context)


@require_GET
@member_view(REPLY)
def names(request: MemberRequest) -> HttpResponse:
    """Those that what is typed (``?organisation_name=``) could mean, for the list below a field."""
    text = request.GET.get("organisation_name", "")[:160].strip()
    rows = queries.organisations(request.workspace.pk, text)[:SUGGESTED] if text else []
    return render(request, "people/parts/organisation_names.html", {"names": [one.name for one in rows]})


@require_POST
@member_view(EXPORT)
def export(request: MemberRequest) -> HttpResponse:
    """The organisations of a search as a CSV file. Who took how many is recorded."""
    file, count = exporting.organisations_csv(request.workspace.pk, request.POST.get("q", "")[:160].strip())
    record_export(workspace_id=request.workspace.pk, of="organisation", number=count, by=request.by)
    return csv_file(file, "organisations.csv")


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def new(request: MemberRequest) -> HttpResponse:
    given = _given(request) if request.method == "POST" else {"name": "", "notes": "", "joining": "propose", "domains": []}
    trouble = ""
    if request.method == "POST":
        try:
            values = attributes.given(request.workspace.pk, "organisation", request.POST)
            made = create_organisation(workspace_id=request.workspace.pk, attributes=values, by=request.by, **given)
            return HttpResponseRedirect(organisation_url(request, made.pk))
        except ValidationError as error:
            trouble = " ".join(error.messages)
    fields = attributes.shown(request.workspace.pk, "organisation", {})
    context = {"given": given, "trouble": trouble, "fields": fields, "joinings": joinings()}
    return render(request, "people/new_organisation.html", context, status=422 if trouble else 200)


@require_http_methods(["GET", "POST"])
@member_view()
def organisation(request: MemberRequest, public_id: str) -> HttpResponse:
    """GET shows; POST saves."""
    found = organisation_found(request, public_id)
    if request.method == "POST":
        if not request.member.may(REPLY):
            return forbidden(request)
        return _save(request, found)
    people = queries.page(request.workspace.pk, organisation_id=found.pk, limit=MEMBERS)
    tickets = visible(request.member).filter(contact__organisation_id=found.pk).select_related("contact").order_by("-id")
    proposed = queries.proposed_members(found)
    context = {
        "organisation": found,
        "public_id": public_id,
        "domains": _domains(found),
        "joinings": joinings(),
        "fields": attributes.shown(found.workspace_id, "organisation", found.attributes),
        "people": [(shown.public_id(row.id), row, _texts(row.addresses)) for row in people.rows],
        "more_people": people.before is not None,
        "proposed": [(shown.public_id(one.pk), one.name, address) for one, address in proposed],
        "tickets": list(tickets[:MEMBERS]),
        "history": history.lines(found.workspace_id, "organisation", found.pk),
        "may_reply": request.member.may(REPLY),
    }
    return render(request, "people/organisation.html", context)


def joinings() -> list[tuple[str, str]]:
    return [
        ("propose", _("Propose: a person decides")),
        ("join", _("Join: new addresses belong at once")),
        ("off", _("Off: domains mean nothing")),
    ]


def _save(request: MemberRequest, found: Organisation) -> HttpResponse:
    usual = organisation_url(request, found.pk)
    values = attributes.given(found.workspace_id, "organisation", request.POST)
    changes = {key: value for key, value in _given(request).items() if key in request.POST}
    if "sharing" in request.POST:
        changes["shares_tickets"] = "shares_tickets" in request.POST
    try:
        change_organisation(organisation=found, by=request.by, **changes, **({"attributes": values} if values else {}))
    except ValidationError as error:
        return not_done(request, usual, error)
    return back(request, usual, _("Organisation saved."))


def _given(request: MemberRequest) -> dict[str, Any]:
    return {
        "name": request.POST.get("name", "")[:160],
        "notes": request.POST.get("notes", "").replace("\r\n", "\n").strip()[:20_000],
        "joining": request.POST.get("joining", "propose"),
        "domains": re.split(r"[\s,;]+", request.POST.get("domains", ""))[:50],
    }


def _domains(one: Organisation) -> list[str]:
    return sorted(row.domain for row in one.domains.all())


def _texts(addresses: list[tuple[str, str]]) -> list[str]:
    return [shown.address_text(kind, value) for kind, value in addresses]
