"""``record`` is the spine: one row per change, in the transaction of the change."""

from django.db import connection, transaction
from django.utils import timezone

from percaya.core.journal import bus, chain, reactions
from percaya.core.journal.actor import Actor
from percaya.core.journal.cause import caused_by, current_cause
from percaya.core.journal.event import Event
from percaya.core.journal.models import EventRow


class NotInTransaction(RuntimeError):
    """A change and its event belong in one transaction; ``record`` was called outside of one."""


def record(event: Event, *, by: Actor) -> int:
    """Write the event, run its ``now`` reactions, enqueue its ``later`` ones, ring on commit. Returns the event's id."""
    if not connection.in_atomic_block:
        raise NotInTransaction(f"{event.kind} must be recorded inside transaction.atomic()")
    _hold(event.stream_type, event.stream_id)
    seq, previous = _head(event.stream_type, event.stream_id)
    row = _row(event, by=by, seq=seq + 1, previous=previous)
    row.save(force_insert=True)
    event_id: int = row.pk
    with caused_by(event_id):
        reactions.react(event, event_id)
    transaction.on_commit(bus.ring)
    return event_id


def version_of(stream_type: str, stream_id: int) -> int:
    """The number of events of a stream: the version that If-Match and the chain's end are checked against."""
    return _head(stream_type, stream_id)[0]


def _row(event: Event, *, by: Actor, seq: int, previous: str) -> EventRow:
    personal = event.personal()
    text = chain.canonical(personal) if any(personal.values()) else ""
    salt = chain.new_salt() if text else ""
    row = EventRow(
        workspace_id=event.workspace_id,
        stream_type=event.stream_type,
        stream_id=event.stream_id,
        seq=seq,
        kind=event.kind,
        actor_kind=by.kind,
        actor_id=by.id,
        cause_id=current_cause(),
        at=timezone.now(),
        data=chain.canonical(event.data()),
        personal=text,
        salt=salt,
        personal_digest=chain.digest(text, salt),
    )
    row.hash = chain.link(previous, vars(row))
    return row


def _head(stream_type: str, stream_id: int) -> tuple[int, str]:
    rows = EventRow.objects.filter(stream_type=stream_type, stream_id=stream_id).order_by("-seq")
    return rows.values_list("seq", "hash").first() or (0, chain.GENESIS)


def _hold(stream_type: str, stream_id: int) -> None:
    """Two writers of one stream take turns. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [stream_type, stream_id % 2**31])
