"""What is said among ourselves before a customer waits in vain."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class NextUpdateNear(TicketEvent):
    """The customer is to hear from us by ``due`` and has not: ``members`` are asked, its owner or, without one, supervisors."""

    kind: ClassVar[str] = "ticket.next_update_near"
    sentence_en: ClassVar[str] = "The customer is to hear from us by {due}: {members} were asked for the update"
    sentence_id: ClassVar[str] = "Pelanggan menunggu kabar paling lambat {due}: {members} diingatkan"
    due: datetime
    members: tuple[int, ...]
