"""One clock, as arithmetic: start, pause, go on, end, be moved, ring. Pure; instants are aware, lengths are of its calendar.

What was used up until it last began to run lies in ``spent``; from ``running_since`` on the calendar counts. So a pause, a
move to another calendar or another target closes one stretch and opens the next: stretches never overlap and add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from percaya.core.workspace.calendars import Calendar, NeverOpens, add, between

NOTHING = timedelta(0)


@dataclass(frozen=True)
class Run:
    """A clock as it stands. ``ended_at``: met or cancelled; ``breached_at``: the due time it missed, kept for good."""

    calendar: Calendar
    target: timedelta
    started_at: datetime
    spent: timedelta = NOTHING
    running_since: datetime | None = None
    paused_at: datetime | None = None
    due_at: datetime | None = None
    warned: tuple[int, ...] = ()
    breached_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.running_since is not None


def start(*, calendar: Calendar, target: timedelta, at: datetime) -> Run:
    run = Run(calendar=calendar, target=target, started_at=at, running_since=at)
    return replace(run, due_at=due(run))


def used(run: Run, now: datetime) -> timedelta:
    """How much of the target has passed by ``now`` (or by its end); a clock that was set back gives nothing back."""
    until = now if run.ended_at is None else min(now, run.ended_at)
    if run.running_since is None or until <= run.running_since:
        return run.spent
    return run.spent + between(run.calendar, run.running_since, until)


def left(run: Run, now: datetime) -> timedelta:
    """What remains; negative once it is overdue."""
    return run.target - used(run, now)


def due(run: Run) -> datetime | None:
    """When the target is used up, running on as it does; ``None`` while it stands still or when nobody ever works again."""
    return reached(run, run.target)


def reached(run: Run, amount: timedelta) -> datetime | None:
    """When ``amount`` of working time has been used up: at the start of the stretch if that lies behind it."""
    if run.running_since is None:
        return None
    if amount <= run.spent:
        return run.running_since
    try:
        return add(run.calendar, run.running_since, amount - run.spent)
    except NeverOpens:
        return None


def is_overdue(run: Run, now: datetime) -> bool:
    """It has missed its due time and nobody has said so yet."""
    return run.is_running and run.breached_at is None and run.due_at is not None and run.due_at <= now


def breach(run: Run) -> Run:
    return replace(run, breached_at=run.due_at)


def pause(run: Run, now: datetime) -> Run:
    if run.running_since is None:
        return run
    return replace(run, spent=used(run, now), running_since=None, paused_at=now, due_at=None)


def resume(run: Run, now: datetime) -> Run:
    """Go on with what was left: after a pause, or after a solved ticket was opened again."""
    run = replace(run, spent=used(run, now), running_since=now, paused_at=None, ended_at=None)
    return replace(run, due_at=due(run))


def end(run: Run, now: datetime) -> Run:
    """It is met or no longer owed. The rest stays as it stood, so that the end can be taken back; one that stood still is
    given the due time it would have had, for the reports."""
    return replace(run, ended_at=now, due_at=run.due_at or resume(run, now).due_at)


def revive(run: Run) -> Run:
    """Its end was taken back: as if it had never been."""
    run = replace(run, ended_at=None)
    return replace(run, due_at=due(run))


def move(run: Run, *, calendar: Calendar, target: timedelta, now: datetime) -> Run:
    """To another target and calendar. What was used up on the old calendar stays used up; if that is more than the new
    target, it has been due since the moment the new target was reached."""
    if run.running_since is None:
        return replace(run, calendar=calendar, target=target)
    so_far = used(run, now)
    if so_far >= target:
        same = replace(run, target=target)
        return replace(same, calendar=calendar, spent=so_far, running_since=now, due_at=due(same))
    moved = replace(run, calendar=calendar, target=target, spent=so_far, running_since=now)
    return replace(moved, due_at=due(moved))


def restart(run: Run, at: datetime) -> Run:
    """It runs from another beginning: a ticket was joined that waits for longer, or the older message went elsewhere."""
    return replace(start(calendar=run.calendar, target=run.target, at=at), breached_at=run.breached_at)


def shares_passed(run: Run, shares: Sequence[int], now: datetime) -> tuple[int, ...]:
    """The warning shares (percent of the target) that have passed by ``now`` and were not said, the smallest first."""
    moments = ((share, share_at(run, share)) for share in sorted(shares) if share not in run.warned)
    return tuple(share for share, moment in moments if moment is not None and moment <= now)


def share_at(run: Run, share: int) -> datetime | None:
    return reached(run, run.target * share / 100)


def first_warning(run: Run, shares: Sequence[int]) -> datetime | None:
    """When it begins to be close: its first warning, said already or not; never later than its due time, which may lie behind
    the stretch that it runs in now. ``None`` where nobody wants to be warned."""
    moments = (share_at(run, min(shares)), run.due_at) if shares else ()
    return min(filter(None, moments), default=None)


def next_ring(run: Run, shares: Sequence[int]) -> datetime | None:
    """When it has something to say next: a warning or its due time."""
    if not run.is_running or run.breached_at is not None:
        return None
    warnings = (share_at(run, share) for share in shares if share not in run.warned)
    return min(filter(None, (run.due_at, *warnings)), default=None)
