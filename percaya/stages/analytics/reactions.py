"""The follower ``analytics``: folds what happened to tickets into facts and counters."""

from collections.abc import Sequence

from percaya.core.journal.models import EventRow
from percaya.stages.analytics.actions.alerting import keep_watch
from percaya.stages.analytics.actions.clocks import take_clocks
from percaya.stages.analytics.actions.facts import take


def follow(rows: Sequence[EventRow]) -> None:
    """A batch of the journal, in order. What a row has taken in already changes nothing."""
    of_tickets = [row for row in rows if row.stream_type == "ticket"]
    if of_tickets:
        take(of_tickets)
        take_clocks(row for row in of_tickets if _is_of_clock(row))
    for workspace_id in sorted({row.workspace_id for row in of_tickets}):
        keep_watch(workspace_id)


def _is_of_clock(row: EventRow) -> bool:
    return row.kind.startswith("clock.")
