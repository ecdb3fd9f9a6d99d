"""Dialogs about a ticket: their inside for scripts, a page of their own without, and how they end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render

from percaya.core.tickets.models import Ticket
from percaya.web.inbox.answers import is_script, ticket_url
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.listing import wanted_by
from percaya.web.inbox.lists.pages import rail_context


def sheet(request: MemberRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """``inbox/parts/<name>.html`` for a dialog (js/sheet.js), ``inbox/<name>.html`` as a page."""
    if request.htmx:
        return render(request, f"inbox/parts/{name}.html", context)
    return render(request, f"inbox/{name}.html", {**rail_context(request, wanted_by(request)), **context})


def done(request: MemberRequest, number: int, said: str, undo: str = "") -> HttpResponse:
    """It is done: on to the ticket of that number."""
    address = ticket_url(request, number, wanted_by(request))
    if is_script(request):
        return JsonResponse({"ok": True, "ticket": address, "text": said, "undo": undo})
    messages.success(request, said)
    return HttpResponseRedirect(address)


def not_done(request: MemberRequest, ticket: Ticket, why: str) -> HttpResponse:
    """Nothing was changed, and this is why."""
    if is_script(request):
        return HttpResponse(why, status=409, content_type="text/plain; charset=utf-8")
    messages.error(request, why)
    return HttpResponseRedirect(f"{ticket_url(request, ticket.number, wanted_by(request))}&stay=1")
