"""Merging a ticket into another: choose it, see what will happen, do it, take it back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.merging import merge, undo_merge
from percaya.core.tickets.actions.splitting import undo_split
from percaya.core.tickets.models import Joining, Ticket
from percaya.core.tickets.queries.joinings import candidates, is_merge, joining_for
from percaya.core.tickets.queries.searching import find
from percaya.core.tickets.queries.tickets import by_number, participants
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.joining.sheets import done, not_done, sheet
from percaya.web.inbox.listing import wanted_by

_MOST = 12


@require_GET
@member_view(REPLY)
def merge_page(request: MemberRequest, number: int) -> HttpResponse:
    """``?q=`` looks for the other ticket; with ``?into=`` it is chosen, and what will happen is shown. ``?turn=1``: the other
    way round, that one goes on in this one."""
    ticket = ticket_of(request, number)
    other = _other(request, ticket, request.GET.get("into", ""))
    context: dict[str, Any] = {"ticket": ticket, "list_query": wanted_by(request).query(), "q": request.GET.get("q", "")[:100]}
    if other is None:
        context |= {"suggested": candidates(ticket, request.member), "found": _found(request, ticket, context["q"])}
    else:
        context |= _preview(ticket, other, turned=request.GET.get("turn") == "1")
    return sheet(request, "merge", context)


@require_POST
@member_view(REPLY)
def merge_now(request: MemberRequest, number: int) -> HttpResponse:
    """``into``: the other ticket's number; ``turn``; ``copy``: participants (ids) of the one that ends who read along."""
    ticket = ticket_of(request, number)
    other = _other(request, ticket, request.POST.get("into", ""))
    if other is None:
        return not_done(request, ticket, _("That ticket is not there any more. Nothing was merged."))
    source, target = (other, ticket) if request.POST.get("turn") == "1" else (ticket, other)
    ticked = [int(one) for one in request.POST.getlist("copy") if one.isdecimal() and len(one) < 18]
    try:
        joining = merge(source=source, target=target, copy=ticked, by=request.by)
    except Refused as error:
        return not_done(request, ticket, str(error))
    said = _("#%(source)s was merged into #%(target)s.") % {"source": source.number, "target": target.number}
    return done(request, target.number, said, undo=_undo_url(request, target, joining))


@require_POST
@member_view(REPLY)
def undo(request: MemberRequest, number: int, joining_id: int) -> HttpResponse:
    """Take a merge or split back, from either of its tickets."""
    ticket = ticket_of(request, number)
    joining = joining_for(request.member, joining_id)
    if joining is None or ticket.pk not in (joining.source_id, joining.target_id):
        raise Http404
    try:
        (undo_merge if is_merge(joining) else undo_split)(joining=joining, by=request.by)
    except Refused as error:
        return not_done(request, ticket, str(error))
    return done(request, joining.source.number, _("Taken back: everything is where it was."))


def _other(request: MemberRequest, ticket: Ticket, number: str) -> Ticket | None:
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    found = by_number(request.member, int(number))
    return found if found is not None and found.pk != ticket.pk else None


def _found(request: MemberRequest, ticket: Ticket, q: str) -> list[Any]:
    """Tickets by number, subject, customer; those that cannot take another are left out."""
    rows = find(request.member, q.strip(), limit=_MOST).rows if q.strip() else []
    return [row for row in rows if row.id != ticket.pk and row.state != "closed" and row.shelf < 5]


def _preview(ticket: Ticket, other: Ticket, *, turned: bool) -> dict[str, Any]:
    source, target = (other, ticket) if turned else (ticket, other)
    return {
        "other": other,
        "turned": turned,
        "source": source,
        "target": target,
        "strangers": source.contact_id != target.contact_id,
        "people": [one for one in participants(source) if one.value],
    }


def _undo_url(request: MemberRequest, ticket: Ticket, joining: Joining) -> str:
    return reverse("inbox:undo_joining", args=[request.workspace.slug, ticket.number, joining.pk])
