"""The board, its fragment, and taking care of an alert."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from percaya.core.workspace.models import Workspace
from percaya.core.workspace.policy import SUPERVISE
from percaya.stages.analytics.actions.alerting import take_alert
from percaya.stages.analytics.queries.walls import alert_of
from percaya.web.board.shown import show
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.reference import reference


@require_GET
@member_view(SUPERVISE)
def page(request: MemberRequest) -> HttpResponse:
    """``?team=`` narrows it to one team."""
    return render(request, "board/page.html", context(request))


@require_GET
@member_view(SUPERVISE)
def now(request: MemberRequest) -> HttpResponse:
    """What the page gets again when something happened."""
    return render(request, "board/parts/now.html", context(request))


@require_POST
@member_view(SUPERVISE)
def take(request: MemberRequest, pk: int) -> HttpResponse:
    alert = alert_of(request.workspace.pk, pk)
    if alert is None:
        raise Http404
    take_alert(alert=alert, member=request.member, by=request.by)
    return HttpResponseRedirect(reverse("board:page", args=[request.workspace.slug]) + team_query(request))


def context(request: MemberRequest) -> dict[str, Any]:
    teams = reference(request.member).teams
    team = chosen_team(request, {each.pk for each in teams})
    return {"teams": teams, "team": team, "shown": show(request.workspace, team), "is_wall": False}


def chosen_team(request: HttpRequest, known: set[int]) -> int | None:
    text = request.GET.get("team", "") or request.POST.get("of_team", "")
    number = int(text) if text.isdecimal() and len(text) < 18 else 0
    return number if number in known else None


def team_query(request: MemberRequest) -> str:
    team = chosen_team(request, {each.pk for each in reference(request.member).teams})
    return f"?team={team}" if team else ""


def frame(workspace: Workspace, team_id: int | None) -> dict[str, Any]:
    """What the wall shows: the same numbers, and nobody's words."""
    return {"shown": show(workspace, team_id), "is_wall": True, "team": team_id}
