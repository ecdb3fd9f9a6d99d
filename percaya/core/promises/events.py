"""What becomes of a promise. The words themselves are personal: kept apart from the chain, erasable."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from percaya.core.tickets.events import TicketEvent


@dataclass(frozen=True, kw_only=True)
class PromiseEvent(TicketEvent):
    promise: int


@dataclass(frozen=True, kw_only=True)
class PromiseMade(PromiseEvent):
    kind: ClassVar[str] = "promise.made"
    sentence_en: ClassVar[str] = "{actor} noted a promise for {due}: {text}"
    sentence_id: ClassVar[str] = "{actor} mencatat janji untuk {due}: {text}"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str
    due: datetime
    owner: int | None


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(PromiseEvent):
    kind: ClassVar[str] = "promise.moved"
    sentence_en: ClassVar[str] = "{actor} rescheduled a promise from {was_due} to {due}"
    sentence_id: ClassVar[str] = "{actor} menjadwal ulang janji dari {was_due} ke {due}"
    was_due: datetime
    due: datetime
    late: bool  # it was past its time already


@dataclass(frozen=True, kw_only=True)
class PromiseHandedOver(PromiseEvent):
    kind: ClassVar[str] = "promise.handed_over"
    sentence_en: ClassVar[str] = "{actor} made {member} answer for a promise"
    sentence_id: ClassVar[str] = "{actor} menyerahkan janji kepada {member}"
    member: int | None


@dataclass(frozen=True, kw_only=True)
class PromiseLate(PromiseEvent):
    kind: ClassVar[str] = "promise.late"
    sentence_en: ClassVar[str] = "A promise is late: it was due {due}"
    sentence_id: ClassVar[str] = "Sebuah janji terlambat: seharusnya {due}"
    due: datetime
    owner: int | None


@dataclass(frozen=True, kw_only=True)
class PromiseNear(PromiseEvent):
    kind: ClassVar[str] = "promise.near"
    sentence_en: ClassVar[str] = "A promise falls due {due}"
    sentence_id: ClassVar[str] = "Sebuah janji jatuh tempo {due}"
    shown_on_timeline: ClassVar[bool] = False
    due: datetime
    owner: int | None


@dataclass(frozen=True, kw_only=True)
class PromiseOutOfSight(PromiseEvent):
    """The ticket went to a private team that its owner is not in: ``members`` are those who can hand it over."""

    kind: ClassVar[str] = "promise.out_of_sight"
    sentence_en: ClassVar[str] = "{member} no longer sees the ticket whose promise is theirs"
    sentence_id: ClassVar[str] = "{member} tidak lagi melihat tiket yang janjinya ia pegang"
    member: int
    members: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PromiseKept(PromiseEvent):
    kind: ClassVar[str] = "promise.kept"
    sentence_en: ClassVar[str] = "{actor} kept a promise ({when})"
    sentence_id: ClassVar[str] = "{actor} menepati janji ({when})"
    when: str  # on_time, late


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(PromiseEvent):
    kind: ClassVar[str] = "promise.broken"
    sentence_en: ClassVar[str] = "{actor} owned up to a broken promise"
    sentence_id: ClassVar[str] = "{actor} mengakui janji yang diingkari"


@dataclass(frozen=True, kw_only=True)
class PromiseCancelled(PromiseEvent):
    kind: ClassVar[str] = "promise.cancelled"
    sentence_en: ClassVar[str] = "{actor} noted that the customer released us from a promise"
    sentence_id: ClassVar[str] = "{actor} mencatat bahwa pelanggan membatalkan janji"
