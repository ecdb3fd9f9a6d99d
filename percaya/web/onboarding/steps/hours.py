"""Step 2: when somebody is there. Promises count these hours only."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.calendars import change_hours
from percaya.core.workspace.actions.holidays import import_holidays
from percaya.core.workspace.policy import ZONE_WORDS
from percaya.core.workspace.queries import default_calendar
from percaya.web.onboarding.hours_words import PRESETS, in_words, preset_of
from percaya.web.onboarding.steps.page import go_on, show
from percaya.web.ui.doors import MemberRequest


def page(request: MemberRequest) -> HttpResponse:
    calendar = default_calendar(request.workspace.pk)
    if request.method == "POST":
        chosen = request.POST.get("preset", "")
        if chosen in PRESETS:
            by, year = Actor.member(request.member.pk), timezone.localdate().year
            change_hours(calendar=calendar, week=PRESETS[chosen], by=by)
            if calendar.zone in ZONE_WORDS:  # elsewhere the country is chosen in the settings
                import_holidays(workspace=request.workspace, years=[year, year + 1], by=by)
            return go_on(request, "hours")
        if chosen == "own":
            return go_on(request, "hours")
    return show(request, "hours", {"presets": _offers(calendar.week), "chosen": preset_of(calendar.week)})


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
