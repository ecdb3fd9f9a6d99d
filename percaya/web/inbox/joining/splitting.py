"""Making a new ticket out of messages of this one."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.splitting import split
from percaya.core.tickets.queries.splitting import choices, following
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.joining.sheets import done, not_done, sheet
from percaya.web.inbox.listing import wanted_by


@require_GET
@member_view(REPLY)
def split_page(request: MemberRequest, number: int) -> HttpResponse:
    """Which messages, moved or copied, and under which subject. ``?message=`` is chosen already."""
    ticket = ticket_of(request, number)
    wanted = _id(request.GET.get("message", ""))
    context = {"ticket": ticket, "chosen": wanted, "choices": choices(ticket, wanted), "list_query": wanted_by(request).query()}
    return sheet(request, "split", context)


@require_POST
@member_view(REPLY)
def split_now(request: MemberRequest, number: int) -> HttpResponse:
    """``message`` (one or more ids), ``after``: with all that came after the first, ``copy``, ``subject``."""
    ticket = ticket_of(request, number)
    ids = [one for one in map(_id, request.POST.getlist("message")) if one]
    if request.POST.get("after") and ids:
        ids = following(ticket, ids[0])
    try:
        joining = split(
            ticket=ticket,
            messages=ids,
            copy=bool(request.POST.get("copy")),
            subject=request.POST.get("subject", "")[:250],
            by=request.by,
        )
    except Refused as error:
        return not_done(request, ticket, str(error))
    made = joining.target.number
    undo = reverse("inbox:undo_joining", args=[request.workspace.slug, number, joining.pk])
    return done(request, made, _("#%(number)s is a ticket of its own now.") % {"number": made}, undo=undo)


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
