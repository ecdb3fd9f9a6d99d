"""The clocks of one held ticket, brought in line with how the ticket stands now.

Nothing is remembered of how it came to stand so: whoever takes something back finds the very clock again that ran before.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.change import Make
from percaya.core.tickets.actions.owing import owe
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.policy import OPEN_STATES
from percaya.core.written import insert, update
from percaya.stages.sla import events, policy
from percaya.stages.sla.choosing import calendar_for, level_for
from percaya.stages.sla.kept import Level, Levels, levels
from percaya.stages.sla.models import Clock
from percaya.stages.sla.rows import run_of, write
from percaya.stages.sla.terms import Target

REPLIES = ("first_reply", "next_reply")
_TO_KEEP = Q(is_live=1) | ~Q(kind="next_reply")
_answered: Prepared[Clock] = Prepared(
    lambda ticket_id: Clock.objects.filter(_TO_KEEP, ticket_id=ticket_id).order_by("pk"), ticket_id=int
)
GONE = ("spam", "merged")  # reasons of an end that is as if it had never been once it is taken back


class Keeper:
    """One round of keeping: ``follow`` what the ticket needs, then ``save`` it with its events."""

    def __init__(self, ticket: Ticket, now: datetime, *, fresh: bool = False) -> None:
        """``fresh``: the ticket cannot have clocks yet, so nobody asks for them."""
        self.ticket, self.now = ticket, now
        self.known: Levels = levels(ticket.workspace_id)
        self.clocks: list[Clock] = [] if fresh else list(self._rows())
        self.said: list[tuple[Make, Clock, Mapping[str, Any]]] = []
        self._touched: dict[int, Clock] = {}
        self._level: Level | None = None

    def follow(self, *, answered: bool = False, rechoose: bool = False, undone: bool = False) -> None:
        """``answered``: a person has just replied. ``rechoose``: what policies ask about has changed. ``undone``: what is
        seen now is an earlier state come back."""
        self._replies(answered)
        self._resolution(undone)
        if rechoose:
            self.realign()

    def save(self) -> None:
        """Rows, the ticket's own columns with the events, the alarm. Nothing when nothing has changed."""
        if not self.said and not self._touched:
            return self._set_right()
        for clock in self._touched.values():
            if clock.pk:
                update(clock)
        for clock in self._touched.values():  # after the ends: one clock of a kind is live
            if not clock.pk:
                insert(clock)
        said = [(make, {"clock": clock.pk, "obligation": clock.kind, **facts}) for make, clock, facts in self.said]
        owe(ticket=self.ticket, **self._owed(), said=said, by=Actor.system())
        self.set_alarm()
        return None

    def realign(self, reason: str = "") -> None:
        """Move live clocks to the policy and the calendar that fit now. With a ``reason`` also to newer versions of them."""
        for clock in self.live():
            target = self.level.terms.targets.get(clock.kind)
            if target is None:
                self.end(clock, "no_target")
            else:
                self._move(clock, target, reason)

    def apply(self, reason: str) -> None:
        """What a change of policies or calendars asks of clocks that run already: only when a person wanted that."""
        self.realign(reason)
        has_one = any(clock.kind == "resolution" for clock in self.clocks)
        if not has_one and not self._is_gone and self.ticket.state in OPEN_STATES:
            self._start("resolution", self.ticket.created_at)
            for clock in self.live():
                if clock.kind == "resolution":
                    self._pause_or_go_on(clock)

    def live(self) -> list[Clock]:
        return [clock for clock in self.clocks if clock.is_live]

    @property
    def level(self) -> Level:
        if self._level is None:
            self._level = level_for(self.ticket, self.known, self.now)
        return self._level

    # what the ticket needs

    def _replies(self, answered: bool) -> None:
        since = None if self._is_gone else self.ticket.waiting_since
        running = next((clock for clock in self.live() if clock.kind in REPLIES), None)
        if running is not None and since is None:
            self.end(running, "" if answered else self._why_over())
        elif running is not None and since is not None and running.started_at != since:
            self._restart(running, since)
        elif running is None and since is not None:
            before = next((one for one in reversed(self.clocks) if one.kind in REPLIES and one.started_at == since), None)
            if before is not None:
                self._revive(before)
            else:
                was_met = any(one.kind == "first_reply" and one.met_at for one in self.clocks)
                self._start("next_reply" if was_met else "first_reply", since)

    def _resolution(self, undone: bool) -> None:
        wanted = not self._is_gone and self.ticket.state in OPEN_STATES
        clock = next((one for one in reversed(self.clocks) if one.kind == "resolution"), None)
        if clock is None:
            if wanted and self.known.has_resolution and self.ticket.created_at >= self.level.since:
                self._start("resolution", self.ticket.created_at)
                clock = self.clocks[-1] if self.clocks and self.clocks[-1].kind == "resolution" else None
        elif clock.is_live and not wanted:
            self.end(clock, self._why_over() if self._is_gone else "")
        elif not clock.is_live and wanted and clock.cancel_reason != "no_target":
            self._revive(clock, as_if_never=undone or clock.cancel_reason in GONE)
        if clock is not None and clock.is_live:
            self._pause_or_go_on(clock)

    def _pause_or_go_on(self, clock: Clock) -> None:
        stands = self.ticket.state in self._pauses(clock)
        if stands and clock.running_since is not None:
            self._breach_if_late(clock)
            self._put(clock, policy.pause(run_of(clock), self.now), events.ClockPaused)
        elif not stands and clock.running_since is None:
            run = policy.resume(run_of(clock), self.now)
            self._put(clock, run, events.ClockResumed, due_at=text(run.due_at))

    def _pauses(self, clock: Clock) -> tuple[str, ...]:
        level = self.known.of(clock.policy_id)
        return level.terms.pause if level else self.level.terms.pause

    @property
    def _is_gone(self) -> bool:
        return self.ticket.is_spam or self.ticket.merged_into_id is not None

    def _why_over(self) -> str:
        if self.ticket.merged_into_id is not None:
            return "merged"
        if self.ticket.is_spam:
            return "spam"
        return "solved" if self.ticket.state not in OPEN_STATES else "regrouped"

    # what is done to clocks

    def _start(self, kind: str, at: datetime) -> None:
        target = self.level.terms.targets.get(kind)
        if target is None:
            return
        on = calendar_for(self.ticket, target, self.known)
        run = policy.start(calendar=on.calendar, target=target.length, at=at)
        clock = Clock(
            workspace_id=self.ticket.workspace_id,
            ticket_id=self.ticket.pk,
            kind=kind,
            policy_id=self.level.id,
            policy_version=self.level.version,
            calendar=on.id,
            calendar_version=on.version,
            warn=list(self.level.terms.warn),
        )
        self.clocks.append(clock)
        facts = {"target_minutes": target.minutes, "policy": self.level.id, "calendar": on.id, "calendar_version": on.version}
        self._put(clock, run, events.ClockStarted, due_at=text(run.due_at), **facts)

    def end(self, clock: Clock, reason: str) -> None:
        """It was met (no reason), or is no longer owed."""
        self._breach_if_late(clock)
        run = policy.end(run_of(clock), self.now)
        clock.team_id, clock.assignee_id = self.ticket.team_id, self.ticket.assignee_id
        if reason:
            clock.cancel_reason = reason
            self._put(clock, run, events.ClockCancelled, reason=reason)
        else:
            self._put(clock, run, events.ClockMet, due_at=text(run.due_at), at=text(self.now))

    def _revive(self, clock: Clock, *, as_if_never: bool = True) -> None:
        run = policy.revive(run_of(clock)) if as_if_never else policy.resume(run_of(clock), self.now)
        clock.cancel_reason = ""
        self._put(clock, run, events.ClockResumed, due_at=text(run.due_at))
        target = self.level.terms.targets.get(clock.kind)
        if target is not None:
            self._move(clock, target, "")

    def _restart(self, clock: Clock, at: datetime) -> None:
        before, run = clock.due_at, policy.restart(run_of(clock), at)
        clock.started_at = at
        self._put(clock, run, events.ClockChanged, **self._changed(clock, before, run, "regrouped"))

    def _move(self, clock: Clock, target: Target, reason: str) -> None:
        on, old = calendar_for(self.ticket, target, self.known), run_of(clock)
        is_other = clock.policy_id != self.level.id or (bool(reason) and clock.policy_version != self.level.version)
        same_calendar = clock.calendar == on.id and (not reason or clock.calendar_version == on.version)
        length = target.length if is_other else old.target
        why = reason or ("another_policy" if is_other else "another_calendar")
        if is_other:
            clock.policy_id, clock.policy_version, clock.warn = self.level.id, self.level.version, list(self.level.terms.warn)
            self._touched[id(clock)] = clock
        if same_calendar and length == old.target:
            return
        self._breach_if_late(clock)
        calendar = old.calendar if same_calendar else on.calendar
        if not same_calendar:
            clock.calendar, clock.calendar_version = on.id, on.version
        run = policy.move(run_of(clock, calendar=old.calendar), calendar=calendar, target=length, now=self.now)
        self._put(clock, run, events.ClockChanged, **self._changed(clock, old.due_at, run, why))

    def _changed(self, clock: Clock, before: datetime | None, run: policy.Run, reason: str) -> dict[str, Any]:
        minutes = int(run.target.total_seconds() // 60)
        facts = {"reason": reason, "policy": clock.policy_id or 0, "target_minutes": minutes}
        return {"due_at": text(run.due_at), "before": text(before), **facts}

    def _breach_if_late(self, clock: Clock) -> None:
        if policy.is_overdue(run_of(clock), self.now):
            self.breach(clock)

    def breach(self, clock: Clock) -> None:
        clock.team_id, clock.assignee_id = self.ticket.team_id, self.ticket.assignee_id
        run = policy.breach(run_of(clock))
        self._put(clock, run, events.ClockBreached, due_at=text(run.due_at))

    def warn(self, clock: Clock, shares: tuple[int, ...]) -> None:
        """All of ``shares`` are behind us; the last of them is said."""
        run = run_of(clock)
        run = replace(run, warned=(*run.warned, *shares))
        self._put(clock, run, events.ClockWarned, share=shares[-1], due_at=text(run.due_at))

    def _put(self, clock: Clock, run: policy.Run, make: Make, **facts: Any) -> None:
        write(clock, run)
        self._touched[id(clock)] = clock
        self.said.append((make, clock, facts))

    # the ticket and the alarm

    def _owed(self) -> dict[str, Any]:
        running = [clock for clock in self.live() if clock.running_since is not None]
        dated = sorted((clock.due_at, clock.kind, clock) for clock in running if clock.due_at is not None)
        stands = not running and any(self.live())
        if not dated:
            return {"due_at": None, "warn_at": None, "kind": running[0].kind if running else "", "paused": stands}
        due_at, kind, clock = dated[0]
        return {"due_at": due_at, "warn_at": policy.first_warning(run_of(clock), clock.warn), "kind": kind, "paused": stands}

    def _set_right(self) -> None:
        """A ticket from before there were clocks may still show what nothing keeps."""
        owed = self._owed()
        ticket = self.ticket
        if (ticket.due_at, ticket.due_warn_at, ticket.due_kind, ticket.clock_paused) != tuple(owed.values()):
            owe(ticket=ticket, **owed, by=Actor.system())

    def set_alarm(self) -> None:
        rings = [policy.next_ring(run_of(clock), clock.warn) for clock in self.live()]
        first, key = min(filter(None, rings), default=None), f"sla:{self.ticket.pk}"
        if first is None:
            cancel_alarm(key)
        else:
            args = {"ticket_id": self.ticket.pk}
            set_alarm("sla.ring", key=key, due_at=first, args=args, workspace_id=self.ticket.workspace_id)

    def _rows(self) -> Any:
        """The live ones, and those that could come back: a ticket of years has hundreds of answers behind it."""
        if self.ticket.waiting_since is None:
            return _answered.ask(ticket_id=self.ticket.pk)
        mine = _TO_KEEP | Q(started_at=self.ticket.waiting_since)
        return Clock.objects.filter(mine, ticket_id=self.ticket.pk).order_by("pk")


def text(instant: datetime | None) -> str:
    return instant.astimezone(UTC).isoformat() if instant else ""
