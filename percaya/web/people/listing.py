"""The list of contacts: searched, paged, exported."""

from dataclasses import replace
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from percaya.core import public_ids
from percaya.core.people import exporting
from percaya.core.people.actions.exports import record_export
from percaya.core.people.attributes import language
from percaya.core.people.queries import ContactRow, contact_of, page, page_by_name
from percaya.core.workspace.amounts import say_number
from percaya.core.workspace.policy import EXPORT, REPLY
from percaya.web.people.files import csv_file
from percaya.web.people.finding import organisation_named
from percaya.web.people.shown import address_text
from percaya.web.ui.doors import MemberRequest, member_view

ROWS = 50


@require_GET
@member_view()
def contacts(request: MemberRequest) -> HttpResponse:
    """``?q=`` name, mail, last digits of a number, organisation; ``&before=`` the next page; ``&organisation=`` its people;
    ``&sort=name`` by name, ``&after=`` its next page."""
    text = request.GET.get("q", "")[:200].strip()
    of = organisation_named(request, request.GET.get("organisation", ""))
    before = request.GET.get("before", "")
    after = int(before) if before.isdecimal() and len(before) < 18 else None
    sort = "name" if request.GET.get("sort") == "name" and not text else "newest"  # what is found comes newest first
    of_key = of.pk if of else None
    if sort == "name":
        found = page_by_name(request.workspace.pk, organisation_id=of_key, after=_key(request), limit=ROWS)
    else:
        found = page(request.workspace.pk, text, organisation_id=of_key, before=after, limit=ROWS)
    context = {
        "tab": "contacts",
        "q": text,
        "organisation": of,
        "organisation_id": public_ids.encode("organisation", of.pk) if of else "",
        "rows": [(public_ids.encode("contact", row.id), _readable(row), _organisation_id(row)) for row in found.rows],
        "sort": sort,
        "before": found.before,
        "after": public_ids.encode("contact", found.after[1]) if found.after else "",
        "may_reply": request.member.may(REPLY),
        "may_export": request.member.may(EXPORT),
        "most": say_number(Decimal(exporting.MOST), language()),
    }
    return render(request, "people/contacts.html", context)


@require_POST
@member_view(EXPORT)
def export(request: MemberRequest) -> HttpResponse:
    """The contacts of a search as a CSV file. Who took how many is recorded."""
    of = organisation_named(request, request.POST.get("organisation", ""))
    file, count = exporting.contacts_csv(
        request.workspace.pk, request.POST.get("q", "")[:200].strip(), organisation_id=of.pk if of else None
    )
    record_export(workspace_id=request.workspace.pk, of="contact", number=count, by=request.by)
    return csv_file(file, "contacts.csv")


def _key(request: MemberRequest) -> tuple[str, int] | None:
    """Behind whom the next page of names begins, by their public id."""
    last = contact_of(request.workspace.pk, public_ids.decode("contact", request.GET.get("after", "")))
    return (last.name, last.pk) if last else None


def _readable(row: ContactRow) -> ContactRow:
    return replace(row, addresses=[(kind, address_text(kind, value)) for kind, value in row.addresses])


def _organisation_id(row: ContactRow) -> str:
    return public_ids.encode("organisation", row.organisation_id) if row.organisation_id else ""
