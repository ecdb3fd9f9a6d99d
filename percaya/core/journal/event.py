"""What an event is: a frozen dataclass that names its stream and carries its own sentence in both languages.

An event holds references and plain facts (ids, states, times), never personal text. What a person could be known by
goes into ``personal``, which is stored apart from the chain (only its salted digest is chained) and can be erased.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

_KINDS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Subclasses set ``kind`` ("ticket.assigned") and the sentences; ``{names}`` in them are filled when read."""

    workspace_id: int

    kind: ClassVar[str] = ""
    stream_type: ClassVar[str] = "workspace"
    sentence_en: ClassVar[str] = ""
    sentence_id: ClassVar[str] = ""
    personal_fields: ClassVar[frozenset[str]] = frozenset()
    shown_on_timeline: ClassVar[bool] = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if kind := cls.__dict__.get("kind"):
            if kind in _KINDS:
                raise TypeError(f"two events are called {kind!r}: {_KINDS[kind].__name__} and {cls.__name__}")
            _KINDS[kind] = cls

    @property
    def stream_id(self) -> int:
        return self.workspace_id

    def data(self) -> dict[str, Any]:
        """The facts to chain: JSON-ready, without the personal ones and what the row holds already."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if self._chained(f.name)}

    def personal(self) -> dict[str, Any]:
        """The facts to keep apart, erasable."""
        return {name: _plain(getattr(self, name)) for name in sorted(self.personal_fields)}

    def _chained(self, name: str) -> bool:
        return name not in self.personal_fields and name != "workspace_id"


def event_class(kind: str) -> type[Event] | None:
    """The class of a stored kind, or ``None`` for one that a later version has dropped."""
    return _KINDS.get(kind)


def event_classes() -> dict[str, type[Event]]:
    return dict(_KINDS)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (tuple, frozenset)):
        return [_plain(item) for item in value]
    return value
