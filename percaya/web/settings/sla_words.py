"""Service levels in words: their obligations, their targets, and what they mean for a message on a Friday afternoon."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from percaya.core.tickets.clock_words import day_and_time
from percaya.core.workspace.calendars import NeverOpens, add
from percaya.core.workspace.queries import calendar_of
from percaya.stages.sla.terms import Target, Terms
from percaya.web.onboarding.promises import spoken

_FRIDAY = 4


def obligation(kind: str) -> str:
    return {"first_reply": _("First reply"), "next_reply": _("Next reply"), "resolution": _("Solution")}[kind]


def target_words(target: Target) -> str:
    """ "4 jam kerja", "30 menit (24 jam)"."""
    if target.working:
        return spoken(target.minutes)
    if target.minutes % 60:
        return ngettext("%(count)s minute, day and night", "%(count)s minutes, day and night", target.minutes) % {
            "count": target.minutes
        }
    hours = target.minutes // 60
    return ngettext("%(count)s hour, day and night", "%(count)s hours, day and night", hours) % {"count": hours}


def summary(terms: Terms) -> list[tuple[str, str]]:
    """(obligation, target) of each that is owed."""
    return [(obligation(kind), target_words(target)) for kind, target in terms.targets.items()]


def examples(workspace_id: int, terms: Terms, zone: str) -> list[str]:
    """One sentence a target with real dates, on the default calendar."""
    calendar = calendar_of(workspace_id).calendar
    local = timezone.now().astimezone(calendar.tz)
    friday = (local + timedelta(days=(_FRIDAY - local.weekday()) % 7 or 7)).replace(hour=16, minute=40, second=0, microsecond=0)
    found = []
    for kind, target in terms.targets.items():
        try:
            due = add(calendar, friday, target.length) if target.working else friday + target.length
        except NeverOpens:
            continue
        found.append(_sentence(kind) % {"start": _said(friday, zone), "due": _said(due, zone)})
    return found


def _sentence(kind: str) -> str:
    return {
        "first_reply": _("Comes in on %(start)s → first answered by %(due)s."),
        "next_reply": _("The customer writes again on %(start)s → answered by %(due)s."),
        "resolution": _("Opened on %(start)s → solved by %(due)s."),
    }[kind]


def _said(instant: datetime, zone: str) -> str:
    return day_and_time(instant, zone, get_language() or "id")
