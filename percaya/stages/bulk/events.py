"""What happens to a run. What happens to its tickets are the tickets' own events, which name these as their cause."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event


@dataclass(frozen=True, kw_only=True)
class BulkBegun(Event):
    kind: ClassVar[str] = "bulk.begun"
    sentence_en: ClassVar[str] = "{actor} began “{deed}” on {count} tickets"
    sentence_id: ClassVar[str] = "{actor} memulai “{deed}” pada {count} tiket"
    run: int
    deed: str
    count: int


@dataclass(frozen=True, kw_only=True)
class BulkFinished(Event):
    kind: ClassVar[str] = "bulk.finished"
    sentence_en: ClassVar[str] = "“{deed}” is through: {done} done, {failed} failed"
    sentence_id: ClassVar[str] = "“{deed}” selesai: {done} berhasil, {failed} gagal"
    run: int
    deed: str
    done: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class BulkTakenBack(Event):
    kind: ClassVar[str] = "bulk.taken_back"
    sentence_en: ClassVar[str] = "{actor} took “{deed}” back"
    sentence_id: ClassVar[str] = "{actor} mengurungkan “{deed}”"
    run: int
    deed: str
