"""Readers of the journal with a cursor. They never step over a row that is still being written.

On PostgreSQL ids commit out of order: a row with a lower id may appear after one with a higher. Rows are therefore
read only up to the oldest transaction that is still writing in this database, which each row's own xmin is compared
with. (pg_snapshot_xmin would do it in one step, but it waits for writers in every database of the server.)
SQLite has one writer, so ids commit in order.
"""

from collections.abc import Sequence
from functools import cache

from django.db import connection, transaction

from percaya.core.journal.models import Cursor, EventRow
from percaya.core.journal.reactions import Follow
from percaya.core.prepared import Prepared

# The next transaction id, and how far the oldest writer is behind it. Transaction ids are 32-bit and wrap round, so
# distances are taken modulo 2^32; what seems further than half of that began after the snapshot.
_BOUND = """
    SELECT s.next, COALESCE(MAX(d.behind) FILTER (WHERE d.behind < 2147483648), 0)
    FROM (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next) s
    LEFT JOIN pg_stat_activity a
      ON a.datname = current_database() AND a.backend_xid IS NOT NULL AND a.pid <> pg_backend_pid()
    LEFT JOIN LATERAL (SELECT (s.next - a.backend_xid::text::bigint) & 4294967295 AS behind) d ON true
    GROUP BY s.next"""
_BEHIND = "((%s - journal_event.xmin::text::bigint) & 4294967295)"
_cursor: Prepared[Cursor] = Prepared(lambda name: Cursor.objects.filter(name=name), name=str)
_SETTLED = f"({_BEHIND} > %s AND {_BEHIND} < 2147483648 OR journal_event.at < now() - interval '1 hour')"


def settled_after(event_id: int, limit: int, *, workspace_id: int | None = None) -> list[EventRow]:
    """Committed rows (of one workspace) past ``event_id`` in order, none of which a later commit can still come before."""
    if workspace_id is None and connection.vendor == "sqlite":
        return _after(limit).ask(event_id=event_id)
    rows = EventRow.objects.filter(id__gt=event_id).order_by("id")
    if workspace_id is not None:
        rows = rows.filter(workspace_id=workspace_id)
    if connection.vendor == "postgresql":
        # A statement of its own, before the rows are read: who is not writing now is visible then.
        with connection.cursor() as cursor:
            cursor.execute(_BOUND)
            upcoming, behind = cursor.fetchone()
        rows = rows.extra(where=[_SETTLED], params=[upcoming, behind, upcoming])  # noqa: S610 (a constant)
    return list(rows[:limit])


def advance(follower: Follow, limit: int = 500) -> int:
    """Read one batch past the follower's cursor, hand it over, move the cursor. Returns how many rows.

    The hand-over and the cursor are one transaction, so what the follower writes is written exactly once.
    """
    start = position(follower.name)
    if not settled_after(start, 1):  # read first: an idle follower must not take the write lock
        return 0
    with transaction.atomic():
        cursor, _ = Cursor.objects.select_for_update(no_key=True).get_or_create(name=follower.name)
        rows: Sequence[EventRow] = settled_after(cursor.event_id, limit)
        if not rows:
            return 0
        follower.handle(rows)
        cursor.event_id = rows[-1].pk
        cursor.save()
    return len(rows)


def position(name: str) -> int:
    return next((cursor.event_id for cursor in _cursor.ask(name=name)), 0)


@cache
def _after(limit: int) -> Prepared[EventRow]:
    return Prepared(lambda event_id: EventRow.objects.filter(id__gt=event_id).order_by("id")[:limit], event_id=int)


def latest() -> int:
    """The id of the newest row (0 for an empty journal)."""
    return EventRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
