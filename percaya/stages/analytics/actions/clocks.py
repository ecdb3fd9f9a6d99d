"""Events of clocks, taken into what each obligation came to."""

from collections.abc import Iterable
from typing import Any

import orjson
from django.utils.dateparse import parse_datetime

from percaya.core.journal.models import EventRow
from percaya.stages.analytics.models import ClockFacts

_COLUMNS = [f.name for f in ClockFacts._meta.concrete_fields if not f.primary_key]


def take_clocks(rows: Iterable[EventRow]) -> None:
    """Fold the rows (in order, all of clocks)."""
    events = [(row, orjson.loads(row.data)) for row in rows]
    if not events:
        return
    known = ClockFacts.objects.in_bulk({data["clock"] for _row, data in events})
    for row, data in events:
        facts = known.get(data["clock"]) or ClockFacts(
            clock=data["clock"], workspace_id=row.workspace_id, ticket_id=row.stream_id, obligation=data["obligation"]
        )
        known[data["clock"]] = facts
        if row.pk > facts.event_id:
            _take(facts, row.kind, data)
            facts.event_id = row.pk
    ClockFacts.objects.bulk_create(known.values(), update_conflicts=True, unique_fields=["clock"], update_fields=_COLUMNS)


def _take(facts: ClockFacts, kind: str, data: dict[str, Any]) -> None:
    facts.due_at = parse_datetime(data.get("due_at") or "") or facts.due_at
    match kind:
        case "clock.started" | "clock.resumed":
            facts.is_paused, facts.is_cancelled, facts.met_at = 0, 0, None
        case "clock.paused":
            facts.is_paused = 1
        case "clock.met":
            facts.met_at, facts.is_paused = parse_datetime(data["at"]), 0
        case "clock.breached":
            facts.is_breached = 1
        case "clock.cancelled":
            facts.is_cancelled = 1
