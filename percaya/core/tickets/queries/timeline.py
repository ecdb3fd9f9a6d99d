"""A ticket's story: messages and events merged, a window at a time, so that five thousand cost what thirty cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from percaya.core.journal.event import event_class
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.models import Attachment, Message, Ticket

WINDOW = 30
_WITH_MESSAGE = ("message.received", "reply.written", "reply.scheduled", "message.forwarded", "note.added")


@dataclass(frozen=True)
class Entry:
    """One line of the story: a message (with its files), or an event with the facts its sentence needs."""

    seq: int
    event_id: int
    at: datetime
    kind: str
    actor_kind: str
    actor_id: int | None
    message: Message | None
    files: Sequence[Attachment]
    facts: dict[str, Any]


@dataclass(frozen=True)
class Story:
    """Entries oldest first; ``before`` is the number to ask for the earlier ones with, ``None`` at the beginning."""

    entries: list[Entry]
    before: int | None


def story(ticket: Ticket, *, before: int | None = None, after: int | None = None, limit: int = WINDOW) -> Story:
    """The last ``limit`` entries (before the number ``before``), or everything after the number ``after``.

    Three statements whatever the length: events, their messages, the messages' files.
    """
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk)
    rows = rows.exclude(kind__in=("delivery.changed", "ticket.language_detected"))
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if after is not None:
        rows = rows.filter(seq__gt=after)
    found = list(rows.order_by("-seq")[: limit + 1]) if after is None else list(rows.order_by("-seq"))
    more = after is None and len(found) > limit
    window = list(reversed(found[:limit] if after is None else found))
    entries = _entries(window)
    return Story(entries, window[0].seq if more and window else None)


def messages(ticket: Ticket, *, after_id: int = 0, limit: int = 100) -> list[Message]:
    """Messages in order, keyset by id."""
    rows = Message.objects.filter(ticket=ticket, pk__gt=after_id).select_related("member", "contact")
    return list(rows.order_by("pk")[:limit])


def files_of(message_ids: Sequence[int]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(message_id__in=list(message_ids)).order_by("pk"):
        found.setdefault(file.message_id or 0, []).append(file)
    return found


def _entries(rows: Sequence[EventRow]) -> list[Entry]:
    said = {row.pk: facts(row) for row in rows}
    ids = [int(str(said[row.pk]["message"])) for row in rows if row.kind in _WITH_MESSAGE]
    by_id = Message.objects.select_related("member", "contact").in_bulk(ids)
    files = files_of(ids)
    return [_entry(row, said[row.pk], by_id, files) for row in rows if _is_shown(row)]


def _is_shown(row: EventRow) -> bool:
    kind = event_class(row.kind)
    return row.kind in _WITH_MESSAGE or kind is None or kind.shown_on_timeline


def _entry(row: EventRow, said: dict[str, Any], by_id: dict[int, Message], files: dict[int, list[Attachment]]) -> Entry:
    message = by_id.get(said["message"]) if row.kind in _WITH_MESSAGE else None
    if row.kind == "reply.scheduled" and message and "scheduled" not in message.fields:
        message = None  # it has left since, and stands where it left
    return Entry(
        seq=row.seq,
        event_id=row.pk,
        at=row.at,
        kind=row.kind,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        message=message,
        files=files.get(message.pk, []) if message else [],
        facts=said,
    )
