"""The page's side of live: a token to listen with, and who is at a ticket."""

from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from percaya.core.tickets.queries.tickets import by_number
from percaya.runtime.live.tokens import live_token
from percaya.runtime.presence import presence
from percaya.stages.notices.actions.noting import clear
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.ticket_page import people_here


@require_GET
@member_view()
def token(request: MemberRequest) -> HttpResponse:
    """Where to listen, for a minute: the workspace, the member, and ``?ticket=`` when the member may see it."""
    number = request.GET.get("ticket", "")
    ticket = by_number(request.member, int(number)) if number.isdecimal() and len(number) < 18 else None
    topics = [f"t{ticket.pk}"] if ticket else []
    signed = live_token(request.workspace.pk, request.member.pk, topics)
    return JsonResponse({"stream": f"/rt/stream?{urlencode({'token': signed})}"})


@require_http_methods(["GET", "POST"])
@member_view()
def presence_at(request: MemberRequest, number: int) -> HttpResponse:
    """POST ``kind`` viewing or typing: I am here. GET: who else is."""
    ticket = ticket_of(request, number)
    if request.method == "POST":
        kind = "typing" if request.POST.get("kind") == "typing" else "viewing"
        if kind == "viewing":
            clear(member=request.member, ticket_id=ticket.pk)
        presence().touch(ticket.pk, request.member.pk, kind, request.workspace.pk)  # type: ignore[arg-type]
        return HttpResponse(status=204)
    return render(request, "inbox/parts/here.html", {"at_ticket": people_here(request, ticket)})
