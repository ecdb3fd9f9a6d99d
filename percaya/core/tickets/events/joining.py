"""Tickets made one, parted, and tied together."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class TicketMerged(TicketEvent):
    """The ticket goes on in another; ``joining`` is the row that an undo needs."""

    kind: ClassVar[str] = "ticket.merged"
    sentence_en: ClassVar[str] = "{actor} merged this ticket into #{target_number}"
    sentence_id: ClassVar[str] = "{actor} menggabungkan tiket ini ke #{target_number}"
    target: int
    target_number: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketJoined(TicketEvent):
    kind: ClassVar[str] = "ticket.joined"
    sentence_en: ClassVar[str] = "{actor} merged #{source_number} into this ticket (messages: {messages})"
    sentence_id: ClassVar[str] = "{actor} menggabungkan #{source_number} ke tiket ini (pesan: {messages})"
    source: int
    source_number: int
    messages: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class MergeUndone(TicketEvent):
    kind: ClassVar[str] = "ticket.merge_undone"
    sentence_en: ClassVar[str] = "{actor} took the merge into #{target_number} back"
    sentence_id: ClassVar[str] = "{actor} membatalkan penggabungan ke #{target_number}"
    target: int
    target_number: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketParted(TicketEvent):
    kind: ClassVar[str] = "ticket.parted"
    sentence_en: ClassVar[str] = "{actor} made #{source_number} a ticket of its own again (messages: {messages})"
    sentence_id: ClassVar[str] = "{actor} menjadikan #{source_number} tiket tersendiri lagi (pesan: {messages})"
    source: int
    source_number: int
    messages: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketSplit(TicketEvent):
    kind: ClassVar[str] = "ticket.split"
    sentence_en: ClassVar[str] = "{actor} made a new ticket out of this one: #{target_number} (messages: {messages})"
    sentence_id: ClassVar[str] = "{actor} membuat tiket baru dari tiket ini: #{target_number} (pesan: {messages})"
    target: int
    target_number: int
    messages: int
    copied: bool
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketSplitOff(TicketEvent):
    kind: ClassVar[str] = "ticket.split_off"
    sentence_en: ClassVar[str] = "{actor} made this ticket out of #{source_number} (messages: {messages})"
    sentence_id: ClassVar[str] = "{actor} membuat tiket ini dari #{source_number} (pesan: {messages})"
    source: int
    source_number: int
    messages: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class SplitUndone(TicketEvent):
    """Both tickets say it: ``other_number`` is the one that was made, or the one its messages went back to."""

    kind: ClassVar[str] = "ticket.split_undone"
    sentence_en: ClassVar[str] = "{actor} took the split with #{other_number} back"
    sentence_id: ClassVar[str] = "{actor} membatalkan pemisahan dengan #{other_number}"
    other: int
    other_number: int
    joining: int


@dataclass(frozen=True, kw_only=True)
class TicketLinked(TicketEvent):
    """``how``: what the other ticket is to this one: parent, child, duplicate, related."""

    kind: ClassVar[str] = "ticket.linked"
    sentence_en: ClassVar[str] = "{actor} linked #{other_number} ({how})"
    sentence_id: ClassVar[str] = "{actor} menautkan #{other_number} ({how})"
    other: int
    other_number: int
    how: str


@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(TicketEvent):
    kind: ClassVar[str] = "ticket.unlinked"
    sentence_en: ClassVar[str] = "{actor} removed the link to #{other_number} ({how})"
    sentence_id: ClassVar[str] = "{actor} melepas tautan ke #{other_number} ({how})"
    other: int
    other_number: int
    how: str
