"""Service levels: the policies in their order, and the editor with its example, its forecast and its versions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.tickets.queries.conditions import Group
from percaya.core.workspace import policy
from percaya.stages.sla.actions.applying import apply_to_running
from percaya.stages.sla.actions.policies import bring_back, place_policy, restore_policy, retire_policy, save_policy
from percaya.stages.sla.forecasting import DAYS, MOST, forecast
from percaya.stages.sla.models import Policy
from percaya.stages.sla.queries import policies, running_under, versions
from percaya.stages.sla.terms import KINDS, Terms, checked, kept
from percaya.web.inbox import filtering
from percaya.web.inbox.reference import reference
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.settings.sla_form import TypedLevel
from percaya.web.settings.sla_words import examples, obligation, summary
from percaya.web.ui.doors import MemberRequest, member_view


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """POST ``up``, ``down``, ``retire`` or ``restore`` with a policy's id; ``recount`` lets running clocks follow what holds
    today."""
    if request.method == "POST":
        return _recount(request) if "recount" in request.POST else _arrange(request)
    customs = reference(request.member).customs
    rows = [(public_ids.encode("policy", one.pk), one, kept(one.terms, customs)) for one in policies(request.workspace)]
    retired = [(public_ids.encode("policy", one.pk), one) for one in policies(request.workspace, retired=True)]
    listed = [(key, one, _sentence(terms.conditions, request), summary(terms)) for key, one, terms in rows]
    running = running_under(request.workspace.pk, None, Terms())
    return show(request, "sla", "sla", {"listed": listed, "retired": retired, "running": running})


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def edit(request: MemberRequest, public_id: str = "") -> HttpResponse:
    """A new one, or the one of that id. POST ``part``: save, try (look again), or a change of the conditions; ``version``
    brings back what an earlier one said."""
    found = _found(request, public_id) if public_id else None
    customs = reference(request.member).customs
    if request.method == "GET":
        return _form(request, found, TypedLevel.of_terms(found.name, kept(found.terms, customs)) if found else TypedLevel())
    if found is not None and "version" in request.POST:
        return _bring_back(request, found, public_id)
    typed = TypedLevel.posted(request.POST, request.member)
    if request.POST.get("part") != "save":
        return _form(request, found, typed)
    try:
        kept_one = save_policy(
            workspace_id=request.workspace.pk,
            policy=found,
            name=typed.name,
            data=typed.data(),
            running=typed.running,
            by=request.by,
        )
    except ValidationError as wrong:
        typed.trouble = " ".join(wrong.messages)
        return _form(request, found, typed, status=422)
    said = (
        _("“%(name)s” counts from now on.") if not typed.running else _("“%(name)s” counts from now on; running clocks follow.")
    )
    return saved(request, "sla", said=said % {"name": kept_one.name})


def _recount(request: MemberRequest) -> HttpResponse:
    apply_to_running(workspace_id=request.workspace.pk, reason="calendar_edited")
    return saved(request, "sla", said=_("Running clocks are worked out anew; each ticket whose due time moves says so."))


def _arrange(request: MemberRequest) -> HttpResponse:
    for verb in ("up", "down", "retire", "restore"):
        if verb not in request.POST:
            continue
        found = _found(request, request.POST[verb])
        try:
            if verb == "retire":
                retire_policy(policy=found, by=request.by)
            elif verb == "restore":
                restore_policy(policy=found, by=request.by)
            else:
                place_policy(policy=found, up=verb == "up", by=request.by)
        except ValidationError as wrong:
            return refused(request, "sla", said=" ".join(wrong.messages))
    return saved(request, "sla")


def _bring_back(request: MemberRequest, found: Policy, public_id: str) -> HttpResponse:
    number = request.POST["version"]
    version = next((one for one in versions(found) if str(one.number) == number), None)
    if version is None:
        raise Http404
    try:
        bring_back(policy=found, version=version, by=request.by)
    except ValidationError as no:
        return refused(request, "sla_level", public_id, said=" ".join(no.messages))
    return saved(request, "sla_level", public_id, said=_("It says again what it said then. Running clocks stay as they are."))


def _form(request: MemberRequest, found: Policy | None, typed: TypedLevel, status: int = 200) -> HttpResponse:
    member = request.member
    cond = typed.asked.shown(member, without=("near", "overdue"))
    terms = _terms(request, typed)
    context: dict[str, Any] = {
        "policy": found,
        "public_id": public_ids.encode("policy", found.pk) if found else "",
        "typed": typed,
        "goals": [(kind, obligation(kind), typed.goals[kind]) for kind in KINDS],
        "cond": cond,
        "form": cond["form"],
        "examples": examples(request.workspace.pk, terms, request.workspace.time_zone) if terms else [],
        "forecast": _forecast(request, terms) if terms else None,
        "running": running_under(request.workspace.pk, found.pk if found else None, terms) if terms else 0,
        "days": DAYS,
        "most": MOST,
        "versions": versions(found) if found else [],
    }
    return show(request, "sla_level", "sla", context, status)


def _terms(request: MemberRequest, typed: TypedLevel) -> Terms | None:
    """What is typed, when it makes sense already."""
    try:
        return checked(typed.data(), reference(request.member).customs)
    except ValidationError:
        return None


def _forecast(request: MemberRequest, terms: Terms) -> dict[str, Any]:
    found = forecast(request.workspace.pk, terms, timezone.now())
    rows = [(obligation(kind), found.met[kind], found.missed[kind], found.share(kind)) for kind in terms.targets]
    return {"looked_at": found.looked_at, "is_sample": found.is_sample, "rows": rows}


def _sentence(group: Group, request: MemberRequest) -> str:
    return filtering.sentence(group, request.member) if group.of else ""


def _found(request: MemberRequest, public_id: str) -> Policy:
    found = Policy.objects.filter(workspace=request.workspace, pk=key_of("policy", public_id)).first()
    if found is None:
        raise Http404
    return found
