"""The workspace: who works here, in which teams, with which labels and channels; and who this token is."""

from django.http import HttpResponse
from ninja import Router

from percaya.core.desk.queries.views import views_of
from percaya.core.tickets.queries.tickets import labels
from percaya.core.workspace.models import Member
from percaya.core.workspace.queries import accounts, members, teams
from percaya.web.api import ids
from percaya.web.api.answers import answer
from percaya.web.api.problems import not_found
from percaya.web.api.schemas.outputs import Accounts, Labels, MemberOut, Members, MeOut, TeamOut, Teams, Views
from percaya.web.api.shapes import people as shapes
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Workspace"])
_READ = needs("workspace:read")


@router.get("/me", auth=needs(None), response=MeOut)
def whoami(request: ApiRequest) -> HttpResponse:
    """The workspace, member and scopes of this token."""
    caller = request.auth
    workspace = caller.token.workspace
    member = Member.objects.select_related("user").get(pk=caller.member.pk)
    place = {"id": ids.encode("workspace", workspace.pk), "name": workspace.name, "slug": workspace.slug}
    return answer({"workspace": place, "member": shapes.members([member])[0], "scopes": caller.token.scopes})


@router.get("/members", auth=_READ, response=Members)
def list_members(request: ApiRequest) -> HttpResponse:
    """Everyone who works here now, by name."""
    rows = members(request.auth.workspace_id).select_related("user")
    return answer({"members": shapes.members(list(rows))})


@router.get("/members/{member_id}", auth=_READ, response=MemberOut)
def get_member(request: ApiRequest, member_id: str) -> HttpResponse:
    """A member who works here now."""
    rows = members(request.auth.workspace_id).select_related("user").filter(pk=ids.decode("member", member_id))
    found = shapes.members(list(rows))
    if not found:
        raise not_found()
    return answer(found[0])


@router.get("/teams", auth=_READ, response=Teams)
def list_teams(request: ApiRequest) -> HttpResponse:
    """Teams, without private ones the member is not in."""
    rows = teams(request.auth.workspace_id).exclude(pk__in=request.auth.member.hidden_team_ids)
    return answer({"teams": shapes.teams(list(rows))})


@router.get("/teams/{team_id}", auth=_READ, response=TeamOut)
def get_team(request: ApiRequest, team_id: str) -> HttpResponse:
    """A team with the ids of its members."""
    rows = teams(request.auth.workspace_id).exclude(pk__in=request.auth.member.hidden_team_ids)
    found = shapes.teams(list(rows.filter(pk=ids.decode("team", team_id))))
    if not found:
        raise not_found()
    return answer(found[0])


@router.get("/labels", auth=_READ, response=Labels)
def list_labels(request: ApiRequest) -> HttpResponse:
    """Every label, by name."""
    return answer({"labels": shapes.labels(labels(request.auth.workspace_id))})


@router.get("/views", auth=_READ, response=Views)
def list_views(request: ApiRequest) -> HttpResponse:
    """The saved views of this member: their own, their teams' and everyone's. ``view`` of the ticket list takes their ids."""
    rows = views_of(request.auth.member)
    return answer({"views": [shapes.view(row) for row in rows]})


@router.get("/accounts", auth=_READ, response=Accounts)
def list_accounts(request: ApiRequest) -> HttpResponse:
    """Channel accounts: where messages arrive and answers leave. Their secrets are never shown."""
    return answer({"accounts": shapes.accounts(list(accounts(request.auth.workspace_id)))})
