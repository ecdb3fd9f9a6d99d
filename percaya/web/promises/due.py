"""When a promise falls due: the usual times to choose from, and what a form said. Local time of the workspace."""

from datetime import datetime, time, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from percaya.core.workspace.calendars import Calendar, next_working_day
from percaya.core.workspace.models import Workspace
from percaya.core.workspace.queries import calendar_of

_EVENING, _MORNING, _AFTERNOON = time(17), time(10), time(15)
_AHEAD = timedelta(minutes=30)  # a promise for sooner than that is one to keep, not to note


def choices(workspace: Workspace) -> list[tuple[str, datetime]]:
    """(key, instant): in an hour, this afternoon, this evening, the next working day at ten and at five."""
    now = timezone.localtime()
    calendar = calendar_of(workspace.pk).calendar
    found = [("hour", now + timedelta(hours=1)), *_today(now), *_next_day(now, calendar)]
    return [(key, when) for key, when in found if when - now >= _AHEAD]


def chosen(form: QueryDict, workspace: Workspace) -> datetime | None:
    """The moment a form asks for: ``at`` typed in, else ``due`` one of the choices. ``None`` when it says neither."""
    typed = form.get("at", "").strip()
    if typed:
        try:
            moment = parse_datetime(typed)
        except ValueError:
            return None
        return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
    return dict(choices(workspace)).get(form.get("due", ""))


def _today(now: datetime) -> list[tuple[str, datetime]]:
    return [(key, now.replace(hour=at.hour, minute=0, second=0, microsecond=0)) for key, at in _PARTS]


def _next_day(now: datetime, calendar: Calendar) -> list[tuple[str, datetime]]:
    day = next_working_day(calendar, now.date())
    times = (("next_morning", _MORNING), ("next_evening", _EVENING))
    return [(key, timezone.make_aware(datetime.combine(day, at))) for key, at in times]


_PARTS = (("afternoon", _AFTERNOON), ("evening", _EVENING))
