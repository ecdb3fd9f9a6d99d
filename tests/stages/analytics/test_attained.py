"""How many obligations were kept, counted by the report on a played day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import ring_due
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.deliveries import mark_delivery
from percaya.stages.analytics.queries.metrics import Asked, attainment
from percaya.stages.analytics.reactions import follow
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 2, 4, 1, 0, tzinfo=UTC)  # a Wednesday, 8.00 in Jakarta
HOUR = timedelta(hours=1)


@pytest.fixture
def day() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def test_what_was_met_in_time_is_counted_of_what_fell_due(cast: Cast, day: time_machine.Traveller) -> None:
    in_time, late, silent = (builders.ticket(cast.rina) for _ in range(3))
    day.shift(HOUR)
    mark_delivery(message=builders.reply(in_time, cast.dewi), state="sent", by=Actor.system())
    day.shift(5 * HOUR)
    ring_due(timezone.now())
    engine().run_pending()
    builders.reply(late, cast.budi)
    day.shift(HOUR)
    follow(list(EventRow.objects.order_by("id")))
    start, end, now = MORNING - HOUR, MORNING + timedelta(days=2), timezone.now()
    share = attainment(Asked(cast.workspace.pk, start, end), now)
    assert (share.part, share.n, share.beside) == (1, 3, 0)
    assert builders.fresh(silent).due_at is not None


def test_an_answer_that_did_not_arrive_kept_nothing(cast: Cast, day: time_machine.Traveller) -> None:
    message = builders.reply(builders.ticket(cast.rina), cast.dewi)
    mark_delivery(message=message, state="sent", by=Actor.system())
    mark_delivery(message=message, state="failed", reason="550", by=Actor.system())
    day.shift(6 * HOUR)
    follow(list(EventRow.objects.order_by("id")))
    start, end, now = MORNING - HOUR, MORNING + timedelta(days=2), timezone.now()
    share = attainment(Asked(cast.workspace.pk, start, end), now)
    assert (share.part, share.n) == (0, 1)
