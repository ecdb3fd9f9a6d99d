"""The inbox: the list, and the fragments that keep it true."""

import threading
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core.tickets import policy
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.columns import Column
from percaya.core.workspace.models import Member
from percaya.web.inbox import filtering, listing
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import Wanted, wanted_by
from percaya.web.inbox.lists.arranging import layout_of, table_density
from percaya.web.inbox.lists.emptiness import nothing
from percaya.web.inbox.reference import reference
from percaya.web.inbox.rows import drawn
from percaya.web.inbox.snoozing import choices as choices_of
from percaya.web.inbox.table import columns_of, offered, table_columns
from percaya.web.onboarding.checklist import checklist

_PARTS = {"filters": "filter_form", "columns": "column_form", "people": "bulk_people", "row": "row_menu"}
_counting = threading.Lock()  # of this process


@require_GET
@member_view()
def inbox(request: MemberRequest) -> HttpResponse:
    """The list alone. ``?part=rows`` gives its rows (the pill, paging), ``&layout=table`` as rows of a table."""
    wanted = wanted_by(request)
    if request.GET.get("part") == "rows":
        return render(request, "inbox/parts/rows.html", rows_context(request, wanted, layout=request.GET.get("layout", "")))
    context = list_context(request, wanted, layout=layout_of(request.member))
    return render(request, "inbox/list.html", context)


@require_GET
@member_view()
def rows(request: MemberRequest) -> HttpResponse:
    """Single rows brought up to date: ``?numbers=4,8`` of those the page shows."""
    wanted = Wanted.read(request.GET)
    numbers = [int(n) for n in request.GET.get("numbers", "").split(",")[:60] if n.isdecimal() and len(n) < 18]
    columns = _columns(wanted, request.member, request.GET.get("layout", ""))
    found = drawn(listing.some(numbers, request.member), request.member, query=wanted.query(), sort=wanted.sort, columns=columns)
    return render(
        request, "inbox/parts/rows.html", {"rows": found, "wanted": wanted, "after": "", "nothing": None, "columns": columns}
    )


@require_GET
@member_view()
def views(request: MemberRequest) -> HttpResponse:
    """The views with their counts, for the rail. One page at a time: while another's are counted the answer is 204, and this one
    keeps what it shows and asks again. Threads that all count leave none for rows and answers."""
    if not _counting.acquire(blocking=False):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    try:
        return render(request, "inbox/parts/views.html", rail_context(request, Wanted.read(request.GET)))
    finally:
        _counting.release()


@require_GET
@member_view()
def choices(request: MemberRequest) -> HttpResponse:
    """What the list can be narrowed by (``part=filters``; ``field=`` the form of one condition), its columns (``part=columns``),
    to whom its tickets can be given (``part=people``), what a row's menu offers (``part=row``): drawn when a menu opens.
    Without scripts it is a page of its own."""
    wanted = Wanted.read(request.GET)
    field = request.GET.get("field", "")
    form = filtering.form(field, request.member) if field else None
    of_columns = request.GET.get("part") == "columns"
    chosen = columns_of(wanted, request.member) if of_columns else ()
    context: dict[str, Any] = {
        "wanted": wanted,
        "form": form,
        "first_fields": (), "other_fields": (),
        "filter_chips": filtering.chips(wanted, request.member),
        "columns": offered(chosen, request.member) if of_columns else (),
        "shown_columns": [column.key for column in table_columns(chosen, request.member)],
        "part": request.GET.get("part", ""),
        "people": reference(request.member).answerers,
        "snooze_choices": choices_of(request.workspace),
    }  # fmt: skip
    if form is None:
        context["first_fields"], context["other_fields"] = filtering.fields(request.member)
    part = _PARTS.get(request.GET.get("part", ""))
    if part and request.htmx:
        return render(request, f"inbox/parts/{part}.html", context)
    return render(request, "inbox/filters.html", {**rail_context(request, wanted), **context})


def list_context(
    request: MemberRequest, wanted: Wanted, opened: Ticket | None = None, *, layout: str = "split"
) -> dict[str, Any]:
    """What the list pane draws, beside the ticket that is ``opened``."""
    return {
        **rail_context(request, wanted),
        **rows_context(request, wanted, opened, layout=layout),
        "orders": listing.orders_of(wanted.view),
        "own_sort": listing.own_sort(wanted.sort, request.member),
        "filter_chips": filtering.chips(wanted, request.member),
        "layout": layout,
        "table_density": table_density(request.member),
        "priorities": tuple(reversed(policy.PRIORITIES)),
    }


def rows_context(
    request: MemberRequest, wanted: Wanted, opened: Ticket | None = None, *, layout: str = "split"
) -> dict[str, Any]:
    """One page of rows."""
    member = request.member
    page = listing.page(wanted, member)
    if opened:
        reference(member).labels_on([opened.pk, *(row.id for row in page.rows)])
    number = opened.number if opened else None
    columns = _columns(wanted, member, layout)
    return {
        "wanted": wanted,
        "rows": drawn(page.rows, member, query=wanted.query(), open_number=number, sort=wanted.sort, columns=columns),
        "after": listing.after_text(page.next_after, listing.field_order(wanted.sort, member)),
        "nothing": nothing(wanted, member) if not page.rows and not wanted.after and opened is None else None,
        "columns": columns,
    }


def rail_context(request: MemberRequest, wanted: Wanted) -> dict[str, Any]:
    links = listing.view_links(request.member)
    return {
        "wanted": wanted,
        "links": links,
        "counts": listing.counts(request.member),
        "checklist": checklist(request.member),
        "view_name": listing.view_name(wanted, request.member, links),
    }


def _columns(wanted: Wanted, member: Member, layout: str) -> tuple[Column, ...]:
    return table_columns(columns_of(wanted, member), member) if layout == "table" else ()
