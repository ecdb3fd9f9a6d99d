"""The tickets behind a number of the board, and handing them to somebody."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core.promises.models import Promise, PromiseState
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.queries.tickets import by_number
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import SUPERVISE
from percaya.core.workspace.queries import members
from percaya.stages.analytics.models import TicketFacts
from percaya.stages.analytics.queries.live import day_of, due_clocks, rows_behind
from percaya.web.board.views import chosen_team
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.reference import reference

MOST = 100  # rows shown at once; the number says how many there are
TITLES = {  # marked, and translated when shown
    "open": _("Still open"), "waiting": _("Waiting for a reply"), "untaken": _("Unclaimed"), "overdue": _("Overdue now"),
    "soon": _("Due in 60 minutes"), "created": _("In today"), "resolved": _("Solved today"), "quiet": _("Gone quiet"),
    "promises": _("Promises today"), "heat": _("Due in this hour"),
}  # fmt: skip


@require_GET
@member_view(SUPERVISE)
def page(request: MemberRequest, tile: str) -> HttpResponse:
    """``?member=`` the tickets of one person, ``?hour=`` (of ``heat``) an hour of today."""
    known = reference(request.member)
    team = chosen_team(request, {each.pk for each in known.teams})
    rows = _rows(request, tile, team)
    if rows is None:
        raise Http404
    person = _number(request.GET.get("member", ""))
    if person is not None:
        rows = rows.filter(assignee=person)
    shown = rows.select_related("ticket__contact", "assignee", "team")[:MOST]
    context = {
        "tile": tile,
        "title": gettext(TITLES[tile]),
        "rows": shown,
        "total": rows.count(),
        "team": team,
        "person": person if person in known.names else None,
        "names": known.names,
        "people": known.answerers,
        "now": timezone.now(),
    }
    return render(request, "board/rows.html", context)


@require_POST
@member_view(SUPERVISE)
def hand_over(request: MemberRequest) -> HttpResponse:
    """Make ``to`` (a member's number, or "me") responsible for the tickets ``number``."""
    to = _person(request)
    done = 0
    for text in request.POST.getlist("number")[:MOST]:
        number = _number(text)
        ticket = by_number(request.member, number) if number is not None else None
        if ticket is None or to is None:
            raise Http404
        try:
            assign(ticket=ticket, to=to, by=request.by)
        except Refused as error:
            messages.error(request, f"#{ticket.number}: {error}")
        else:
            done += 1
    if done and to is not None:
        messages.success(request, gettext("%(name)s is responsible now: %(n)s") % {"name": to.name, "n": done})
    back = request.POST.get("tile", "")
    return HttpResponseRedirect(reverse("board:rows", args=[request.workspace.slug, back if back in TITLES else "untaken"]))


def _rows(request: MemberRequest, tile: str, team: int | None) -> QuerySet[TicketFacts] | None:
    now, zone, workspace_id = timezone.now(), request.workspace.time_zone, request.workspace.pk
    if tile == "promises":
        _start, end = day_of(now, zone)
        living = Promise.objects.filter(
            workspace_id=workspace_id, state__in=(PromiseState.OPEN, PromiseState.LATE), due_at__lt=end
        )
        rows = TicketFacts.objects.filter(workspace_id=workspace_id, ticket__in=living.values("ticket"))
        return (rows.filter(team_id=team) if team else rows).order_by("ticket__promise_due_at", "pk")
    if tile == "heat":
        start, _end = day_of(now, zone)
        hour = _number(request.GET.get("hour", "")) or 0
        begin = start.replace(hour=min(hour, 23))
        clocks = due_clocks(workspace_id, begin, min(now, begin.replace(minute=59, second=59, microsecond=999999)), team)
        if request.GET.get("team") == "0":
            clocks = clocks.filter(ticket__team=None)
        return TicketFacts.objects.filter(workspace_id=workspace_id, ticket__in=clocks.values("ticket")).order_by("pk")
    return rows_behind(tile, workspace_id, now=now, zone=zone, team_id=team)


def _person(request: MemberRequest) -> Member | None:
    wanted = request.POST.get("to", "")
    if wanted == "me":
        return request.member
    number = _number(wanted)
    return members(request.workspace.pk).filter(pk=number).first() if number is not None else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
