"""Reads that others share: a stream's rows, the trace of causes, the proof of the chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import connection

from percaya.core.journal import chain
from percaya.core.journal.models import EventRow
from percaya.core.prepared import Prepared

_last: Prepared[EventRow] = Prepared(
    lambda stream_type, stream_id, kind: EventRow.objects.filter(
        stream_type=stream_type, stream_id=stream_id, kind=kind
    ).order_by("-seq")[:1],
    stream_type=str, stream_id=int, kind=str,
)  # fmt: skip


@dataclass(frozen=True)
class Broken:
    """Where a chain fails to verify, and how."""

    stream: str
    seq: int
    event_id: int
    why: str


def stream(stream_type: str, stream_id: int) -> list[EventRow]:
    return list(EventRow.objects.filter(stream_type=stream_type, stream_id=stream_id).order_by("seq"))


def recorded_since(workspace_id: int, moment: datetime | None) -> bool:
    """Whether the workspace's newest event is younger than ``moment``; ``False`` for none."""
    newest = EventRow.objects.filter(workspace_id=workspace_id).order_by("-id").values_list("at", flat=True).first()
    return moment is not None and newest is not None and newest > moment


def last_of(stream_type: str, stream_id: int, kind: str) -> EventRow | None:
    """The stream's newest event of that kind: since when something is as it is."""
    return next(iter(_last.ask(stream_type=stream_type, stream_id=stream_id, kind=kind)), None)


def recent(
    stream_type: str, stream_id: int, *, before: int | None = None, member_id: int | None = None, limit: int = 50
) -> list[EventRow]:
    """A stream's newest rows (before the number ``before``, of one member), newest first."""
    rows = EventRow.objects.filter(stream_type=stream_type, stream_id=stream_id)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if member_id is not None:
        rows = rows.filter(actor_kind="member", actor_id=member_id)
    return list(rows.order_by("-seq")[:limit])


def facts(row: EventRow) -> dict[str, object]:
    """What the row says: the chained facts and, unless erased, the personal ones."""
    return {**orjson.loads(row.data), **(orjson.loads(row.personal) if row.personal else {})}


def verify(workspace_id: int | None = None) -> Iterator[Broken]:
    """Every break in every stream (of one workspace): a row altered, taken out, put in or cut off at the end of a ticket."""
    rows = EventRow.objects.order_by("stream_type", "stream_id", "seq")
    if workspace_id is not None:
        rows = rows.filter(workspace_id=workspace_id)
    key: tuple[str, int] | None = None
    expected, previous = 1, chain.GENESIS
    for row in rows.iterator(chunk_size=2000):
        if (row.stream_type, row.stream_id) != key:
            key, expected, previous = (row.stream_type, row.stream_id), 1, chain.GENESIS
        if why := _fault(row, expected, previous):
            yield Broken(f"{row.stream_type}:{row.stream_id}", row.seq, row.pk, why)
        expected, previous = row.seq + 1, row.hash
    yield from _cut_ends(workspace_id)


def _fault(row: EventRow, expected: int, previous: str) -> str:
    if row.seq != expected:
        return f"expected number {expected}, found {row.seq}"
    if row.personal and chain.digest(row.personal, row.salt) != row.personal_digest:
        return "the personal part was altered"
    if chain.link(previous, vars(row)) != row.hash:
        return "the row was altered"
    return ""


def _cut_ends(workspace_id: int | None) -> Iterator[Broken]:
    """A ticket's version is its last number, kept outside the chain: rows cut off at the end show here."""
    only = "AND t.workspace_id = %s" if workspace_id is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT t.id, t.version, COALESCE(MAX(e.seq), 0) FROM tickets_ticket t
                LEFT JOIN journal_event e ON e.stream_type = 'ticket' AND e.stream_id = t.id
                WHERE 1 = 1 {only} GROUP BY t.id, t.version HAVING t.version <> COALESCE(MAX(e.seq), 0)""",  # noqa: S608
            [workspace_id] if workspace_id is not None else [],
        )
        for ticket_id, version, last in cursor.fetchall():
            yield Broken(f"ticket:{ticket_id}", last, 0, f"the ticket is at version {version}, its stream ends at {last}")
