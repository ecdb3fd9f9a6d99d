"""What becomes of an escalation. Words of people stay in its row."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event
from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class EscalationEvent(TicketEvent):
    escalation: int
    owner: int | None  # the member who answers for it


@dataclass(frozen=True, kw_only=True)
class EscalationRaised(EscalationEvent):
    kind: ClassVar[str] = "escalation.raised"
    sentence_en: ClassVar[str] = "Escalated to {owner}: {reason}. Next update by {next_update_at}"
    sentence_id: ClassVar[str] = "Dieskalasi ke {owner}: {reason}. Pembaruan berikutnya paling lambat {next_update_at}"
    reason: str
    next_update_at: str
    members: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EscalationAcknowledged(EscalationEvent):
    kind: ClassVar[str] = "escalation.acknowledged"
    sentence_en: ClassVar[str] = "{owner} takes care of the escalation"
    sentence_id: ClassVar[str] = "{owner} menangani eskalasi"
    reason: str
    next_update_at: str


@dataclass(frozen=True, kw_only=True)
class EscalationStepped(EscalationEvent):
    """Nobody had answered: ``step`` was taken."""

    kind: ClassVar[str] = "escalation.stepped"
    sentence_en: ClassVar[str] = "Nobody answered the escalation: {owner} has it now (step {step})"
    sentence_id: ClassVar[str] = "Eskalasi belum ditanggapi: sekarang di {owner} (langkah {step})"
    step: int
    members: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EscalationUpdateDue(EscalationEvent):
    """The time of the next word has passed and the escalation is open."""

    kind: ClassVar[str] = "escalation.update_due"
    sentence_en: ClassVar[str] = "The next update on the escalation was due at {next_update_at}: {owner} owes it"
    sentence_id: ClassVar[str] = "Pembaruan eskalasi jatuh tempo {next_update_at}: tanggungan {owner}"
    next_update_at: str


@dataclass(frozen=True, kw_only=True)
class EscalationClosed(EscalationEvent):
    """``how``: person, solved, gone (spam, merged)."""

    kind: ClassVar[str] = "escalation.closed"
    sentence_en: ClassVar[str] = "The escalation is closed ({how})"
    sentence_id: ClassVar[str] = "Eskalasi ditutup ({how})"
    reason: str
    how: str


@dataclass(frozen=True, kw_only=True)
class EscalationPlanChanged(Event):
    kind: ClassVar[str] = "escalation.plan_changed"
    sentence_en: ClassVar[str] = "{actor} changed the escalation plan “{reason}”"
    sentence_id: ClassVar[str] = "{actor} mengubah rencana eskalasi “{reason}”"
    reason: str
