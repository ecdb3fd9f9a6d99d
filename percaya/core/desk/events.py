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
