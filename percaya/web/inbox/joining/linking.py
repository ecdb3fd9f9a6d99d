"""Links of a ticket to others: shown, added, removed; and its parts solved with it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.linking import HOWS, link, unlink
from percaya.core.tickets.actions.states import resolve
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.policy import OPEN_STATES
from percaya.core.tickets.queries.joinings import is_merge, joined
from percaya.core.tickets.queries.links import link_of, open_children, ties
from percaya.core.tickets.queries.tickets import by_number
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.joining.sheets import done, not_done, sheet
from percaya.web.inbox.listing import wanted_by


@require_GET
@member_view()
def links(request: MemberRequest, number: int) -> HttpResponse:
    """What the ticket is linked and joined with."""
    ticket = ticket_of(request, number)
    context = {"ticket": ticket, "ties": ties_of(request, ticket), "list_query": wanted_by(request).query()}
    return sheet(request, "links", {**context, "may_reply": request.member.may(REPLY)})


@require_POST
@member_view(REPLY)
def add(request: MemberRequest, number: int) -> HttpResponse:
    """``other``: a number ("#12" too); ``how``: what it is to this ticket."""
    ticket = ticket_of(request, number)
    text = request.POST.get("other", "").strip().lstrip("#")
    other = by_number(request.member, int(text)) if text.isascii() and text.isdigit() and len(text) < 18 else None
    how = request.POST.get("how", "")
    if other is None or how not in HOWS:
        unknown = _("There is no ticket #%(number)s that you can see. Nothing was linked.")
        return not_done(request, ticket, unknown % {"number": text})
    try:
        link(ticket=ticket, other=other, how=how, by=request.by)
    except Refused as error:
        return not_done(request, ticket, str(error))
    return done(request, number, _("#%(number)s is linked.") % {"number": other.number})


@require_POST
@member_view(REPLY)
def remove(request: MemberRequest, number: int, link_id: int) -> HttpResponse:
    ticket = ticket_of(request, number)
    found = link_of(ticket, link_id)
    if found is None:
        raise Http404
    unlink(ticket=ticket, link=found, by=request.by)
    return done(request, number, _("The link is removed."))


@require_POST
@member_view(REPLY)
def children(request: MemberRequest, number: int) -> HttpResponse:
    """Solve the parts of a ticket that are still open, as far as the member sees them; what was refused is said."""
    ticket = ticket_of(request, number)
    count, trouble = 0, ""
    for child in open_children(ticket, request.member):
        try:
            resolve(ticket=child, by=request.by)
            count += 1
        except Refused as error:
            trouble = f" #{child.number}: {error}"
    said = ngettext("%(count)s part is solved too.", "%(count)s parts are solved too.", count) % {"count": count}
    return done(request, number, said + trouble)


def ties_of(request: MemberRequest, ticket: Ticket) -> dict[str, Any]:
    """Everything ``inbox/parts/links.html`` draws; of a ticket without ties nothing is asked."""
    has_any = vars(ticket).get("has_ties", True)
    told = ties(ticket, request.member) if has_any else []
    open_parts = [tie for tie in told if tie.how == "child" and tie.state in OPEN_STATES]
    return {
        "links": told,
        "joined": [(one, is_merge(one.joining)) for one in joined(ticket, request.member)] if has_any else [],
        "open_parts": len(open_parts) if ticket.state not in OPEN_STATES else 0,
        "may_undo": request.member.may(REPLY),
    }
