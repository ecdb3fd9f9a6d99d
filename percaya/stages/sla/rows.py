"""A clock's row as the arithmetic of ``policy`` sees it, and back."""

from datetime import timedelta

from percaya.core.workspace.calendars import Calendar
from percaya.core.workspace.working import pinned
from percaya.stages.sla.models import Clock
from percaya.stages.sla.policy import Run


def run_of(clock: Clock, *, calendar: Calendar | None = None) -> Run:
    """``calendar``: other than the one that the row names."""
    return Run(
        calendar=calendar or pinned(clock.calendar, clock.calendar_version),
        target=timedelta(seconds=clock.target_seconds),
        started_at=clock.started_at,
        spent=clock.spent,
        running_since=clock.running_since,
        paused_at=clock.paused_at,
        due_at=clock.due_at,
        warned=tuple(clock.warned),
        breached_at=clock.breached_at,
        ended_at=clock.met_at or clock.cancelled_at,
    )


def write(clock: Clock, run: Run) -> None:
    """Put the run into the row. An end is a cancellation when the row has a reason for one."""
    clock.target_seconds = int(run.target.total_seconds())
    clock.started_at, clock.running_since, clock.paused_at = run.started_at, run.running_since, run.paused_at
    clock.due_at, clock.spent, clock.warned = run.due_at, run.spent, list(run.warned)
    clock.breached_at = run.breached_at
    clock.met_at, clock.cancelled_at = (None, run.ended_at) if clock.cancel_reason else (run.ended_at, None)
    clock.is_live = int(run.ended_at is None)
