"""What customers say of how they were treated."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class RatingAsked(TicketEvent):
    kind: ClassVar[str] = "rating.asked"
    sentence_en: ClassVar[str] = "{actor} asked the customer how it went"
    sentence_id: ClassVar[str] = "{actor} menanyakan kepuasan pelanggan"
    rating: int


@dataclass(frozen=True, kw_only=True)
class RatingGiven(TicketEvent):
    """``score`` 1 (very dissatisfied) to 5 (very satisfied); ``before`` when they changed their mind, else 0."""

    kind: ClassVar[str] = "rating.given"
    sentence_en: ClassVar[str] = "{actor} rated us {score} of 5"
    sentence_id: ClassVar[str] = "{actor} memberi nilai {score} dari 5"
    rating: int
    score: int
    before: int = 0
