"""Why is it here? The page that tells a ticket's way from its journal, in plain sentences."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core.tickets.queries.reasons import reasons
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.lists.pages import rail_context
from percaya.web.inbox.why.asides import asides
from percaya.web.ui.times import language


@require_GET
@member_view()
def why(request: MemberRequest, number: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    wanted = Wanted.read(request.GET)
    context = {
        **rail_context(request, wanted),
        "ticket": ticket,
        "list_query": wanted.query(),
        "parts": reasons(ticket, language=language(), zone=request.workspace.time_zone, asides=asides(ticket, request.member)),
    }
    return render(request, "inbox/why.html", context)
