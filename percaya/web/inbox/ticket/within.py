"""Inside one ticket: finding words in it, and what can be done with one of its messages."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core.tickets.queries.finding_in_ticket import find_in
from percaya.core.tickets.queries.tickets import message_of
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.composer.recipients import NOTHING, reply_channel
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.listing import wanted_by
from percaya.web.inbox.lists.pages import rail_context


@require_GET
@member_view()
def find(request: MemberRequest, number: int) -> HttpResponse:
    """``?q=``: the messages of the ticket that have these words."""
    ticket = ticket_of(request, number)
    q = request.GET.get("q", "")[:100].strip()
    context = {"ticket": ticket, "q": q, "hits": find_in(ticket, q)}
    if request.htmx:
        return render(request, "inbox/parts/find_hits.html", context)
    return render(request, "inbox/find.html", {**rail_context(request, wanted_by(request)), **context})


@require_GET
@member_view()
def message(request: MemberRequest, number: int, message_id: int) -> HttpResponse:
    """What can be done with a message."""
    ticket = ticket_of(request, number)
    found = message_of(ticket, message_id)
    if found is None:
        raise Http404
    channel = reply_channel(ticket)
    can = channel.capabilities if channel else NOTHING
    context = {"ticket": ticket, "message": found, "may_reply": request.member.may(REPLY), "may_point": can}
    return render(request, "inbox/message.html", {**rail_context(request, wanted_by(request)), **context})
