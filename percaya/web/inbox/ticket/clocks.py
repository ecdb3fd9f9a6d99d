"""The clocks of a ticket as the panel beside it shows them: what is owed, how it stands, by which policy and calendar."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.tickets.models import Ticket
from percaya.stages.sla.models import Clock
from percaya.stages.sla.queries import calendar_names, clocks_of, left_of
from percaya.web.onboarding.promises import spoken
from percaya.web.ui import times

MOST = 12  # the live ones and the newest that have ended


@dataclass(frozen=True)
class Shown:
    """One clock in words. ``hue``: of the chip that says how it stands; ``left``: of one that stands still."""

    row: Clock
    name: str
    standing: str
    hue: str
    target: str
    left: str
    policy: str
    calendar: str

    @property
    def is_live(self) -> bool:
        return bool(self.row.is_live)


def shown_clocks(ticket: Ticket) -> list[Shown]:
    """Two statements; one when the ticket has no clocks."""
    rows = clocks_of(ticket.pk)[:MOST]
    calendars = calendar_names(ticket.workspace_id, rows)
    return [_shown(row, calendars.get(row.calendar, _("day and night"))) for row in rows]


def obligation_word(kind: str) -> str:
    return {"first_reply": _("First reply"), "next_reply": _("Next reply"), "resolution": _("Solution")}[kind]


def _shown(row: Clock, calendar: str) -> Shown:
    standing, hue = _standing(row)
    minutes = row.target_seconds // 60
    left = ""
    if row.is_live and row.paused_at:
        left = _("%(time)s left when it goes on") % {"time": _length(row, int(left_of(row).total_seconds() // 60))}
    policy = _("“%(name)s”, version %(number)s") % {"name": row.policy.name if row.policy else "—", "number": row.policy_version}
    return Shown(row, obligation_word(row.kind), standing, hue, _length(row, minutes), left, policy, calendar)


def _length(row: Clock, minutes: int) -> str:
    return spoken(minutes) if row.calendar else times.duration(timedelta(minutes=minutes))


def _standing(row: Clock) -> tuple[str, str]:
    if row.cancelled_at:
        return _("missed, then no longer owed") if row.breached_at else _cancelled(row), ""
    if row.met_at:
        return (_("done late"), "mengkudu") if row.breached_at else (_("done in time"), "daun")
    if row.breached_at or (row.due_at and row.due_at < timezone.now()):
        return _("overdue"), "mengkudu"
    return (_("stands still"), "") if row.paused_at else (_("runs"), "nila")


def _cancelled(row: Clock) -> str:
    return {
        "solved": _("not owed: solved without it"),
        "spam": _("not owed: spam"),
        "merged": _("not owed: goes on elsewhere"),
        "no_target": _("not owed: no service level asks for it"),
    }.get(row.cancel_reason, _("no longer owed"))
