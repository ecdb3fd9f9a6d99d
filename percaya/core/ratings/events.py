"""What customers say of how they were treated."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event
from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class RatingAsked(TicketEvent):
    kind: ClassVar[str] = "rating.asked"
    sentence_en: ClassVar[str] = "{actor} asked the customer how it went"
    sentence_id: ClassVar[str] = "{actor} menanyakan kepuasan pelanggan"
    rating: int


@dataclass(frozen=True, kw_only=True)
class RatingReminded(TicketEvent):
    """The one reminder of a question that found no answer."""

    kind: ClassVar[str] = "rating.reminded"
    sentence_en: ClassVar[str] = "{actor} reminded the customer of the question how it went"
    sentence_id: ClassVar[str] = "{actor} mengingatkan pelanggan tentang pertanyaan kepuasan"
    rating: int


@dataclass(frozen=True, kw_only=True)
class RatingGiven(TicketEvent):
    """``score`` of its scale ("csat" 1–5, "nps" 0–10, "ces" 1–7), whose best is ``best``; ``low``: something went wrong.
    ``is_changed``: they said something else ``before``. Stored events without these are of CSAT."""

    kind: ClassVar[str] = "rating.given"
    sentence_en: ClassVar[str] = "{actor} rated us {score} of {best}"
    sentence_id: ClassVar[str] = "{actor} memberi nilai {score} dari {best}"
    rating: int
    score: int
    before: int = 0
    is_changed: bool = False
    scale: str = "csat"
    best: int = 5
    low: bool = False


@dataclass(frozen=True, kw_only=True)
class AskingChanged(Event):
    """How often customers are asked at most, and at what hours they are not."""

    kind: ClassVar[str] = "rating.limits_changed"
    sentence_en: ClassVar[str] = "{actor} changed the limits of surveys (at most every {days_between} days)"
    sentence_id: ClassVar[str] = "{actor} mengubah batas survei (paling sering tiap {days_between} hari)"
    days_between: int
    quiet_from: int
    quiet_until: int
