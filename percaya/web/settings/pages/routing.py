"""Routing: what holds for all, each team's way as sentences, rules to a team, members' skills and room, and a try."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.desk.queries.views import views_of
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.conditions import stored
from percaya.core.workspace import queries
from percaya.core.workspace.models import Member, Team
from percaya.core.workspace.policy import ADMINISTER
from percaya.stages.routing import policy, words
from percaya.stages.routing.actions.availability import change_seat
from percaya.stages.routing.actions.planning import change_settings, change_team, move_rule, remove_rule, save_rule
from percaya.stages.routing.models import TeamRule
from percaya.stages.routing.plans import plan_of
from percaya.stages.routing.queries import presences, rules, team_plan, try_out
from percaya.web.inbox import filtering
from percaya.web.inbox.reference import reference
from percaya.web.inbox.why.routing_words import told_trial
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.ui.doors import MemberRequest, member_view

LANGUAGES = (("id", "Bahasa Indonesia"), ("en", "English"), ("ms", "Bahasa Melayu"))


@member_view(ADMINISTER)
@require_http_methods(["GET"])
def page(request: MemberRequest) -> HttpResponse:
    """``?ticket=12`` tries where that ticket would go now."""
    return _show(request)


@member_view(ADMINISTER)
@require_POST
def whole(request: MemberRequest) -> HttpResponse:
    """What holds for the whole workspace; or ``up``, ``down`` with the key of a rule."""
    for verb in ("up", "down"):
        if verb in request.POST:
            move_rule(rule=_rule(request, request.POST[verb]), up=verb == "up", by=request.by)
            return saved(request, "routing")
    given = request.POST
    try:
        change_settings(
            workspace=request.workspace, weights={kind: _tenths(given.get(kind, "")) for kind in policy.WEIGHTS},
            limit=_tenths(given.get("limit", "")), idle_minutes=_number(given.get("idle_minutes", "")),
            reasons=given.get("reasons", "").split(","), by=request.by,
        )  # fmt: skip
    except ValidationError as refusal:
        return _show(request, trouble=" ".join(refusal.messages))
    return saved(request, "routing")


@member_view(ADMINISTER)
@require_http_methods(["GET", "POST"])
def team(request: MemberRequest, public_id: str) -> HttpResponse:
    found = _team(request, public_id)
    if request.method == "GET":
        return _team_form(request, found)
    given = request.POST
    try:
        overflow = _team(request, given["overflow"]) if given.get("overflow") else None
        change_team(
            team=found, strategy=given.get("strategy", ""), skills=given.get("skills", "").split(","),
            match_language="match_language" in given, priority_first=given.get("first", "priority") == "priority",
            overflow_team_id=overflow.pk if overflow else None, overflow_minutes=_number(given.get("overflow_minutes", "0")),
            reassign=given.get("reassign", ""), reassign_minutes=_number(given.get("reassign_minutes", "30")), by=request.by,
        )  # fmt: skip
    except ValidationError as refusal:
        return _team_form(request, found, " ".join(refusal.messages))
    return saved(request, "routing")


@member_view(ADMINISTER)
@require_http_methods(["GET", "POST"])
def member(request: MemberRequest, public_id: str) -> HttpResponse:
    found = queries.members(request.workspace.pk).filter(pk=key_of("member", public_id)).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return _member_form(request, found)
    limit = request.POST.get("limit", "").strip()
    try:
        change_seat(
            member=found, limit=_tenths(limit) if limit else None, skills=request.POST.get("skills", "").split(","),
            languages=request.POST.getlist("languages"), by=request.by,
        )  # fmt: skip
    except ValidationError as refusal:
        return _member_form(request, found, " ".join(refusal.messages))
    return saved(request, "routing")


@member_view(ADMINISTER)
@require_http_methods(["GET", "POST"])
def rule(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """The conditions are those of a saved view, copied; a rule that is changed keeps its own unless another view is named."""
    found = _rule(request, str(pk)) if pk is not None else None
    if request.method == "GET":
        return _rule_form(request, found)
    if "delete" in request.POST and found is not None:
        remove_rule(rule=found, by=request.by)
        return saved(request, "routing", said=_("The rule is gone. Tickets stay where they are."))
    given = request.POST
    try:
        save_rule(
            workspace=request.workspace, rule=found, conditions=_conditions(request, found),
            team=_team(request, given["team"]) if given.get("team") else None, skills=given.get("skills", "").split(","),
            is_on="is_on" in given, by=request.by,
        )  # fmt: skip
    except ValidationError as refusal:
        return _rule_form(request, found, " ".join(refusal.messages))
    return saved(request, "routing")


def _show(request: MemberRequest, trouble: str = "") -> HttpResponse:
    workspace = request.workspace.pk
    plan, known = plan_of(workspace), reference(request.member)
    names = {one.pk: one.name for one in known.teams}
    customs = known.customs
    context = {
        "trouble": trouble,
        "typed": request.POST,
        "teams": [(public_ids.encode("team", pk), name, words.team_sentence(plan.team(pk), names)) for pk, name in names.items()],
        "rules": [(one, filtering.sentence(stored(one.conditions, customs), request.member)) for one in rules(workspace)],
        "people": [(public_ids.encode("member", one.member), one) for one in presences(workspace)],
        "load": words.load,
        "status_word": words.status,
        "plan": plan,
        "tenths": policy.tenths,
        "kinds": [("live", _("Live talk")), ("chat", _("Chat")), ("idle", _("Silent chat")), ("mail", _("Mail and forms"))],
        **_tried(request, names),
    }
    return show(request, "routing", "routing", context, 422 if trouble else 200)


def _tried(request: MemberRequest, teams: Mapping[int, str]) -> dict[str, Any]:
    number = request.GET.get("ticket", "").strip().lstrip("#")
    if not number:
        return {"number": "", "trial": None}
    rows = Ticket.objects.visible_to(request.member).select_related("workspace", "contact")
    ticket = rows.filter(number=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    if ticket is None:
        return {"number": number, "trial": None, "unknown": True}
    people = {one.pk: one.name for one in reference(request.member).people}
    return {"number": number, "tried": ticket, "trial": told_trial(try_out(ticket), people, teams, request.member)}


def _team_form(request: MemberRequest, found: Team, trouble: str = "") -> HttpResponse:
    others = [(public_ids.encode("team", one.pk), one.name) for one in reference(request.member).teams if one.pk != found.pk]
    plan = team_plan(request.workspace.pk, found.pk)
    context = {
        "team": found,
        "plan": plan,
        "skills": ", ".join(sorted(plan.skills)),
        "others": [("", _("nowhere")), *others],
        "overflow": public_ids.encode("team", plan.overflow_team) if plan.overflow_team else "",
        "strategies": [(key, words.strategy(key)) for key in policy.STRATEGIES],
        "trouble": trouble,
        "typed": request.POST,
    }
    return show(request, "routing_team", "routing", context, 422 if trouble else 200)


def _member_form(request: MemberRequest, found: Member, trouble: str = "") -> HttpResponse:
    own = next(one for one in presences(request.workspace.pk) if one.member == found.pk)
    plan = plan_of(request.workspace.pk)
    context = {
        "person": found,
        "own": own,
        "limit": "" if own.limit == plan.limit else policy.tenths(own.limit),
        "usual": policy.tenths(plan.limit),
        "load": words.load(own.used, own.limit),
        "skills": ", ".join(own.skills),
        "languages_offered": LANGUAGES,
        "trouble": trouble,
    }
    return show(request, "routing_member", "routing", context, 422 if trouble else 200)


def _rule_form(request: MemberRequest, found: TeamRule | None, trouble: str = "") -> HttpResponse:
    customs = reference(request.member).customs
    context = {
        "rule": found,
        "sentence": filtering.sentence(stored(found.conditions, customs), request.member) if found else "",
        "views": [(public_ids.encode("view", one.pk), one.name) for one in views_of(request.member)],
        "team_options": [
            ("", _("stays in its team")),
            *((public_ids.encode("team", one.pk), one.name) for one in reference(request.member).teams),
        ],
        "chosen_team": public_ids.encode("team", found.team_id) if found and found.team_id else "",
        "skills": ", ".join(found.skills) if found else "",
        "trouble": trouble,
    }
    return show(request, "routing_rule", "routing", context, 422 if trouble else 200)


def _conditions(request: MemberRequest, found: TeamRule | None) -> Any:
    named = public_ids.decode("view", request.POST.get("view", ""))
    view = views_of(request.member).filter(pk=named).first() if named else None
    if view is not None:
        return view.conditions
    if said := [one.strip() for one in request.POST.get("words", "").split(",") if one.strip()]:
        return {"match": "any", "of": [{"field": "subject", "op": "contains", "value": one} for one in said]}
    if found is None:
        raise ValidationError(_("Name words of the subject, or the view whose tickets the rule is for."))
    return found.conditions


def _team(request: MemberRequest, public_id: str) -> Team:
    found = queries.teams(request.workspace.pk).filter(pk=key_of("team", public_id)).first()
    if found is None:
        raise Http404
    return found


def _rule(request: MemberRequest, pk: str) -> TeamRule:
    found = next((one for one in rules(request.workspace.pk) if str(one.pk) == pk), None)
    if found is None:
        raise Http404
    return found


def _tenths(text: str) -> int:
    """ "2,5" -> 25. Raises ``ValidationError``."""
    try:
        return round(float(text.strip().replace(",", ".")) * 10)
    except (ValueError, OverflowError):
        raise ValidationError(_("“%(text)s” is no number.") % {"text": text[:20]}) from None


def _number(text: str) -> int:
    if not (text.strip().isdecimal() and len(text) < 7):
        raise ValidationError(_("“%(text)s” is no number.") % {"text": text[:20]})
    return int(text)
