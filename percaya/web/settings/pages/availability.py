"""The switch at the foot of the rail: what one is there for, how full one is, and that one is still here."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core.workspace.policy import REPLY
from percaya.stages.routing import policy, words
from percaya.stages.routing.actions.availability import come_back, leave, set_availability
from percaya.stages.routing.plans import plan_of
from percaya.stages.routing.queries import open_work, presence
from percaya.web.settings.frame import refused, saved
from percaya.web.ui.doors import MemberRequest, member_view

GLYPHS = {"available": "activity", "async_only": "mail", "transfers_only": "hand", "break": "pause", "offline": "offline"}


@member_view(REPLY)
@require_http_methods(["GET", "POST"])
def switch(request: MemberRequest) -> HttpResponse:
    """GET the menu; POST ``status`` (and ``reason``) sets it and goes back to where one was."""
    if request.method == "GET":
        return render(request, "settings/parts/availability.html", chosen(request))
    status, _sep, reason = request.POST.get("status", "").partition(":")
    try:
        if (status, reason) == (policy.OFFLINE, "hand-over"):
            leave(member=request.member, by=request.by)
        else:
            set_availability(member=request.member, status=status, reason=reason, by=request.by)
    except ValidationError as refusal:
        return refused(request, "me", said=" ".join(refusal.messages))
    if request.headers.get("X-Requested-With"):
        return render(request, "settings/parts/availability.html", {**chosen(request), "left": _left(request, status, reason)})
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return saved(request, "me", said=_left(request, status, reason))
    return redirect(back)


@member_view()
@require_POST
def here(request: MemberRequest) -> HttpResponse:
    """The member did something here within the last minute."""
    come_back(member=request.member)
    return HttpResponse(status=204)


def chosen(request: MemberRequest) -> dict[str, Any]:
    """What the menu, and one's own page, show."""
    own, plan = presence(request.member), plan_of(request.workspace.pk)
    breaks = [("break:", _("Without a reason"))]
    breaks += [(f"break:{one}", words.break_reason(one)) for one in (*policy.BREAKS, *plan.reasons)]
    return {
        "own": own,
        "own_status": words.status(own.status),
        "own_reason": words.break_reason(own.reason),
        "own_load": words.load(own.used, own.limit),
        "own_glyph": GLYPHS[own.status],
        "statuses": [(one, words.status(one), GLYPHS[one]) for one in policy.STATUSES if one != policy.BREAK],
        "breaks": breaks,
        "idle_minutes": plan.idle_minutes,
        "held": open_work(request.member.pk),
        "switch_url": reverse("settings:availability", args=[request.workspace.slug]),
    }


def _left(request: MemberRequest, status: str, reason: str) -> str:
    """Who goes is told what stays behind."""
    if reason == "hand-over":
        return _("You are offline. What waits goes to somebody else of its team.")
    held = open_work(request.member.pk) if status == policy.OFFLINE else 0
    if not held:
        return _("Saved.")
    said = ngettext(
        "You are offline. %(count)s open ticket stays yours; hand it over if a customer waits.",
        "You are offline. %(count)s open tickets stay yours; hand them over if customers wait.",
        held,
    )
    return said % {"count": held}
