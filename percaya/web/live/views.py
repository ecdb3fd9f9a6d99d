"""The page's side of live: a token to listen with, who is at a ticket, and how long somebody was."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from percaya.core.journal.followers import latest
from percaya.core.journal.queries import recorded_since
from percaya.core.tickets.queries.tickets import by_number
from percaya.core.workspace.policy import SUPERVISE
from percaya.runtime.live.tokens import live_token
from percaya.runtime.presence import Kind, presence
from percaya.stages.analytics.actions.working import PLACES, Span, is_measured, note_work
from percaya.stages.chat.actions import tell
from percaya.stages.chat.queries import is_live
from percaya.stages.notices.actions.noting import clear
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.heading import people_here

MOST_SPANS, MOST_TICKETS = 200, 40  # of one telling: two minutes, or what a page could not send for a while
_SPAN = re.compile(r"([a-z]{4,8}):(\d{1,15}):(\d{1,6}(?:\.\d)?):(\d{1,6}(?:\.\d)?)")


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
        tell(ticket=ticket, kind="presence")  # the visitor's page asks who is writing
    return HttpResponse(status=204)


@require_POST
@member_view()
def work(request: MemberRequest) -> HttpResponse:
    """POST ``spans``: "place:ticket number:seconds since it began:seconds since it ended", joined with ";". What cannot be read,
    or names a ticket that the member may not see, is left out."""
    if is_measured(request.workspace.settings):
        spans = _spans(request, request.POST.get("spans", "")[:20_000])
        note_work(member=request.member, zone=request.workspace.time_zone, spans=spans, now=timezone.now())
    return HttpResponse(status=204)


def _spans(request: MemberRequest, text: str) -> list[Span]:
    now = timezone.now()
    found = [(m[1], int(m[2]), float(m[3]), float(m[4])) for m in map(_SPAN.fullmatch, text.split(";")[:MOST_SPANS]) if m]
    numbers = dict.fromkeys(number for _place, number, *_ago in found if number)
    tickets = {number: seen.pk for number in [*numbers][:MOST_TICKETS] if (seen := by_number(request.member, number))}
    return [
        Span(place, now - timedelta(seconds=began), now - timedelta(seconds=ended), tickets.get(number, 0))
        for place, number, began, ended in found
        if place in PLACES and (not number or number in tickets)
    ]


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
