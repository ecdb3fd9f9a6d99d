"""What a customer is told of when they hear from us next."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class NextUpdateSaid(TicketEvent):
    """``was_due``: the time that it took the place of. ``source``: person, higher (an escalation), later (by ourselves, before
    the time passed)."""

    kind: ClassVar[str] = "ticket.next_update_said"
    sentence_en: ClassVar[str] = "{actor} said that the customer hears from us by {due}"
    sentence_id: ClassVar[str] = "{actor} menyatakan pelanggan mendapat kabar paling lambat {due}"
    due: datetime
    was_due: datetime | None
    source: str


@dataclass(frozen=True, kw_only=True)
class NextUpdateDropped(TicketEvent):
    kind: ClassVar[str] = "ticket.next_update_dropped"
    sentence_en: ClassVar[str] = "{actor} took back the time of the next update, {was_due}"
    sentence_id: ClassVar[str] = "{actor} mencabut waktu kabar berikutnya, {was_due}"
    was_due: datetime
