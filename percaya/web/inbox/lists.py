"""The inbox: the list, and the fragments that keep it true."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.channels.registry import channels
from percaya.core.tickets import policy
from percaya.core.tickets.queries.listing import ORDERS
from percaya.core.tickets.queries.tickets import labels
from percaya.core.workspace.queries import members, teams
from percaya.web.inbox import listing
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import Wanted
from percaya.web.onboarding.checklist import checklist
from percaya.web.ui.times import language


@require_GET
@member_view()
def inbox(request: MemberRequest) -> HttpResponse:
    """The list alone. ``?part=rows`` gives its rows (the pill, paging)."""
    wanted = Wanted.read(request.GET)
    if request.GET.get("part") == "rows":
        return render(request, "inbox/parts/rows.html", rows_context(request, wanted))
    return render(request, "inbox/list.html", list_context(request, wanted))


@require_GET
@member_view()
def rows(request: MemberRequest) -> HttpResponse:
    """Single rows brought up to date: ``?numbers=4,8`` of those the page shows."""
    wanted = Wanted.read(request.GET)
    numbers = [int(n) for n in request.GET.get("numbers", "").split(",")[:60] if n.isdigit() and len(n) < 18]
    found = listing.dressed(listing.some(numbers, request.member), request.member)
    return render(request, "inbox/parts/rows.html", {"rows": found, "wanted": wanted, "open_number": None, "after": ""})


@require_GET
@member_view()
def views(request: MemberRequest) -> HttpResponse:
    """The views with their counts, for the rail."""
    return render(request, "inbox/parts/views.html", rail_context(request, Wanted.read(request.GET)))


def list_context(request: MemberRequest, wanted: Wanted, open_number: int | None = None) -> dict[str, Any]:
    """What the list pane draws."""
    return {
        **rail_context(request, wanted),
        **rows_context(request, wanted, open_number),
        "orders": tuple(ORDERS),
        "choices": filter_choices(request),
    }


def rows_context(request: MemberRequest, wanted: Wanted, open_number: int | None = None) -> dict[str, Any]:
    """One page of rows."""
    page = listing.page(wanted, request.member)
    return {
        "wanted": wanted,
        "rows": listing.dressed(page.rows, request.member),
        "after": listing.after_text(page.next_after),
        "open_number": open_number,
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


def filter_choices(request: MemberRequest) -> dict[str, list[tuple[str, str]]]:
    """What each filter can be set to: (value, words)."""
    workspace = request.workspace.pk
    return {
        "assignee": [("none", "—"), *((str(one.pk), one.name) for one in members(workspace))],
        "team": [("none", "—"), *((str(one.pk), one.name) for one in teams(workspace))],
        "label": [(str(one.pk), one.name) for one in labels(workspace)],
        "channel": [(c.key, c.name_en if language() == "en" else c.name_id) for c in channels().values()],
        "priority": [(priority, "") for priority in reversed(policy.PRIORITIES)],
        "state": [(state, "") for state in ("new", *dict.fromkeys(policy.TARGETS.values()))],
    }
