"""How a change is answered: to htmx with a fragment and signals, to a script with JSON, to a plain form with a page."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from percaya.core.tickets.actions.readiness import FIRST_STEP
from percaya.core.tickets.models import Ticket
from percaya.web.inbox import queue
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.heading import changed_heading
from percaya.web.inbox.listing import Wanted, next_number


def ticket_url(request: MemberRequest, number: int, wanted: Wanted | None = None) -> str:
    address = reverse("inbox:ticket", args=[request.workspace.slug, number])
    return f"{address}?{wanted.query()}" if wanted else address


def list_url(request: MemberRequest, wanted: Wanted) -> str:
    return f"{reverse('inbox:list', args=[request.workspace.slug])}?{wanted.query()}"


def is_script(request: MemberRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def changed(request: MemberRequest, ticket: Ticket, *, said: str = "", undo: str = "") -> HttpResponse:
    """The ticket was changed and stays on screen."""
    if request.htmx:
        response = render(request, "inbox/parts/head.html", changed_heading(request, ticket))
        return signal(response, {"percaya:sent": {}, **_toast(said, undo)})
    if is_script(request):
        return JsonResponse({"ok": True, "said": said, "undo": undo})
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(ticket_url(request, ticket.number, Wanted.read(request.GET)))


def refused(request: MemberRequest, ticket: Ticket, why: str, *, lacks: str = "") -> HttpResponse:
    """Nothing was changed, and this is why. ``lacks``: where what is missing stands (``NotReady``), to be led there."""
    there = f"{ticket_url(request, ticket.number, Wanted.read(request.GET))}&beside=ticket#{_place(lacks)}" if lacks else ""
    if request.htmx:
        response = render(request, "inbox/parts/head.html", changed_heading(request, ticket))
        way = {"href": there, "go": _place(lacks), "label": _("Show me")} if there else {}
        return signal(response, {"percaya:toast": {"text": why, "error": True, **way}})
    if is_script(request):
        return HttpResponse(why, status=409, content_type="text/plain; charset=utf-8")
    messages.error(request, format_html('{} <a href="{}">{}</a>', why, there, _("Show me")) if there else why)
    return HttpResponseRedirect(ticket_url(request, ticket.number, Wanted.read(request.GET)))


def _place(lacks: str) -> str:
    """The id of the element where it stands."""
    return "around-checklist" if lacks == FIRST_STEP else f"field-{lacks}"


@dataclass(frozen=True)
class Onward:
    """Where a member goes when a ticket is done for now; ``number`` is the next ticket's, none for the list."""

    address: str
    number: int | None = None


def onward(request: MemberRequest, ticket: Ticket, *, done: bool = True) -> Onward | None:
    """The next ticket of the list (or of the queue), the list, or nowhere, as the member likes it. One that is not ``done``,
    only answered, is not left for the list because there is no other."""
    wanted = Wanted.read(request.GET)
    if is_script(request):
        return None
    if wanted.queue:
        number = queue.next_ticket(request, wanted, past=ticket)
        over = f"{reverse('inbox:queue', args=[request.workspace.slug])}?{wanted.query()}"
        return Onward(ticket_url(request, number, wanted), number) if number else Onward(over)
    habit = request.member.settings.get("after_action", "next")
    if habit == "stay":
        return None
    number = next_number(wanted, request.member, ticket) if habit == "next" else None
    if number:
        return Onward(ticket_url(request, number, wanted), number)
    return Onward(list_url(request, wanted)) if done or habit == "list" else None


def moved_on(
    request: MemberRequest, ticket: Ticket, *, said: str, undo: str = "", to: Onward | None = None, seconds: int = 8
) -> HttpResponse:
    """The ticket is done for now: ``to`` (or where the member's habit leads) comes."""
    to = to or onward(request, ticket)
    if to is None:
        return changed(request, ticket, said=said, undo=undo)
    if not request.htmx:
        messages.success(request, said)
        return HttpResponseRedirect(to.address)
    response = HttpResponse()
    if to.number:
        place = {"path": to.address, "target": "#ticket", "swap": "outerHTML"}
        response.headers["HX-Location"] = json.dumps(place)
    else:
        messages.success(request, said)
        response.headers["HX-Redirect"] = to.address
    return signal(response, {"percaya:gone": {"number": ticket.number}, **_toast(said, undo, seconds)})


def signal(response: HttpResponse, signals: dict[str, Any]) -> HttpResponse:
    """Events for the page's scripts. JSON in ASCII, since a header can carry nothing else."""
    response.headers["HX-Trigger"] = json.dumps({name: what for name, what in signals.items() if what is not None})
    return response


def _toast(text: str, undo: str, seconds: int = 8) -> dict[str, Any]:
    return {"percaya:toast": {"text": text, "undo": undo, "seconds": seconds}} if text else {}
