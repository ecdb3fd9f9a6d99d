"""The promise of a first answer: the stops offered, said in words and as a worked example."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from percaya.core.tickets.clock_words import day_and_time
from percaya.core.workspace.calendars import add
from percaya.core.workspace.models import Workspace
from percaya.core.workspace.queries import calendar_of
from percaya.stages.sla.queries import promised_minutes

STOPS = (15, 30, 60, 120, 240, 480, 960)  # minutes of working time


@dataclass(frozen=True)
class Stop:
    minutes: int
    label: str
    example: str


def promised(workspace: Workspace) -> int:
    """Minutes until the first answer, as the service level says that counts where no other fits."""
    return promised_minutes(workspace.pk)


def stops(workspace: Workspace) -> list[Stop]:
    """All stops with what each means for a message that comes in next Friday at 16.40; the present value among them."""
    values = sorted({*STOPS, promised(workspace)})
    return [Stop(minutes, spoken(minutes), example(workspace, minutes)) for minutes in values]


def spoken(minutes: int) -> str:
    """ "4 jam kerja"."""
    if minutes % 60:
        return ngettext("%(count)s working minute", "%(count)s working minutes", minutes) % {"count": minutes}
    return ngettext("%(count)s working hour", "%(count)s working hours", minutes // 60) % {"count": minutes // 60}


def example(workspace: Workspace, minutes: int) -> str:
    """One sentence with real dates, computed on the workspace's own hours."""
    arrives = _next_friday(workspace)
    due = add(calendar_of(workspace.pk).calendar, arrives, timedelta(minutes=minutes))
    language = get_language() or "id"
    return _("A message that comes in on %(arrives)s is answered by %(due)s.") % {
        "arrives": day_and_time(arrives, workspace.time_zone, language),
        "due": day_and_time(due, workspace.time_zone, language),
    }


def _next_friday(workspace: Workspace) -> datetime:
    local = timezone.now().astimezone(ZoneInfo(workspace.time_zone))
    friday = local + timedelta(days=(4 - local.weekday()) % 7 or 7)
    return friday.replace(hour=16, minute=40, second=0, microsecond=0)
