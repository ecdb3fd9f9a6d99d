"""What happens to clocks, on the ticket's stream. ``clock`` is the row's id, ``obligation`` what is owed: first_reply,
next_reply, resolution. Times are ISO texts in UTC."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event
from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class ClockEvent(TicketEvent):
    """What all events of clocks share. (Their field is not called ``kind``: that is the event's own name.)"""

    shown_on_timeline: ClassVar[bool] = False
    clock: int
    obligation: str


@dataclass(frozen=True, kw_only=True)
class ClockStarted(ClockEvent):
    """``target_minutes`` of time on ``calendar`` (id, 0 is round the clock) as of ``calendar_version``."""

    kind: ClassVar[str] = "clock.started"
    sentence_en: ClassVar[str] = "The clock for “{obligation}” started: due {due_at}"
    sentence_id: ClassVar[str] = "Tenggat “{obligation}” mulai dihitung: paling lambat {due_at}"
    due_at: str
    target_minutes: int
    policy: int
    calendar: int
    calendar_version: int


@dataclass(frozen=True, kw_only=True)
class ClockPaused(ClockEvent):
    kind: ClassVar[str] = "clock.paused"
    sentence_en: ClassVar[str] = "The clock for “{obligation}” stands still"
    sentence_id: ClassVar[str] = "Tenggat “{obligation}” berhenti dihitung"


@dataclass(frozen=True, kw_only=True)
class ClockResumed(ClockEvent):
    """It goes on: after a pause, or after what had ended it was taken back."""

    kind: ClassVar[str] = "clock.resumed"
    sentence_en: ClassVar[str] = "The clock for “{obligation}” runs again: due {due_at}"
    sentence_id: ClassVar[str] = "Tenggat “{obligation}” dihitung lagi: paling lambat {due_at}"
    due_at: str


@dataclass(frozen=True, kw_only=True)
class ClockChanged(ClockEvent):
    """``reason``: another_policy, policy_edited, another_calendar (the team's, the brand's), calendar_edited,
    regrouped.
    ``due_at`` and ``before`` are "" while the clock stands still."""

    kind: ClassVar[str] = "clock.changed"
    sentence_en: ClassVar[str] = "“{obligation}” is now due {due_at}, because of {reason}"
    sentence_id: ClassVar[str] = "Tenggat “{obligation}” menjadi {due_at} karena {reason}"
    shown_on_timeline: ClassVar[bool] = True
    due_at: str
    before: str
    reason: str
    policy: int
    target_minutes: int


@dataclass(frozen=True, kw_only=True)
class ClockMet(ClockEvent):
    """What was owed was done ``at``. Later than ``due_at`` it was done late, and ``ClockBreached`` came before."""

    kind: ClassVar[str] = "clock.met"
    sentence_en: ClassVar[str] = "“{obligation}” was done (due {due_at})"
    sentence_id: ClassVar[str] = "“{obligation}” terpenuhi (tenggat {due_at})"
    due_at: str
    at: str


@dataclass(frozen=True, kw_only=True)
class ClockCancelled(ClockEvent):
    """Nothing is owed any more. ``reason``: solved, spam, merged, no_target (no policy asks for it any more)."""

    kind: ClassVar[str] = "clock.cancelled"
    sentence_en: ClassVar[str] = "“{obligation}” is no longer owed: {reason}"
    sentence_id: ClassVar[str] = "“{obligation}” tidak lagi ditagih: {reason}"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClockWarned(ClockEvent):
    """``share`` percent of the target have passed."""

    kind: ClassVar[str] = "clock.warned"
    sentence_en: ClassVar[str] = "{share}% of the time for “{obligation}” have passed: due {due_at}"
    sentence_id: ClassVar[str] = "{share}% waktu “{obligation}” sudah lewat: tenggat {due_at}"
    share: int
    due_at: str


@dataclass(frozen=True, kw_only=True)
class ClockBreached(ClockEvent):
    kind: ClassVar[str] = "clock.breached"
    sentence_en: ClassVar[str] = "“{obligation}” is overdue since {due_at}"
    sentence_id: ClassVar[str] = "“{obligation}” lewat tenggat sejak {due_at}"
    shown_on_timeline: ClassVar[bool] = True
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PolicyChanged(Event):
    """``how``: made, edited, moved, retired, restored. ``running``: whether running clocks were to follow."""

    kind: ClassVar[str] = "sla.policy_changed"
    sentence_en: ClassVar[str] = "{actor} changed a service level ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah tingkat layanan ({how})"
    policy: int
    how: str
    version: int
    running: bool = False
