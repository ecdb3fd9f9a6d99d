"""What happens to the things a team keeps at hand."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event


@dataclass(frozen=True, kw_only=True)
class MacroChanged(Event):
    """``how``: saved, copied, archived or restored."""

    kind: ClassVar[str] = "macro.changed"
    stream_type: ClassVar[str] = "workspace"
    sentence_en: ClassVar[str] = "{actor} changed a template or macro ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah template atau makro ({how})"
    macro: int
    how: str


@dataclass(frozen=True, kw_only=True)
class ViewChanged(Event):
    """``how``: saved or deleted."""

    kind: ClassVar[str] = "view.changed"
    stream_type: ClassVar[str] = "workspace"
    sentence_en: ClassVar[str] = "{actor} changed a saved view ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah tampilan tersimpan ({how})"
    view: int
    how: str


@dataclass(frozen=True, kw_only=True)
class TicketTemplateChanged(Event):
    """``how``: saved or removed."""

    kind: ClassVar[str] = "ticket_template.changed"
    stream_type: ClassVar[str] = "workspace"
    sentence_en: ClassVar[str] = "{actor} changed a ticket template ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah template tiket ({how})"
    template: int
    how: str


@dataclass(frozen=True, kw_only=True)
class ChecklistTemplateChanged(Event):
    """``how``: saved or removed."""

    kind: ClassVar[str] = "checklist_template.changed"
    stream_type: ClassVar[str] = "workspace"
    sentence_en: ClassVar[str] = "{actor} changed a ready-made checklist ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah daftar periksa siap pakai ({how})"
    template: int
    how: str
