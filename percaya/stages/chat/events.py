"""What live chat adds to the story of a ticket."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class ChatLeftUnanswered(TicketEvent):
    """The visitor has waited for the ``minutes`` that the chat allows; ``owner`` has it and did not answer."""

    kind: ClassVar[str] = "chat.unanswered"
    sentence_en: ClassVar[str] = "{actor} put this chat back into the queue: no answer for {minutes} minutes"
    sentence_id: ClassVar[str] = "{actor} mengembalikan chat ini ke antrean: tidak dibalas selama {minutes} menit"
    owner: int
    minutes: int
