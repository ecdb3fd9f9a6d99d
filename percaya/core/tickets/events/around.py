"""What stands around a ticket: fields, followers, mentions, checklists, time."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class FieldsSet(TicketEvent):
    """``before`` and ``after``: {key: values} of the fields that are not sensitive, for those who ask who wrote what."""

    kind: ClassVar[str] = "ticket.fields_set"
    sentence_en: ClassVar[str] = "{actor} filled in {fields}"
    sentence_id: ClassVar[str] = "{actor} mengisi {fields}"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"before", "after"})
    fields: tuple[int, ...]
    before: dict[str, list[str]]
    after: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class FieldRevealed(TicketEvent):
    kind: ClassVar[str] = "ticket.field_revealed"
    sentence_en: ClassVar[str] = "{actor} looked at what is masked in {fields}"
    sentence_id: ClassVar[str] = "{actor} membuka isi {fields} yang disamarkan"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"reason"})
    fields: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketFollowed(TicketEvent):
    kind: ClassVar[str] = "ticket.followed"
    sentence_en: ClassVar[str] = "{member} follows the ticket"
    sentence_id: ClassVar[str] = "{member} mengikuti tiket"
    member: int


@dataclass(frozen=True, kw_only=True)
class TicketUnfollowed(TicketEvent):
    kind: ClassVar[str] = "ticket.unfollowed"
    sentence_en: ClassVar[str] = "{member} no longer follows the ticket"
    sentence_id: ClassVar[str] = "{member} berhenti mengikuti tiket"
    member: int


@dataclass(frozen=True, kw_only=True)
class MembersMentioned(TicketEvent):
    kind: ClassVar[str] = "ticket.mentioned"
    sentence_en: ClassVar[str] = "{actor} mentioned {members}"
    sentence_id: ClassVar[str] = "{actor} menyebut {members}"
    shown_on_timeline: ClassVar[bool] = False  # the note itself shows whom
    message: int
    members: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class StepsAdded(TicketEvent):
    kind: ClassVar[str] = "ticket.steps_added"
    sentence_en: ClassVar[str] = "{actor} added to the checklist ({count})"
    sentence_id: ClassVar[str] = "{actor} menambah daftar periksa ({count})"
    count: int


@dataclass(frozen=True, kw_only=True)
class StepTicked(TicketEvent):
    kind: ClassVar[str] = "ticket.step_ticked"
    sentence_en: ClassVar[str] = "{actor} ticked off “{text}”"
    sentence_id: ClassVar[str] = "{actor} mencentang “{text}”"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})
    step: int
    text: str


@dataclass(frozen=True, kw_only=True)
class StepUnticked(TicketEvent):
    kind: ClassVar[str] = "ticket.step_unticked"
    sentence_en: ClassVar[str] = "{actor} took the tick off “{text}”"
    sentence_id: ClassVar[str] = "{actor} melepas centang “{text}”"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})
    step: int
    text: str


@dataclass(frozen=True, kw_only=True)
class ChecklistChanged(TicketEvent):
    """``how``: changed, removed, moved."""

    kind: ClassVar[str] = "ticket.checklist_changed"
    sentence_en: ClassVar[str] = "{actor} changed the checklist"
    sentence_id: ClassVar[str] = "{actor} mengubah daftar periksa"
    personal_fields: ClassVar[frozenset[str]] = frozenset({"text"})
    step: int
    how: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TimeAdded(TicketEvent):
    kind: ClassVar[str] = "ticket.time_added"
    sentence_en: ClassVar[str] = "{actor} wrote down {minutes} min of work"
    sentence_id: ClassVar[str] = "{actor} mencatat {minutes} mnt kerja"
    entry: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class TimeRemoved(TicketEvent):
    kind: ClassVar[str] = "ticket.time_removed"
    sentence_en: ClassVar[str] = "{actor} took back {minutes} min of work"
    sentence_id: ClassVar[str] = "{actor} menarik catatan {minutes} mnt kerja"
    entry: int
    minutes: int
