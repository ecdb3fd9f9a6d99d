"""``record`` is the spine: one row per change, in the transaction of the change."""

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
_INSERT = f"INSERT INTO journal_event ({_COLUMNS}) VALUES ({', '.join(['%s'] * 14)}) RETURNING id"  # noqa: S608
_HEAD = "SELECT seq, hash FROM journal_event WHERE stream_type = %s AND stream_id = %s ORDER BY seq DESC LIMIT 1"


class NotInTransaction(RuntimeError):
    """A change and its event belong in one transaction; ``record`` was called outside of one."""


def record(event: Event, *, by: Actor) -> int:
    """Write the event, run its ``now`` reactions, enqueue its ``later`` ones, ring on commit. Returns the event's id."""
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{event.kind} must be recorded inside transaction.atomic()")
    _hold(event.stream_type, event.stream_id)
    seq, previous = _head(event.stream_type, event.stream_id)
    event_id = _write(_row(event, by=by, seq=seq + 1, previous=previous))
    with caused_by(event_id):
        reactions.react(event, event_id)
    transaction.on_commit(bus.ring)
    return event_id


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


def _write(row: dict[str, Any]) -> int:
    """Plain SQL: this runs once for every change there is, and the ORM would take five times as long."""
    at = connection.ops.adapt_datetimefield_value(row["at"])
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*{**row, "at": at}.values()])
        event_id: int = cursor.fetchone()[0]
    return event_id


def _head(stream_type: str, stream_id: int) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, [stream_type, stream_id])
        return cursor.fetchone() or (0, chain.GENESIS)


def _hold(stream_type: str, stream_id: int) -> None:
    """Two writers of one stream take turns. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [stream_type, stream_id % 2**31])
