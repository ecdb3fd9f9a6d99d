"""The guided queue as pages: beginning or going on, passing a ticket over, the end."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.skipping import skip_in_queue
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.answers import moved_on, refused, ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.listing import Wanted, wanted_by
from percaya.web.inbox.lists.pages import rail_context
from percaya.web.inbox.queue import next_ticket, pass_over


@require_GET
@member_view(REPLY)
def queue(request: MemberRequest) -> HttpResponse:
    """The most urgent ticket of the view that nobody else has before them; a page that says so when there is none."""
    wanted = wanted_by(request)
    wanted = Wanted(wanted.view, "urgent", wanted.given, queue=True)
    number = next_ticket(request, wanted)
    if number is None:
        return render(request, "inbox/queue.html", {**rail_context(request, wanted), "list_query": wanted.query(queue="")})
    return HttpResponseRedirect(ticket_url(request, number, wanted))


@require_POST
@member_view(REPLY)
def skip(request: MemberRequest, number: int) -> HttpResponse:
    """Pass a ticket over, with a reason that is kept with it; the next one comes."""
    ticket = ticket_of(request, number)
    wanted = Wanted.read(request.GET)
    why = request.POST.get("why", "").strip() or request.POST.get("reason", "")
    try:
        ticket = skip_in_queue(ticket=ticket, view=wanted.view, why=why, by=request.by)
    except Refused as error:
        return refused(request, ticket, str(error))
    pass_over(ticket, request.member)
    if not wanted.queue:
        messages.success(request, _("#%(number)s was passed over.") % {"number": number})
        return HttpResponseRedirect(ticket_url(request, number, wanted))
    return moved_on(request, ticket, said=_("#%(number)s was passed over.") % {"number": number})
