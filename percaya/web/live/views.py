"""The page's side of live: a token to listen with, and who is at a ticket."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from percaya.core.journal.followers import latest
from percaya.core.journal.queries import recorded_since
from percaya.core.tickets.queries.tickets import by_number
from percaya.core.workspace.policy import SUPERVISE
from percaya.runtime.live.tokens import live_token
from percaya.runtime.presence import Kind, presence
from percaya.stages.chat.actions import tell
from percaya.stages.chat.queries import is_live
from percaya.stages.notices.actions.noting import clear
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.heading import people_here


@require_GET
@member_view()
def token(request: MemberRequest) -> HttpResponse:
    """Where to listen, for a minute: the workspace, the member, and ``?ticket=`` when the member may see it.

    ``at`` is the journal's newest event, from which the first stream goes on; ``missed`` says whether something was
    recorded since the page was made (``?since=``, seconds of the epoch) and so has to be got again.
    """
    at = latest()
    number = request.GET.get("ticket", "")
    ticket = by_number(request.member, int(number)) if number.isdecimal() and len(number) < 18 else None
    topics = [f"t{ticket.pk}"] if ticket else []
    signed = live_token(request.workspace.pk, request.member.pk, topics)
    missed = recorded_since(request.workspace.pk, _seconds(request.GET.get("since", "")))
    return JsonResponse({"stream": f"/rt/stream?{urlencode({'token': signed})}", "at": at, "missed": missed})


@require_http_methods(["GET", "POST"])
@member_view()
def presence_at(request: MemberRequest, number: int) -> HttpResponse:
    """POST ``kind`` viewing, observing, typing, stopped (typing) or left. GET: who else is here."""
    ticket = ticket_of(request, number)
    if request.method == "GET":
        return render(request, "inbox/here.html", {"at_ticket": people_here(request, ticket)})
    kind = request.POST.get("kind")
    here = (ticket.pk, request.member.pk)
    if kind in ("left", "stopped"):
        presence().leave(*here, request.workspace.pk, number=number)
    if kind == "left":
        return HttpResponse(status=204)
    if kind != "typing":
        clear(member=request.member, ticket_id=ticket.pk)
    presence().touch(*here, _kind(request, kind), request.workspace.pk, number=number)
    if kind in ("typing", "stopped") and is_live(ticket.channel):
        tell(ticket_id=ticket.pk, kind="presence")  # the visitor's page asks who is writing
    return HttpResponse(status=204)


def _kind(request: MemberRequest, said: str | None) -> Kind:
    """Only who watches over others observes; everybody else who says so looks on."""
    if said == "typing":
        return "typing"
    return "observing" if said == "observing" and request.member.may(SUPERVISE) else "viewing"


def _seconds(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(text), UTC) if text else None
    except (ValueError, OverflowError, OSError):
        return None
