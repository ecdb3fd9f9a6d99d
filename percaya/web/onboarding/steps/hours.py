"""Step 2: when somebody is there. Promises count these hours only."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.web.onboarding.hours_words import PRESETS, in_words, preset_of
from percaya.web.onboarding.steps.page import go_on, show
from percaya.web.ui.doors import MemberRequest


def page(request: MemberRequest) -> HttpResponse:
    hours = request.workspace.settings.get("hours", policy.DEFAULT_HOURS)
    if request.method == "POST":
        chosen = request.POST.get("preset", "")
        if chosen in PRESETS:
            request.member.workspace = change_workspace(
                workspace=request.workspace, by=Actor.member(request.member.pk), hours=PRESETS[chosen]
            )
            return go_on(request, "hours")
        if chosen == "own":
            return go_on(request, "hours")
    return show(request, "hours", {"presets": _offers(hours), "chosen": preset_of(hours)})


def _offers(hours: dict[str, list[list[str]]]) -> list[tuple[str, str, str]]:
    """(preset, name, hours in words)."""
    names = {
        "weekdays": _("Office week"),
        "six-days": _("Six days"),
        "shop": _("Shop, every day"),
        "always": _("Day and night"),
    }
    offers = [(key, names[key], in_words(PRESETS[key])) for key in PRESETS]
    return [("own", _("As it is now"), in_words(hours)), *offers] if preset_of(hours) == "own" else offers
