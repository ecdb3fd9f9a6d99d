"""Teams: who is in them, and whether others may read along."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.members import save_team
from percaya.core.workspace.models import Member, Team, TeamMember
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.ui.doors import MemberRequest, member_view


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest) -> HttpResponse:
    """All teams; POST makes one."""
    return _save(request, None) if request.method == "POST" else _show(request, None)


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    team = queries.teams(request.workspace.pk).filter(pk=key_of("team", public_id)).first()
    if team is None:
        raise Http404
    return _save(request, team) if request.method == "POST" else _show(request, team)


def _save(request: MemberRequest, team: Team | None) -> HttpResponse:
    chosen = [pk for text in request.POST.getlist("members") if (pk := public_ids.decode("member", text))]
    members = list(Member.objects.filter(workspace=request.workspace, pk__in=chosen))
    try:
        save_team(
            workspace=request.workspace, name=request.POST.get("name", ""), members=members,
            is_private="is_private" in request.POST, team=team, by=Actor.member(request.member.pk),
        )  # fmt: skip
    except ValidationError as refusal:
        return _show(request, team, trouble=" ".join(refusal.messages))
    return saved(request, "teams")


def _show(request: MemberRequest, team: Team | None, trouble: str = "") -> HttpResponse:
    links = TeamMember.objects.filter(workspace=request.workspace).select_related("member").order_by("member__name")
    names: dict[int, list[str]] = {}
    for link in links:
        names.setdefault(link.team_id, []).append(link.member.name)
    inside = {link.member_id for link in links if team and link.team_id == team.pk}
    people = queries.members(request.workspace.pk)
    page = {
        "teams": [
            (public_ids.encode("team", each.pk), each, names.get(each.pk, [])) for each in queries.teams(request.workspace.pk)
        ],
        "team": team,
        "people": [(public_ids.encode("member", each.pk), each.name, each.pk in inside) for each in people],
        "name": request.POST.get("name", team.name if team else ""),
        "is_private": "is_private" in request.POST if request.POST else bool(team and team.is_private),
        "trouble": trouble,
    }
    return show(request, "teams", "teams", page, 422 if trouble else 200)
