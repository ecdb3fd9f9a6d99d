"""``record`` is the spine: one row per change, in the transaction of the change."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from percaya.core.journal import bus, chain, reactions
from percaya.core.journal.actor import Actor
from percaya.core.journal.cause import caused_by, current_cause
from percaya.core.journal.event import Event

_COLUMNS = (
    "workspace_id, stream_type, stream_id, seq, kind, actor_kind, actor_id, cause_id, at, data, personal, salt,"
    " personal_digest, hash"
)
_ROW = f"({', '.join(['%s'] * 14)})"
_HEAD = "SELECT seq, hash FROM journal_event WHERE stream_type = %s AND stream_id = %s ORDER BY seq DESC LIMIT 1"


class NotInTransaction(RuntimeError):
    """A change and its event belong in one transaction; ``record`` was called outside of one."""


def record(event: Event, *, by: Actor) -> int:
    """Write the event, run its ``now`` reactions, enqueue its ``later`` ones, ring on commit. Returns the event's id."""
    return record_all([event], by=by)[0]


def record_all(events: Sequence[Event], *, by: Actor) -> list[int]:
    """Several events of one stream in one statement, oldest first; the reactions run when all are written."""
    first = events[0]
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{first.kind} must be recorded inside transaction.atomic()")
    _hold(first.stream_type, first.stream_id)
    seq, previous = _head(first.stream_type, first.stream_id)
    rows = []
    for number, event in enumerate(events, seq + 1):
        rows.append(_row(event, by=by, seq=number, previous=previous))
        previous = rows[-1]["hash"]
    ids = _write(rows)
    for event, event_id in zip(events, ids, strict=True):
        with caused_by(event_id):
            reactions.react(event, event_id)
    transaction.on_commit(bus.ring)
    return ids


def version_of(stream_type: str, stream_id: int) -> int:
    """The number of events of a stream: the version that If-Match and the chain's end are checked against."""
    return _head(stream_type, stream_id)[0]


def _row(event: Event, *, by: Actor, seq: int, previous: str) -> dict[str, Any]:
    personal = event.personal()
    text = chain.canonical(personal) if any(personal.values()) else ""
    salt = chain.new_salt() if text else ""
    row: dict[str, Any] = {
        "workspace_id": event.workspace_id,
        "stream_type": event.stream_type,
        "stream_id": event.stream_id,
        "seq": seq,
        "kind": event.kind,
        "actor_kind": by.kind,
        "actor_id": by.id,
        "cause_id": current_cause(),
        "at": timezone.now(),
        "data": chain.canonical(event.data()),
        "personal": text,
        "salt": salt,
        "personal_digest": chain.digest(text, salt),
    }
    row["hash"] = chain.link(previous, row)
    return row


def _write(rows: Sequence[dict[str, Any]]) -> list[int]:
    """Plain SQL: this runs once for every change there is, and the ORM would take five times as long."""
    values: list[Any] = []
    for row in rows:
        at = connection.ops.adapt_datetimefield_value(row["at"])
        values += {**row, "at": at}.values()
    insert = f"INSERT INTO journal_event ({_COLUMNS}) VALUES {', '.join([_ROW] * len(rows))} RETURNING id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(insert, values)
        return sorted(event_id for (event_id,) in cursor.fetchall())  # given out in the order of the rows


def _head(stream_type: str, stream_id: int) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [stream_type, stream_id])
        return cursor.fetchone() or (0, chain.GENESIS)


def _hold(stream_type: str, stream_id: int) -> None:
    """Two writers of one stream take turns. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [stream_type, stream_id % 2**31])
