"""The board on a wall: links that a supervisor makes and revokes, and what they show without anybody logging in."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from percaya.core.workspace.models import Team
from percaya.core.workspace.policy import SUPERVISE
from percaya.core.workspace.queries import teams
from percaya.runtime.live.tokens import wall_token
from percaya.stages.analytics.actions.walls import make_wall_link, revoke_wall_link, token_of
from percaya.stages.analytics.models import WallLink
from percaya.stages.analytics.queries.walls import link_of, wall_link, wall_links
from percaya.web.board.views import frame
from percaya.web.inbox.doors import MemberRequest, member_view


@require_http_methods(["GET", "POST"])
@member_view(SUPERVISE)
def links(request: MemberRequest) -> HttpResponse:
    """The links that work, and making one."""
    if request.method == "POST":
        make_wall_link(member=request.member, name=request.POST.get("name", ""), team=_team(request), by=request.by)
        messages.success(request, _("The link is made. Open it on the screen; it works for 90 days or until you revoke it."))
        return HttpResponseRedirect(reverse("board:walls", args=[request.workspace.slug]))
    base = settings.PUBLIC_URL.rstrip("/")
    rows = [(one, base + reverse("board:wall", args=[token_of(one)])) for one in wall_links(request.workspace.pk)]
    return render(request, "board/walls.html", {"rows": rows, "teams": teams(request.workspace.pk)})


@require_POST
@member_view(SUPERVISE)
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    link = wall_link(request.workspace.pk, pk)
    if link is None:
        raise Http404
    revoke_wall_link(link=link, by=request.by)
    messages.success(request, _("Revoked. The screen shows nothing any more."))
    return HttpResponseRedirect(reverse("board:walls", args=[request.workspace.slug]))


@require_GET
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The whole screen, dark, with numerals to be read from afar."""
    return _shown(request, token, "board/wall.html")


@require_GET
def now(request: HttpRequest, token: str) -> HttpResponse:
    return _shown(request, token, "board/parts/wall_now.html")


@require_GET
def stream(request: HttpRequest, token: str) -> HttpResponse:
    """Where the screen listens, for a minute to begin: it hears that something happened and gets the numbers again."""
    link = link_of(token)
    if link is None:
        return _secret(JsonResponse({}, status=404))
    signed = wall_token(link.workspace_id)
    return _secret(JsonResponse({"stream": f"/rt/stream?{urlencode({'token': signed})}", "at": 0}))


def _shown(request: HttpRequest, token: str, template: str) -> HttpResponse:
    link = link_of(token)
    if link is None:
        return _secret(render(request, "board/no_wall.html", status=404))
    timezone.activate(link.workspace.time_zone)
    with translation.override(link.workspace.language):
        return _secret(render(request, template, _frame(link, token)))


def _frame(link: WallLink, token: str) -> dict[str, Any]:
    return {**frame(link.workspace, link.team_id), "link": link, "token": token}


def _secret(response: HttpResponse) -> HttpResponse:
    """The address is the key: it goes to no other site and into no search engine."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _team(request: MemberRequest) -> Team | None:
    wanted = request.POST.get("team", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 18) or wanted == "0":
        return None
    found = teams(request.workspace.pk).filter(pk=int(wanted)).first()
    if found is None:
        raise Http404
    return found
