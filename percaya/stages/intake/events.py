"""What happens to raw arrivals. Addresses and reasons that quote a mail stay out of the chain."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event


@dataclass(frozen=True, kw_only=True)
class ArrivalEvent(Event):
    stream_type: ClassVar[str] = "arrival"
    arrival: int

    @property
    def stream_id(self) -> int:
        return self.arrival


@dataclass(frozen=True, kw_only=True)
class ArrivalAccepted(ArrivalEvent):
    kind: ClassVar[str] = "arrival.accepted"
    sentence_en: ClassVar[str] = "Something came in by {door}"
    sentence_id: ClassVar[str] = "Ada yang masuk lewat {door}"
    door: str
    channel: str
    sha256: str
    order: str = ""  # arrivals with the same order are read one after the other
    read_at_once: bool = False  # by the door itself; its job is for when that fails


@dataclass(frozen=True, kw_only=True)
class ArrivalProcessed(ArrivalEvent):
    """``evidence``: why the (last) message is in that ticket: token, message-id, conversation, running; follow-up of a
    closed one; new. ``claim``: "" when the channel vouches for the sender's address, else where it was merely typed in."""

    kind: ClassVar[str] = "arrival.processed"
    sentence_en: ClassVar[str] = "Read: {state}"
    sentence_id: ClassVar[str] = "Terbaca: {state}"
    state: str
    ticket: int | None = None
    message: int | None = None
    evidence: str = ""
    claim: str = ""


@dataclass(frozen=True, kw_only=True)
class ArrivalQuarantined(ArrivalEvent):
    kind: ClassVar[str] = "arrival.quarantined"
    sentence_en: ClassVar[str] = "Could not be read ({reason}); kept for a person to look at"
    sentence_id: ClassVar[str] = "Tidak terbaca ({reason}); disimpan untuk dilihat petugas"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ArrivalForgotten(ArrivalEvent):
    """``sha256``: of the bytes that are left; those that ``ArrivalAccepted`` names are gone."""

    kind: ClassVar[str] = "arrival.forgotten"
    sentence_en: ClassVar[str] = "What its writer took back was removed from the raw source"
    sentence_id: ClassVar[str] = "Yang ditarik penulisnya sudah dihapus dari sumber mentah"
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ArrivalReplayed(ArrivalEvent):
    kind: ClassVar[str] = "arrival.replayed"
    sentence_en: ClassVar[str] = "{actor} had it read again"
    sentence_id: ClassVar[str] = "{actor} memintanya dibaca ulang"
