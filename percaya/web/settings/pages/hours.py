"""Working hours and holidays: the calendars there are, who works by which, and the promise that counts in them."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.workspace import policy, queries
from percaya.core.workspace.brands import brands
from percaya.core.workspace.calendars import Calendar, NeverOpens, add
from percaya.core.workspace.models import Holiday
from percaya.stages.sla.actions.policies import promise_replies
from percaya.web.onboarding.hours_words import in_words
from percaya.web.onboarding.promises import promised, spoken, stops
from percaya.web.settings.frame import saved, show
from percaya.web.ui.doors import MemberRequest, member_view

LONGEST = 60 * 24 * 366  # minutes of work that the page tries out
_FRIDAY = 4


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """The calendars; POST keeps the promise of a first answer."""
    workspace = request.workspace
    offered = stops(workspace)
    minutes = request.POST.get("minutes", "")
    if minutes in {str(stop.minutes) for stop in offered}:
        promise_replies(workspace=workspace, minutes=int(minutes), by=request.by)
        return saved(request, "hours", said=_("Saved. Tickets that come in from now on follow it; running clocks stay."))
    listed = list(queries.calendars(workspace.pk))
    users = _users(workspace.pk)
    unsure = Holiday.objects.filter(workspace=workspace, is_confirmed=False, date__gte=timezone.localdate()).count()
    page = {
        "calendars": [(public_ids.encode("calendar", one.pk), one, in_words(one.week), users.get(one.pk, [])) for one in listed],
        "stops": offered,
        "chosen": promised(workspace),
        "unsure": unsure,
        "holidays": Holiday.objects.filter(workspace=workspace, date__gte=timezone.localdate()).count(),
        "tried": tried(request, queries.calendar_of(workspace.pk).calendar),
    }
    return show(request, "hours", "hours", page)


def tried(request: MemberRequest, calendar: Calendar) -> dict[str, str]:
    """The line that tries a calendar out: what was asked (``at``, local, and ``work``, minutes), and the answer in words."""
    at, work = request.GET.get("at", ""), request.GET.get("work", "")
    start = _moment(at, calendar) or _next_friday(calendar)
    minutes = int(work) if work.isdecimal() and 0 < int(work[:9]) <= LONGEST else 240
    language = get_language() or "id"
    try:
        due = day_and_time(add(calendar, start, timedelta(minutes=minutes)), calendar.zone, language)
    except NeverOpens:
        due = _("never: it does not open any more")
    words = _("In %(start)s + %(work)s = %(due)s.") % {
        "start": day_and_time(start, calendar.zone, language),
        "work": spoken(minutes),
        "due": due,
    }
    return {"at": f"{start:%Y-%m-%dT%H:%M}", "work": str(minutes), "words": words}


def _users(workspace_id: int) -> dict[int, list[str]]:
    """Calendar -> the teams and brands that work by it, by name."""
    pairs = [(one.calendar_id, one.name) for one in queries.teams(workspace_id)]
    pairs += [(one.calendar_id, one.name) for one in brands(workspace_id)]
    found: dict[int, list[str]] = {}
    for calendar, name in pairs:
        found.setdefault(calendar or 0, []).append(name)
    return found


def _moment(text: str, calendar: Calendar) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None or not 2000 <= found.year <= 2100:
        return None
    return found.replace(tzinfo=calendar.tz) if timezone.is_naive(found) else found.astimezone(calendar.tz)


def _next_friday(calendar: Calendar) -> datetime:
    local = timezone.now().astimezone(calendar.tz)
    friday = local + timedelta(days=(_FRIDAY - local.weekday()) % 7 or 7)
    return friday.replace(hour=16, minute=40, second=0, microsecond=0)
