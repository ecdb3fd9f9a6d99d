"""The course of a ticket: opened, given, moved on, put off, found out about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from percaya.core.journal.event import Event
from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketEvent):
    kind: ClassVar[str] = "ticket.opened"
    sentence_en: ClassVar[str] = "{actor} opened the ticket"
    sentence_id: ClassVar[str] = "{actor} membuka tiket"
    contact: int
    channel: str
    account: int | None
    follows: int | None = None


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketEvent):
    kind: ClassVar[str] = "ticket.assigned"
    sentence_en: ClassVar[str] = "{actor} made {assignee} responsible"
    sentence_id: ClassVar[str] = "{actor} menjadikan {assignee} penanggung jawab"
    assignee: int | None
    before: int | None


@dataclass(frozen=True, kw_only=True)
class TicketTeamChanged(TicketEvent):
    kind: ClassVar[str] = "ticket.team_changed"
    sentence_en: ClassVar[str] = "{actor} handed the ticket to {team}"
    sentence_id: ClassVar[str] = "{actor} mengalihkan tiket ke {team}"
    team: int | None
    before: int | None


@dataclass(frozen=True, kw_only=True)
class PriorityChanged(TicketEvent):
    kind: ClassVar[str] = "ticket.priority_changed"
    sentence_en: ClassVar[str] = "{actor} set the priority from {before} to {priority}"
    sentence_id: ClassVar[str] = "{actor} mengubah prioritas dari {before} ke {priority}"
    priority: str
    before: str


@dataclass(frozen=True, kw_only=True)
class StateChanged(TicketEvent):
    """``reason``: "" a person's choice, "customer_reply", "reply" (answering starts work), "customer_confirmed",
    "customer_disputed", "undo", "timer", "delivery_failed". ``was``: the other columns that went with it, for an undo."""

    kind: ClassVar[str] = "ticket.state_changed"
    sentence_en: ClassVar[str] = "{actor} changed the state from {before} to {state}"
    sentence_id: ClassVar[str] = "{actor} mengubah status dari {before} menjadi {state}"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"was"})  # the question asked of the customer is in it
    state: str
    before: str
    reason: str = ""
    was: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class LabelAdded(TicketEvent):
    kind: ClassVar[str] = "ticket.label_added"
    sentence_en: ClassVar[str] = "{actor} added the label {label}"
    sentence_id: ClassVar[str] = "{actor} menambahkan label {label}"
    label: int


@dataclass(frozen=True, kw_only=True)
class LabelRemoved(TicketEvent):
    kind: ClassVar[str] = "ticket.label_removed"
    sentence_en: ClassVar[str] = "{actor} removed the label {label}"
    sentence_id: ClassVar[str] = "{actor} melepas label {label}"
    label: int


@dataclass(frozen=True, kw_only=True)
class SubjectChanged(TicketEvent):
    kind: ClassVar[str] = "ticket.subject_changed"
    sentence_en: ClassVar[str] = "{actor} changed the subject"
    sentence_id: ClassVar[str] = "{actor} mengubah subjek"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"before"})
    before: str
    named: bool = False  # a chat that had begun with a mere greeting: now the customer has said what it is about


@dataclass(frozen=True, kw_only=True)
class TopicChanged(TicketEvent):
    kind: ClassVar[str] = "ticket.topic_changed"
    sentence_en: ClassVar[str] = "{actor} set the topic to {topic}"
    sentence_id: ClassVar[str] = "{actor} menetapkan topik {topic}"
    topic: str
    before: str


@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(TicketEvent):
    kind: ClassVar[str] = "ticket.snoozed"
    sentence_en: ClassVar[str] = "{actor} asked to be reminded {until}"
    sentence_id: ClassVar[str] = "{actor} minta diingatkan {until}"
    until: datetime | None  # None: when the customer writes
    was_until: datetime | None = None
    was_till_reply: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketWoken(TicketEvent):
    kind: ClassVar[str] = "ticket.woken"
    sentence_en: ClassVar[str] = "The ticket came back to the inbox"
    sentence_id: ClassVar[str] = "Tiket kembali ke kotak masuk"
    reason: str  # timer, customer_reply, member, undo
    was_until: datetime | None = None
    was_till_reply: bool = False


@dataclass(frozen=True, kw_only=True)
class QueueSkipped(TicketEvent):
    kind: ClassVar[str] = "ticket.queue_skipped"
    sentence_en: ClassVar[str] = "{actor} passed the ticket over in the queue: {why}"
    sentence_id: ClassVar[str] = "{actor} melewati tiket ini di antrean: {why}"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"why"})
    view: str
    why: str


@dataclass(frozen=True, kw_only=True)
class SpamMarked(TicketEvent):
    kind: ClassVar[str] = "ticket.spam_marked"
    sentence_en: ClassVar[str] = "{actor} marked this as spam"
    sentence_id: ClassVar[str] = "{actor} menandai ini sebagai spam"
    evidence: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, kw_only=True)
class SpamUnmarked(TicketEvent):
    kind: ClassVar[str] = "ticket.spam_unmarked"
    sentence_en: ClassVar[str] = "{actor} said this is not spam"
    sentence_id: ClassVar[str] = "{actor} menyatakan ini bukan spam"


@dataclass(frozen=True, kw_only=True)
class LanguageDetected(TicketEvent):
    kind: ClassVar[str] = "ticket.language_detected"
    sentence_en: ClassVar[str] = "Language read as {language}"
    sentence_id: ClassVar[str] = "Bahasa terbaca: {language}"
    shown_on_timeline: ClassVar[bool] = False
    language: str
    confidence: float
    evidence: str


@dataclass(frozen=True, kw_only=True)
class MoodRead(TicketEvent):
    kind: ClassVar[str] = "ticket.mood_read"
    sentence_en: ClassVar[str] = "The message reads as {mood}"
    sentence_id: ClassVar[str] = "Nada pesan terbaca: {mood}"
    shown_on_timeline: ClassVar[bool] = False
    mood: str
    confidence: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ParticipantAdded(TicketEvent):
    kind: ClassVar[str] = "ticket.participant_added"
    sentence_en: ClassVar[str] = "Someone joined the conversation ({role})"
    sentence_id: ClassVar[str] = "Seseorang ikut dalam percakapan ({role})"
    participant: int
    role: str


@dataclass(frozen=True, kw_only=True)
class ParticipantLeft(TicketEvent):
    kind: ClassVar[str] = "ticket.participant_left"
    sentence_en: ClassVar[str] = "Somebody in copy left the ticket"
    sentence_id: ClassVar[str] = "Seorang penerima tembusan keluar dari tiket"
    participant: int


@dataclass(frozen=True, kw_only=True)
class TicketContactChanged(TicketEvent):
    kind: ClassVar[str] = "ticket.contact_changed"
    sentence_en: ClassVar[str] = "{actor} moved the ticket to another contact"
    sentence_id: ClassVar[str] = "{actor} memindahkan tiket ke kontak lain"
    contact: int
    before: int


@dataclass(frozen=True, kw_only=True)
class LabelsChanged(Event):
    kind: ClassVar[str] = "workspace.labels_changed"
    stream_type: ClassVar[str] = "workspace"
    sentence_en: ClassVar[str] = "{actor} changed the list of labels ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah daftar label ({how})"
    label_id: int
    how: str
