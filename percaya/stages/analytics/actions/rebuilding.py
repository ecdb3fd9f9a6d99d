"""Making the facts anew from the journal."""

from collections.abc import Callable

from django.db import transaction

from percaya.core.journal.models import Cursor, EventRow
from percaya.core.tickets.models import Ticket
from percaya.stages.analytics.actions.clocks import take_clocks
from percaya.stages.analytics.actions.facts import take
from percaya.stages.analytics.models import ClockFacts

FOLLOWER = "analytics"
_AT_ONCE = 200  # tickets: one short transaction each, so that the desk goes on meanwhile


def rebuild(*, workspace_id: int | None = None, progress: Callable[[int], None] = lambda done: None) -> int:
    """Fold every ticket again from its first event; how many there were. Calendars stay as they were pinned."""
    tickets = Ticket.objects.order_by("pk")
    if workspace_id is not None:
        tickets = tickets.filter(workspace_id=workspace_id)
    done, last = 0, 0
    while ids := list(tickets.filter(pk__gt=last).values_list("pk", flat=True)[:_AT_ONCE]):
        _again(ids)
        done, last = done + len(ids), ids[-1]
        progress(done)
    return done


@transaction.atomic
def _again(ids: list[int]) -> None:
    """The follower waits for its cursor meanwhile; what it has not read yet, it still reads itself."""
    cursor, _made = Cursor.objects.select_for_update(no_key=True).get_or_create(name=FOLLOWER)
    rows = EventRow.objects.filter(stream_type="ticket", stream_id__in=ids, pk__lte=cursor.event_id).order_by("pk")
    events = list(rows)
    ClockFacts.objects.filter(ticket__in=ids).delete()
    take(events, anew=True)
    take_clocks(row for row in events if row.kind.startswith("clock."))
