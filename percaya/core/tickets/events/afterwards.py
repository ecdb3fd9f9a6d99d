"""What happens to a message after it was said: its writer changes it or takes it back, somebody reacts, its file comes."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class MessageEdited(TicketEvent):
    kind: ClassVar[str] = "message.edited"
    sentence_en: ClassVar[str] = "{actor} changed a message; what it said before is kept"
    sentence_id: ClassVar[str] = "{actor} mengubah pesan; isi sebelumnya tetap tersimpan"
    shown_on_timeline: ClassVar[bool] = False
    message: int


@dataclass(frozen=True, kw_only=True)
class MessageDeleted(TicketEvent):
    kind: ClassVar[str] = "message.deleted"
    sentence_en: ClassVar[str] = "{actor} took a message back; nobody can read it any more"
    sentence_id: ClassVar[str] = "{actor} menarik pesan; isinya tidak bisa dibaca lagi"
    shown_on_timeline: ClassVar[bool] = False
    message: int


@dataclass(frozen=True, kw_only=True)
class MessageReacted(TicketEvent):
    """``emoji`` is "" where a reaction was taken away."""

    kind: ClassVar[str] = "message.reacted"
    sentence_en: ClassVar[str] = "{actor} reacted to a message {emoji}"
    sentence_id: ClassVar[str] = "{actor} bereaksi pada pesan {emoji}"
    shown_on_timeline: ClassVar[bool] = False
    message: int
    emoji: str


@dataclass(frozen=True, kw_only=True)
class FileArrived(TicketEvent):
    """A file that lay with the vendor is here, or never will be (``lost``, a machine word)."""

    kind: ClassVar[str] = "file.arrived"
    sentence_en: ClassVar[str] = "A file of a message was fetched"
    sentence_id: ClassVar[str] = "Berkas dari pesan sudah diambil"
    shown_on_timeline: ClassVar[bool] = False
    message: int
    attachment: int
    lost: str = ""
