"""What is said in a ticket: received, answered, noted, forwarded, delivered."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from percaya.core.tickets.events.base import TicketEvent


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
    to_customer: bool = True  # else it answers nobody's question: the customer goes on waiting


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
class ReplyStepsDue(TicketEvent):
    """A scheduled reply has left; now is the time for what a macro does besides. ``overtaken``: the customer had written in
    between and a person sent it all the same; the steps may be wrong by now."""

    kind: ClassVar[str] = "reply.steps_due"
    sentence_en: ClassVar[str] = "The steps of a macro were due with the scheduled reply"
    sentence_id: ClassVar[str] = "Langkah makro tiba waktunya bersama balasan terjadwal"
    shown_on_timeline: ClassVar[bool] = False
    message: int
    overtaken: bool = False


@dataclass(frozen=True, kw_only=True)
class ReplyStepsLeft(TicketEvent):
    """``what``: kinds of steps (``label``, ``snooze``, …) that were not done; ``reason``: spoken or refused."""

    kind: ClassVar[str] = "reply.steps_left"
    sentence_en: ClassVar[str] = "Left undone with the scheduled reply: {what} ({reason})"
    sentence_id: ClassVar[str] = "Tidak dijalankan bersama balasan terjadwal: {what} ({reason})"
    message: int
    what: tuple[str, ...]
    reason: str


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
class PartTold(TicketEvent):
    """The other side speaks of a message of which nobody knew whether it had left: of its part ``step`` ("": the first), by its
    own id."""

    kind: ClassVar[str] = "delivery.part_told"
    sentence_en: ClassVar[str] = "The provider tells what became of a message that was in doubt: {state}"
    sentence_id: ClassVar[str] = "Penyedia memberi tahu nasib pesan yang belum pasti: {state}"
    shown_on_timeline: ClassVar[bool] = False
    message: int
    step: str
    external_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class DeliveryChanged(TicketEvent):
    kind: ClassVar[str] = "delivery.changed"
    sentence_en: ClassVar[str] = "Delivery: {state}"
    sentence_id: ClassVar[str] = "Pengiriman: {state}"
    shown_on_timeline: ClassVar[bool] = False
    message: int
    state: str
    code: str = ""
