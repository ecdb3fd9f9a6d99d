"""Search: one box, one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core.tickets.queries.searching import find
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.lists.pages import rail_context
from percaya.web.inbox.rows import drawn


@require_GET
@member_view()
def search(request: MemberRequest) -> HttpResponse:
    """``?q=`` words, a number, a name, an address, "words side by side"; ``&before=`` the next page."""
    text = request.GET.get("q", "")[:300].strip()
    before = request.GET.get("before", "")
    found = find(request.member, text, before=int(before) if before.isdecimal() and len(before) < 18 else None) if text else None
    wanted = Wanted.read(request.GET)
    context = {
        **rail_context(request, wanted),
        "q": text,
        "rows": drawn(found.rows, request.member, query=wanted.query()) if found else [],
        "before": found.before if found else None,
        "open_number": None,
        "after": "",
    }
    return render(request, "inbox/search.html", context)
