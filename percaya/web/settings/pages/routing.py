"""Routing: what holds for all, each team's way as sentences, the rules in their order, members' skills and room, and a try."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.conditions import stored
from percaya.core.workspace import queries
from percaya.core.workspace.models import Member, Team
from percaya.core.workspace.policy import ADMINISTER
from percaya.stages.routing import policy, words
from percaya.stages.routing.actions.availability import change_seat
from percaya.stages.routing.actions.planning import change_settings, change_team, move_rule
from percaya.stages.routing.plans import plan_of
from percaya.stages.routing.queries import presences, rules, team_plan, try_out
from percaya.web.inbox import filtering
from percaya.web.inbox.reference import reference
from percaya.web.inbox.why.misses import Say
from percaya.web.inbox.why.routing_words import told_trial
from percaya.web.settings.frame import key_of, saved, show
from percaya.web.settings.pages.routing_rule import rule_of
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
            move_rule(rule=rule_of(request, request.POST[verb]), up=verb == "up", by=request.by)
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
    return {"number": number, "tried": ticket, "trial": told_trial(try_out(ticket), people, teams, Say(ticket, request.member))}


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


def _team(request: MemberRequest, public_id: str) -> Team:
    found = queries.teams(request.workspace.pk).filter(pk=key_of("team", public_id)).first()
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
