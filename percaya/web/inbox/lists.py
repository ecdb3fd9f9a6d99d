"""The inbox: the list, and the fragments that keep it true."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.channels.registry import channels
from percaya.core.tickets import policy
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.listing import ORDERS
from percaya.web.inbox import listing
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import Wanted, wanted_by
from percaya.web.inbox.reference import reference
from percaya.web.inbox.rows import drawn
from percaya.web.onboarding.checklist import checklist
from percaya.web.ui.times import language


@require_GET
@member_view()
def inbox(request: MemberRequest) -> HttpResponse:
    """The list alone. ``?part=rows`` gives its rows (the pill, paging)."""
    wanted = wanted_by(request)
    if request.GET.get("part") == "rows":
        return render(request, "inbox/parts/rows.html", rows_context(request, wanted))
    return render(request, "inbox/list.html", list_context(request, wanted))


@require_GET
@member_view()
def rows(request: MemberRequest) -> HttpResponse:
    """Single rows brought up to date: ``?numbers=4,8`` of those the page shows."""
    wanted = Wanted.read(request.GET)
    numbers = [int(n) for n in request.GET.get("numbers", "").split(",")[:60] if n.isdecimal() and len(n) < 18]
    found = drawn(listing.some(numbers, request.member), request.member, query=wanted.query())
    return render(request, "inbox/parts/rows.html", {"rows": found, "wanted": wanted, "open_number": None, "after": ""})


@require_GET
@member_view()
def views(request: MemberRequest) -> HttpResponse:
    """The views with their counts, for the rail."""
    return render(request, "inbox/parts/views.html", rail_context(request, Wanted.read(request.GET)))


@require_GET
@member_view()
def choices(request: MemberRequest) -> HttpResponse:
    """What the list can be narrowed by, and to whom its tickets can be given: drawn when a menu opens, for two hundred names
    would weigh on every page. Without scripts it is a page of its own."""
    wanted = Wanted.read(request.GET)
    context = {"wanted": wanted, "choices": filter_choices(request), "people": reference(request.member).answerers}
    part = {"filters": "filter_form", "people": "bulk_people"}.get(request.GET.get("part", ""))
    if part and request.htmx:
        return render(request, f"inbox/parts/{part}.html", context)
    return render(request, "inbox/filters.html", {**rail_context(request, wanted), **context})


def list_context(request: MemberRequest, wanted: Wanted, opened: Ticket | None = None) -> dict[str, Any]:
    """What the list pane draws, beside the ticket that is ``opened``."""
    return {
        **rail_context(request, wanted),
        **rows_context(request, wanted, opened),
        "orders": tuple(ORDERS),
        "choices": filter_choices(request, wanted.chosen),  # the names of what is chosen; the panel asks for the rest
        "priorities": tuple(reversed(policy.PRIORITIES)),
    }


def rows_context(request: MemberRequest, wanted: Wanted, opened: Ticket | None = None) -> dict[str, Any]:
    """One page of rows."""
    page = listing.page(wanted, request.member)
    if opened:
        reference(request.member).labels_on([opened.pk, *(row.id for row in page.rows)])
    number = opened.number if opened else None
    return {
        "wanted": wanted,
        "rows": drawn(page.rows, request.member, query=wanted.query(), open_number=number),
        "after": listing.after_text(page.next_after),
        "open_number": number,
    }


def rail_context(request: MemberRequest, wanted: Wanted) -> dict[str, Any]:
    links = listing.view_links(request.member)
    return {
        "wanted": wanted,
        "links": links,
        "counts": listing.counts(request.member),
        "checklist": checklist(request.member),
        "view_name": next((words for key, _icon, words in links if key == wanted.view), ""),
    }


def filter_choices(request: MemberRequest, names: Iterable[str] = listing.FILTERS) -> dict[str, list[tuple[str, str]]]:
    """What each of these filters can be set to: (value, words)."""
    known = reference(request.member)
    makers: dict[str, Callable[[], list[tuple[str, str]]]] = {
        "assignee": lambda: [("none", "—"), *((str(one.pk), one.name) for one in known.people)],
        "team": lambda: [("none", "—"), *((str(one.pk), one.name) for one in known.teams)],
        "label": lambda: [(str(one.pk), one.name) for one in known.labels],
        "channel": lambda: [(c.key, c.name_en if language() == "en" else c.name_id) for c in channels().values()],
        "priority": lambda: [(priority, "") for priority in reversed(policy.PRIORITIES)],
        "state": lambda: [(state, "") for state in ("new", *dict.fromkeys(policy.TARGETS.values()))],
    }
    return {name: makers[name]() for name in makers if name in names}
