"""A hundred thousand clocks that run cost an idle look, and the ring of one of them, no more than three hundred do."""

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from percaya.bench.rows import Table, reset_keys, stored_time
from percaya.core.journal import alarms
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import Alarm
from percaya.core.tickets.models import Ticket
from percaya.stages.sla.models import Clock
from percaya.stages.sla.terms import KINDS
from tests import builders
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FEW, MANY = 100, 33_334  # tickets, with three running clocks and one alarm each
BATCH = 2000


def set_running(cast: Cast, tickets: int) -> None:
    """So many tickets more, whose clocks all run and warn in a day."""
    now, soon = stored_time(timezone.now()), stored_time(timezone.now() + timedelta(days=1))
    spent = Clock._meta.get_field("spent").get_db_prep_save(timedelta(0), connection)
    rows, clocks, rings = tables = Table(Ticket), Table(Clock), Table(Alarm)
    here = {"workspace_id": cast.workspace.pk, "due_at": soon}
    running = {"target_seconds": 86400, "started_at": now, "running_since": now, "spent": spent}
    waiting = {"contact_id": cast.rina.pk, "channel": "email", "waiting_since": now, "created_at": now, "updated_at": now}
    for number in range(1, tickets + 1):
        ticket = rows.add(**here, **waiting, number=1000 + rows.last, near_at=soon, due_kind="first_reply")
        for kind in KINDS:
            clocks.add(**here, **running, ticket_id=ticket, kind=kind)
        rings.add(**here, key=f"sla:{ticket}", kind="sla.ring", args=json.dumps({"ticket_id": ticket}))
        if number % BATCH == 0 or number == tickets:
            for table in tables:
                table.write()
    reset_keys(tables)


def steps(work: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes for it: each row that is looked at is several. Elsewhere nothing is counted."""
    raw = connection.connection
    if not isinstance(raw, sqlite3.Connection):
        work()
        return 0
    taken = count()
    raw.set_progress_handler(lambda: next(taken) * 0, 1)
    try:
        work()
    finally:
        raw.set_progress_handler(None, 1)
    return next(taken)


def statements(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def ringing(cast: Cast) -> Callable[[], None]:
    """The alarm of one real ticket is due: it becomes a job, and the job looks at that ticket alone."""
    ticket = builders.ticket(cast.rina)
    Alarm.objects.filter(key=f"sla:{ticket.pk}").update(due_at=timezone.now() - timedelta(seconds=1))

    def ring() -> None:
        assert alarms.ring_due(timezone.now()) == 1
        engine().run_pending()

    return ring


def idle() -> None:
    assert alarms.ring_due(timezone.now()) == 0


def measured(cast: Cast) -> tuple[int, int, int]:
    """Statements and steps of an idle look, statements of a ring."""
    cache.clear()
    ringing(cast)()  # what is read once in a while is read now
    return statements(idle), steps(idle), statements(ringing(cast))


def test_an_idle_look_and_one_ring_cost_the_same_with_many(cast: Cast) -> None:
    set_running(cast, FEW)
    before = measured(cast)
    set_running(cast, MANY - FEW)
    assert Clock.objects.filter(is_live=1, running_since__isnull=False).count() >= 100_000
    assert measured(cast) == before
    assert before[0] == 1
