"""What stands around a ticket, in the tab beside it: asked for when the tab is open, and brought up to date with the head."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core.tickets.models import Ticket
from percaya.core.workspace.policy import NOTE, REPLY, may
from percaya.web.inbox.beside import TICKET, open_tab
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.heading import channel_facts
from percaya.web.inbox.listing import wanted_by


@require_GET
@member_view()
def around(request: MemberRequest, number: int) -> HttpResponse:
    """The tab, for a page that opens it."""
    return render(request, "inbox/parts/around.html", around_context(request, ticket_of(request, number)))


def beside_context(request: MemberRequest, ticket: Ticket) -> dict[str, Any]:
    """Which tab is open, and what is around the ticket if it is that one."""
    opened = open_tab(request)
    return {"beside": opened, **(around_context(request, ticket) if opened == TICKET else {"around": None})}


def around_context(request: MemberRequest, ticket: Ticket) -> dict[str, Any]:
    """Everything ``inbox/parts/around.html`` draws."""
    return {
        "ticket": ticket,
        "channel": channel_facts(ticket.channel),
        "list_query": wanted_by(request).query(),
        "may_reply": may(request.member.role, REPLY),
        "may_note": may(request.member.role, NOTE),
        "around": {},
    }
