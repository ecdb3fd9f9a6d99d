"""Escalation plans: what goes higher by itself, and what happens when nobody answers."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core.workspace import policy, queries
from percaya.stages.escalation.actions.plans import save_plan
from percaya.stages.escalation.policy import ASKED, REASONS, RULE, Plan, Step
from percaya.stages.escalation.queries import plans
from percaya.web.escalations.words import reason_word
from percaya.web.settings.frame import saved, show
from percaya.web.ui.doors import MemberRequest, member_view

MOST_STEPS = 3


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """Every plan with its switch and numbers; POST saves the one of ``reason``."""
    own = plans(request.workspace.pk)
    reason, trouble = request.POST.get("reason", ""), ""
    if request.method == "POST" and reason in REASONS:
        try:
            save_plan(workspace=request.workspace, plan=_asked(request, own[reason]), by=request.by)
        except (ValidationError, ValueError) as refusal:
            trouble = " ".join(getattr(refusal, "messages", [_("Write whole numbers. Nothing was saved.")]))
        else:
            return saved(request, "escalation")
    context = {
        "plans": [(plan, reason_word(plan.reason), _unit(plan.reason)) for plan in own.values()],
        "always": (ASKED, RULE),
        "teams": [(one.pk, one.name) for one in queries.teams(request.workspace.pk)],
        "members": [(one.pk, one.name) for one in queries.members(request.workspace.pk)],
        "most_steps": MOST_STEPS,
        "reason": reason,
        "trouble": trouble,
    }
    return show(request, "escalation", "escalation", context, 422 if trouble else 200)


def _unit(reason: str) -> str:
    return {"warned": _("% of the time"), "unowned": _("minutes"), "repeated": _("messages")}.get(reason, "")


def _asked(request: MemberRequest, plan: Plan) -> Plan:
    """Raises ``ValueError`` for what is no number."""
    form = request.POST
    afters = [(place, form.get(f"after{place}", "")) for place in range(MOST_STEPS)]
    steps = tuple(_step(request, place, int(after or 0)) for place, after in afters if place == 0 or after)
    return replace(
        plan,
        is_on="is_on" in form or plan.reason in (ASKED, RULE),
        limit=int(form.get("limit") or plan.limit),
        update_minutes=int(form.get("update_minutes") or 0),
        tell_customer="tell_customer" in form,
        steps=steps,
    )


def _step(request: MemberRequest, place: int, after: int) -> Step:
    form, who = request.POST, request.POST.get(f"who{place}", "")
    teams = {one.pk for one in queries.teams(request.workspace.pk)}
    people = {one.pk for one in queries.members(request.workspace.pk)}
    team, member = int(form.get(f"team{place}") or 0), int(form.get(f"member{place}") or 0)
    return Step(
        after=after if place else 0,
        raise_priority=f"raise{place}" in form,
        pass_on=who == "next",
        to_admins=who == "admins",
        team=team if team in teams else 0,
        members=(member,) if member in people else (),
    )
