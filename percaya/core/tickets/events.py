"""What happens to a ticket. Each event carries its own sentence; subjects and names stay out of the chain."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from percaya.core.journal.event import Event


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    stream_type: ClassVar[str] = "ticket"
    ticket: int
    number: int

    @property
    def stream_id(self) -> int:
        return self.ticket


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
class MessageReceived(TicketEvent):
    kind: ClassVar[str] = "message.received"
    sentence_en: ClassVar[str] = "{actor} wrote"
    sentence_id: ClassVar[str] = "{actor} menulis"
    shown_on_timeline: ClassVar[bool] = False  # the message itself is shown
    message: int
    auto: str = ""
    first: bool = False  # it opened the ticket


@dataclass(frozen=True, kw_only=True)
class ReplyWritten(TicketEvent):
    kind: ClassVar[str] = "reply.written"
    sentence_en: ClassVar[str] = "{actor} replied"
    sentence_id: ClassVar[str] = "{actor} membalas"
    shown_on_timeline: ClassVar[bool] = False
    message: int
    send_after: datetime
    automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class ReplyCancelled(TicketEvent):
    kind: ClassVar[str] = "reply.cancelled"
    sentence_en: ClassVar[str] = "{actor} took a reply back before it left"
    sentence_id: ClassVar[str] = "{actor} membatalkan balasan sebelum terkirim"
    message: int


@dataclass(frozen=True, kw_only=True)
class ReplyScheduled(TicketEvent):
    """The reply is on the thread and leaves at ``until``; ``ReplyWritten`` follows when it does."""

    kind: ClassVar[str] = "reply.scheduled"
    sentence_en: ClassVar[str] = "{actor} scheduled a reply for {until}"
    sentence_id: ClassVar[str] = "{actor} menjadwalkan balasan untuk {until}"
    message: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ReplyRescheduled(TicketEvent):
    kind: ClassVar[str] = "reply.rescheduled"
    sentence_en: ClassVar[str] = "{actor} moved the scheduled reply to {until}"
    sentence_id: ClassVar[str] = "{actor} memindahkan balasan terjadwal ke {until}"
    message: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ReplyHeldBack(TicketEvent):
    """Its time came, but the customer had written (or the ticket was closed): a person has to look first."""

    kind: ClassVar[str] = "reply.held_back"
    sentence_en: ClassVar[str] = "The scheduled reply was held back: look at it again first"
    sentence_id: ClassVar[str] = "Balasan terjadwal ditahan: periksa lagi dulu"
    message: int
    member: int | None


@dataclass(frozen=True, kw_only=True)
class MessageForwarded(TicketEvent):
    kind: ClassVar[str] = "message.forwarded"
    sentence_en: ClassVar[str] = "{actor} forwarded this to someone else"
    sentence_id: ClassVar[str] = "{actor} meneruskan ini ke pihak lain"
    shown_on_timeline: ClassVar[bool] = False
    message: int
    send_after: datetime


@dataclass(frozen=True, kw_only=True)
class DraftShared(TicketEvent):
    """``draft``: reply, note or forward."""

    kind: ClassVar[str] = "draft.shared"
    sentence_en: ClassVar[str] = "{actor} asked for help with a draft"
    sentence_id: ClassVar[str] = "{actor} minta bantu draf"
    member: int
    draft: str


@dataclass(frozen=True, kw_only=True)
class DraftReturned(TicketEvent):
    kind: ClassVar[str] = "draft.returned"
    sentence_en: ClassVar[str] = "{actor} handed the draft back to {member}"
    sentence_id: ClassVar[str] = "{actor} mengembalikan draf ke {member}"
    member: int
    draft: str


@dataclass(frozen=True, kw_only=True)
class NoteAdded(TicketEvent):
    kind: ClassVar[str] = "note.added"
    sentence_en: ClassVar[str] = "{actor} added a note"
    sentence_id: ClassVar[str] = "{actor} menambahkan catatan"
    shown_on_timeline: ClassVar[bool] = False
    message: int


@dataclass(frozen=True, kw_only=True)
class DeliveryChanged(TicketEvent):
    kind: ClassVar[str] = "delivery.changed"
    sentence_en: ClassVar[str] = "Delivery: {state}"
    sentence_id: ClassVar[str] = "Pengiriman: {state}"
    shown_on_timeline: ClassVar[bool] = False
    message: int
    state: str
    code: str = ""


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


@dataclass(frozen=True, kw_only=True)
class TicketMerged(TicketEvent):
    """The ticket goes on in another; ``joining`` is the row that an undo needs."""

    kind: ClassVar[str] = "ticket.merged"
    sentence_en: ClassVar[str] = "{actor} merged this ticket into #{target_number}"
    sentence_id: ClassVar[str] = "{actor} menggabungkan tiket ini ke #{target_number}"
    target: int
    target_number: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketJoined(TicketEvent):
    kind: ClassVar[str] = "ticket.joined"
    sentence_en: ClassVar[str] = "{actor} merged #{source_number} into this ticket (messages: {messages})"
    sentence_id: ClassVar[str] = "{actor} menggabungkan #{source_number} ke tiket ini (pesan: {messages})"
    source: int
    source_number: int
    messages: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class MergeUndone(TicketEvent):
    kind: ClassVar[str] = "ticket.merge_undone"
    sentence_en: ClassVar[str] = "{actor} took the merge into #{target_number} back"
    sentence_id: ClassVar[str] = "{actor} membatalkan penggabungan ke #{target_number}"
    target: int
    target_number: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketParted(TicketEvent):
    kind: ClassVar[str] = "ticket.parted"
    sentence_en: ClassVar[str] = "{actor} made #{source_number} a ticket of its own again (messages: {messages})"
    sentence_id: ClassVar[str] = "{actor} menjadikan #{source_number} tiket tersendiri lagi (pesan: {messages})"
    source: int
    source_number: int
    messages: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketSplit(TicketEvent):
    kind: ClassVar[str] = "ticket.split"
    sentence_en: ClassVar[str] = "{actor} made a new ticket out of this one: #{target_number} (messages: {messages})"
    sentence_id: ClassVar[str] = "{actor} membuat tiket baru dari tiket ini: #{target_number} (pesan: {messages})"
    target: int
    target_number: int
    messages: int
    copied: bool
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketSplitOff(TicketEvent):
    kind: ClassVar[str] = "ticket.split_off"
    sentence_en: ClassVar[str] = "{actor} made this ticket out of #{source_number} (messages: {messages})"
    sentence_id: ClassVar[str] = "{actor} membuat tiket ini dari #{source_number} (pesan: {messages})"
    source: int
    source_number: int
    messages: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class SplitUndone(TicketEvent):
    """Both tickets say it: ``other_number`` is the one that was made, or the one its messages went back to."""

    kind: ClassVar[str] = "ticket.split_undone"
    sentence_en: ClassVar[str] = "{actor} took the split with #{other_number} back"
    sentence_id: ClassVar[str] = "{actor} membatalkan pemisahan dengan #{other_number}"
    other: int
    other_number: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketLinked(TicketEvent):
    """``how``: what the other ticket is to this one: parent, child, duplicate, related."""

    kind: ClassVar[str] = "ticket.linked"
    sentence_en: ClassVar[str] = "{actor} linked #{other_number} ({how})"
    sentence_id: ClassVar[str] = "{actor} menautkan #{other_number} ({how})"
    other: int
    other_number: int
    how: str


@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(TicketEvent):
    kind: ClassVar[str] = "ticket.unlinked"
    sentence_en: ClassVar[str] = "{actor} removed the link to #{other_number} ({how})"
    sentence_id: ClassVar[str] = "{actor} melepas tautan ke #{other_number} ({how})"
    other: int
    other_number: int
    how: str


@dataclass(frozen=True, kw_only=True)
class FieldsSet(TicketEvent):
    """``before`` and ``after``: {key: values} of the fields that are not sensitive, for those who ask who wrote what."""

    kind: ClassVar[str] = "ticket.fields_set"
    sentence_en: ClassVar[str] = "{actor} filled in {fields}"
    sentence_id: ClassVar[str] = "{actor} mengisi {fields}"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"before", "after"})
    fields: tuple[int, ...]
    before: dict[str, list[str]]
    after: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class FieldRevealed(TicketEvent):
    kind: ClassVar[str] = "ticket.field_revealed"
    sentence_en: ClassVar[str] = "{actor} looked at what is masked in {fields}"
    sentence_id: ClassVar[str] = "{actor} membuka isi {fields} yang disamarkan"
    fields: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class TicketFollowed(TicketEvent):
    kind: ClassVar[str] = "ticket.followed"
    sentence_en: ClassVar[str] = "{member} follows the ticket"
    sentence_id: ClassVar[str] = "{member} mengikuti tiket"
    member: int


@dataclass(frozen=True, kw_only=True)
class TicketUnfollowed(TicketEvent):
    kind: ClassVar[str] = "ticket.unfollowed"
    sentence_en: ClassVar[str] = "{member} no longer follows the ticket"
    sentence_id: ClassVar[str] = "{member} berhenti mengikuti tiket"
    member: int


@dataclass(frozen=True, kw_only=True)
class MembersMentioned(TicketEvent):
    kind: ClassVar[str] = "ticket.mentioned"
    sentence_en: ClassVar[str] = "{actor} mentioned {members}"
    sentence_id: ClassVar[str] = "{actor} menyebut {members}"
    shown_on_timeline: ClassVar[bool] = False  # the note itself shows whom
    message: int
    members: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class StepsAdded(TicketEvent):
    kind: ClassVar[str] = "ticket.steps_added"
    sentence_en: ClassVar[str] = "{actor} added to the checklist ({count})"
    sentence_id: ClassVar[str] = "{actor} menambah daftar periksa ({count})"
    count: int


@dataclass(frozen=True, kw_only=True)
class StepTicked(TicketEvent):
    kind: ClassVar[str] = "ticket.step_ticked"
    sentence_en: ClassVar[str] = "{actor} ticked off “{text}”"
    sentence_id: ClassVar[str] = "{actor} mencentang “{text}”"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})
    step: int
    text: str


@dataclass(frozen=True, kw_only=True)
class StepUnticked(TicketEvent):
    kind: ClassVar[str] = "ticket.step_unticked"
    sentence_en: ClassVar[str] = "{actor} took the tick off “{text}”"
    sentence_id: ClassVar[str] = "{actor} melepas centang “{text}”"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})
    step: int
    text: str


@dataclass(frozen=True, kw_only=True)
class ChecklistChanged(TicketEvent):
    """``how``: changed, removed, moved."""

    kind: ClassVar[str] = "ticket.checklist_changed"
    sentence_en: ClassVar[str] = "{actor} changed the checklist"
    sentence_id: ClassVar[str] = "{actor} mengubah daftar periksa"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})
    step: int
    how: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TimeAdded(TicketEvent):
    kind: ClassVar[str] = "ticket.time_added"
    sentence_en: ClassVar[str] = "{actor} wrote down {minutes} min of work"
    sentence_id: ClassVar[str] = "{actor} mencatat {minutes} mnt kerja"
    entry: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class TimeRemoved(TicketEvent):
    kind: ClassVar[str] = "ticket.time_removed"
    sentence_en: ClassVar[str] = "{actor} took back {minutes} min of work"
    sentence_id: ClassVar[str] = "{actor} menarik catatan {minutes} mnt kerja"
    entry: int
    minutes: int
