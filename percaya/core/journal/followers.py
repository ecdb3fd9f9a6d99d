"""Readers of the journal with a cursor. They never step over a row that is still being written.

On PostgreSQL ids commit out of order: a row with a lower id may appear after one with a higher. Rows are therefore
read only up to the oldest transaction still running (pg_snapshot_xmin), which each row's own xmin is compared with.
SQLite has one writer, so ids commit in order.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from percaya.core.journal.models import Cursor, EventRow
from percaya.core.journal.reactions import Follow

# xmin is a 32-bit number that wraps round after years; rows an hour old are settled whatever it says.
_SETTLED = """(journal_event.xmin::text::bigint < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295)
              OR journal_event.at < now() - interval '1 hour')"""


def settled_after(event_id: int, limit: int, *, workspace_id: int | None = None) -> list[EventRow]:
    """Committed rows (of one workspace) past ``event_id`` in order, none of which a later commit can still come before."""
    rows = EventRow.objects.filter(id__gt=event_id).order_by("id")
    if workspace_id is not None:
        rows = rows.filter(workspace_id=workspace_id)
    if connection.vendor == "postgresql":
        rows = rows.extra(where=[_SETTLED])  # noqa: S610 (a constant)
    return list(rows[:limit])


def advance(follower: Follow, limit: int = 500) -> int:
    """Read one batch past the follower's cursor, hand it over, move the cursor. Returns how many rows.

    The hand-over and the cursor are one transaction, so what the follower writes is written exactly once.
    """
    start = position(follower.name)
    if not settled_after(start, 1):  # read first: an idle follower must not take the write lock
        return 0
    with transaction.atomic():
        cursor, _ = Cursor.objects.select_for_update().get_or_create(name=follower.name)
        rows: Sequence[EventRow] = settled_after(cursor.event_id, limit)
        if not rows:
            return 0
        follower.handle(rows)
        cursor.event_id = rows[-1].pk
        cursor.save()
    return len(rows)


def position(name: str) -> int:
    return Cursor.objects.filter(name=name).values_list("event_id", flat=True).first() or 0


def latest() -> int:
    """The id of the newest row (0 for an empty journal)."""
    return EventRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
