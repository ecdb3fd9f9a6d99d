"""Two machines ring the same alarms while their clocks are set forward and back: every breach is said exactly once. And what
runs costs nothing while nothing is due."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection, connections

from percaya.core.journal import alarms
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import Alarm, EventRow
from percaya.stages.sla.models import Clock
from tests import builders
from tests.cast import Cast

NOON = datetime(2026, 2, 4, 5, 0, tzinfo=UTC)  # a Wednesday, 12.00 in Jakarta
HOUR = timedelta(hours=1)
TICKETS, ROUNDS = 12, 6


class Machines:
    """Each thread reads its own clock."""

    def __init__(self) -> None:
        self._own = threading.local()

    def now(self) -> datetime:
        found: datetime = getattr(self._own, "now", NOON)
        return found

    def set(self, moment: datetime) -> None:
        self._own.now = moment


@pytest.mark.django_db(transaction=True)
def test_each_breach_is_said_once_whatever_the_clocks_do(cast: Cast) -> None:
    machines = Machines()
    with patch("django.utils.timezone.now", machines.now):
        tickets = [builders.ticket(cast.rina).pk for _count in range(TICKETS)]
        for _again in range(2):
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(lambda seed: _work(machines, seed), (1, 2)))
    said = EventRow.objects.filter(stream_type="ticket", stream_id__in=tickets, kind="clock.breached")
    assert Counter(said.values_list("stream_id", flat=True)) == Counter(tickets)
    warned = EventRow.objects.filter(stream_type="ticket", stream_id__in=tickets, kind="clock.warned")
    assert max(Counter(warned.values_list("stream_id", flat=True)).values(), default=0) <= 2
    assert set(Clock.objects.values_list("breached_at", flat=True)) == {NOON + 4 * HOUR}
    assert not Alarm.objects.filter(key__startswith="sla:").exists()


def _work(machines: Machines, seed: int) -> None:
    """Rounds of ringing and working with a clock that jumps; at last it goes right, after everything was due."""
    chance = random.Random(seed)
    try:
        for moment in [*(NOON + chance.uniform(-3, 6) * HOUR for _round in range(ROUNDS)), NOON + 7 * HOUR, NOON + 8 * HOUR]:
            machines.set(moment)
            alarms.ring_due(moment)
            engine().run_pending()
    finally:
        connections.close_all()


@pytest.mark.django_db
def test_running_clocks_cost_one_look_at_an_index() -> None:
    alarm = {"kind": "sla.ring", "due_at": NOON + HOUR, "args": {"ticket_id": 0}}
    Alarm.objects.bulk_create([Alarm(key=f"sla:{number}", **alarm) for number in range(2_000)])
    statements: list[str] = []
    with connection.execute_wrapper(lambda run, sql, *rest: (statements.append(sql), run(sql, *rest))[1]):
        assert alarms.ring_due(NOON) == 0
    assert len(statements) == 1
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN SELECT 1 FROM journal_alarm WHERE due_at <= %s LIMIT 1", [NOON])
            assert "USING COVERING INDEX" in str(cursor.fetchall())
        else:
            cursor.execute("ANALYZE journal_alarm")
            cursor.execute("EXPLAIN SELECT 1 FROM journal_alarm WHERE due_at <= %s LIMIT 1", [NOON])
            assert "Index" in str(cursor.fetchall())
