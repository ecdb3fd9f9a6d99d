"""Files that another app handed to the installed desk: a new ticket, or the draft of one. They wait on the device meanwhile."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.answers import ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.lists.pages import rail_context

OFFERED = 8


@require_GET
@member_view(REPLY)
def shared(request: MemberRequest) -> HttpResponse:
    """The choice. ``?number=`` offers that ticket first, ``subject`` and ``text`` go along to a new one."""
    words = {name: request.GET[name][:4000] for name in ("subject", "text") if request.GET.get(name)}
    number = request.GET.get("number", "")
    context = {
        **rail_context(request, Wanted.read(request.GET)),
        "along": words,
        "number": number,
        "new_url": f"{reverse('inbox:new', args=[request.workspace.slug])}?{urlencode({**words, 'shared': '1'})}",
        "tickets": [(ticket, _upload(request, ticket), _after(request, ticket)) for ticket in _offered(request, number)],
    }
    return render(request, "inbox/shared.html", context)


def _offered(request: MemberRequest, number: str) -> list[Ticket]:
    """The one that was asked for, else the member's own open ones, last changed first."""
    rows = visible(request.member).select_related("contact")
    if number.isdecimal() and len(number) < 18:
        return list(rows.filter(number=int(number), merged_into=None))
    return list(rows.filter(assignee_id=request.member.pk, is_open=1).order_by("-updated_at")[:OFFERED])


def _upload(request: MemberRequest, ticket: Ticket) -> str:
    return reverse("inbox:upload", args=[request.workspace.slug, ticket.number])


def _after(request: MemberRequest, ticket: Ticket) -> str:
    return f"{ticket_url(request, ticket.number)}?tab=reply"
