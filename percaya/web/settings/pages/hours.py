"""Working hours and the promise that counts in them."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy
from percaya.core.workspace.actions.calendars import change_hours
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.core.workspace.queries import default_calendar
from percaya.web.onboarding.hours_words import PRESETS, day_names, in_words
from percaya.web.onboarding.promises import promised, stops
from percaya.web.settings.frame import saved, show
from percaya.web.settings.hours_form import lines, parse
from percaya.web.ui.doors import MemberRequest, member_view


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest) -> HttpResponse:
    workspace = request.workspace
    calendar = default_calendar(workspace.pk)
    hours = calendar.week
    shown, offered = lines(hours), stops(workspace)
    wrong: list[int] = []
    if request.method == "POST":
        parsed, wrong = parse(request.POST)
        minutes = request.POST.get("minutes", "")
        shown = [request.POST.get(f"day{day}", "") for day in range(7)]
        if not wrong and minutes in {str(stop.minutes) for stop in offered}:
            change_hours(calendar=calendar, week=parsed or PRESETS["always"], by=Actor.member(request.member.pk))
            change_workspace(workspace=workspace, by=Actor.member(request.member.pk), reply_within_minutes=int(minutes))
            return saved(request, "hours", said=_("Saved. Tickets that come in from now on follow it; running clocks stay."))
    days = [(day, name, shown[day], day in wrong) for day, name in enumerate(day_names())]
    page = {"days": days, "stops": offered, "chosen": promised(workspace), "in_words": in_words(hours)}
    return show(request, "hours", "hours", page, 422 if wrong else 200)
