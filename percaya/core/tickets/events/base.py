"""What all events of a ticket share."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    stream_type: ClassVar[str] = "ticket"
    ticket: int
    number: int

    @property
    def stream_id(self) -> int:
        return self.ticket
