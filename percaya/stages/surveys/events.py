"""What surveys do, in the workspace's own story and in those of its tickets."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event
from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class SurveyChanged(Event):
    """``how``: saved, on, off, deleted."""

    kind: ClassVar[str] = "survey.changed"
    sentence_en: ClassVar[str] = "{actor} changed a survey ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah survei ({how})"
    survey: int
    how: str


@dataclass(frozen=True, kw_only=True)
class LowAnswer(TicketEvent):
    """An answer was low, and the survey wants somebody higher to look. ``reason`` is said to them."""

    kind: ClassVar[str] = "survey.low_answer"
    sentence_en: ClassVar[str] = "{actor} passed a low answer on: {reason}"
    sentence_id: ClassVar[str] = "{actor} meneruskan nilai rendah: {reason}"
    rating: int
    score: int
    reason: str
