"""One rule of the routing: which tickets, put together as for rules and service levels, go to which team with which skills."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.desk.queries.views import views_of
from percaya.core.tickets.queries.conditions import stored
from percaya.core.workspace import queries
from percaya.core.workspace.models import Team
from percaya.core.workspace.policy import ADMINISTER
from percaya.stages.routing.actions.planning import remove_rule, save_rule
from percaya.stages.routing.models import TeamRule
from percaya.stages.routing.queries import rules
from percaya.web.inbox.reference import reference
from percaya.web.settings.condition_form import Asked
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.ui.doors import MemberRequest, member_view


@member_view(ADMINISTER)
@require_http_methods(["GET", "POST"])
def rule(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """POST ``part``: save, view (take the conditions of a saved view), or a change of the conditions; ``delete`` deletes."""
    reference(request.member)
    found = rule_of(request, str(pk)) if pk is not None else None
    if request.method == "GET":
        return _form(request, found, _kept(request, found))
    if "delete" in request.POST and found is not None:
        remove_rule(rule=found, by=request.by)
        return saved(request, "routing", said=_("The rule is gone. Tickets stay where they are."))
    asked, part = Asked.posted(request.POST, request.member), request.POST.get("part", "save")
    if part == "view":
        asked = _of_view(request) or asked
    if part != "save":
        return _form(request, found, asked, asked.trouble)
    try:
        _save(request, found, asked)
    except ValidationError as refusal:
        return _form(request, found, asked, " ".join(refusal.messages))
    return saved(request, "routing")


def rule_of(request: MemberRequest, pk: str) -> TeamRule:
    found = next((one for one in rules(request.workspace.pk) if str(one.pk) == pk), None)
    if found is None:
        raise Http404
    return found


def _save(request: MemberRequest, found: TeamRule | None, asked: Asked) -> None:
    given = request.POST
    save_rule(
        workspace=request.workspace,
        rule=found,
        conditions=asked.group().data(),
        team=_team(request, given["team"]) if given.get("team") else None,
        skills=given.get("skills", "").split(","),
        is_on="is_on" in given,
        by=request.by,
    )


def _kept(request: MemberRequest, found: TeamRule | None) -> Asked:
    return Asked.of_group(stored(found.conditions, reference(request.member).customs)) if found else Asked()


def _of_view(request: MemberRequest) -> Asked | None:
    """The conditions of the view that was named, copied: changing the view later does not change the rule."""
    named = public_ids.decode("view", request.POST.get("view", ""))
    view = views_of(request.member).filter(pk=named).first() if named else None
    return Asked.of_group(stored(view.conditions, reference(request.member).customs)) if view else None


def _team(request: MemberRequest, public_id: str) -> Team:
    found = queries.teams(request.workspace.pk).filter(pk=key_of("team", public_id)).first()
    if found is None:
        raise Http404
    return found


def _form(request: MemberRequest, found: TeamRule | None, asked: Asked, trouble: str = "") -> HttpResponse:
    typed, cond = request.POST if request.method == "POST" else None, asked.shown(request.member)
    teams = [(public_ids.encode("team", one.pk), one.name) for one in reference(request.member).teams]
    kept_team = public_ids.encode("team", found.team_id) if found and found.team_id else ""
    context: dict[str, Any] = {
        "rule": found,
        "cond": cond,
        "form": cond["form"],
        "views": [(public_ids.encode("view", one.pk), one.name) for one in views_of(request.member)],
        "team_options": [("", _("stays in its team")), *teams],
        "chosen_team": typed.get("team", "") if typed is not None else kept_team,
        "skills": typed.get("skills", "") if typed is not None else ", ".join(found.skills if found else ()),
        "is_on": "is_on" in typed if typed is not None else found is None or found.is_on,
        "trouble": trouble,
    }
    return show(request, "routing_rule", "routing", context, 422 if trouble else 200)
