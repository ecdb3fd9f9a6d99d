"""Walking what Meta posts: {"object", "entry": [{"id", "time", "changes": [{"field", "value"}], …}]}.

Nothing in it is taken on trust: what has another shape than it should is as if it were not there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from percaya.channels.common.payloads import one, several, word
from percaya.channels.contract import Unreadable


@dataclass(frozen=True, kw_only=True)
class Entry:
    """``id``: the page, Instagram account or WhatsApp business account; ``data``: the whole entry."""

    id: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Change:
    entry: str  # ``Entry.id``
    about: str  # the subscribed field: "messages", "feed", …
    value: Mapping[str, Any] = field(default_factory=dict)


def entries_of(payload: Mapping[str, Any], object_name: str) -> Iterator[Entry]:
    """Its entries in order. Raises ``Unreadable`` for a payload about something else."""
    if payload.get("object") != object_name or not isinstance(payload.get("entry"), list):
        raise Unreadable("not-ours", f"The webhook does not speak of a {object_name}.")
    for entry in several(payload, "entry"):
        yield Entry(id=word(entry, "id"), data=entry)


def changes_of(entry: Entry) -> Iterator[Change]:
    """The changes of an entry, in order."""
    for change in several(entry.data, "changes"):
        yield Change(entry=entry.id, about=word(change, "field"), value=one(change, "value"))
