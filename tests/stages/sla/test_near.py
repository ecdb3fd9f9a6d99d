"""A ticket is close to being late from the first warning of its own service level on, not half an hour before for all."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.states import wait_for_customer
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries import views
from percaya.stages.sla.models import Policy
from tests import builders
from tests.cast import Cast
from tests.stages.sla.levels import level

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 2, 4, 5, 0, tzinfo=UTC)  # a Wednesday, 12.00 in Jakarta
HOUR = timedelta(hours=1)


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def near(cast: Cast) -> list[int]:
    return list(views.rows_of(views.VIEWS["due"], cast.dewi).order_by("pk").values_list("pk", flat=True))


def test_the_first_warning_stands_on_the_ticket_and_the_view_shows_it_from_then_on(
    cast: Cast, time: time_machine.Traveller
) -> None:
    level(cast.workspace, first_reply=480, asks=("priority", ["urgent"]))
    ticket = builders.ticket(cast.rina)  # the usual level: four hours, warnings at half and at four fifths
    assert builders.fresh(ticket).due_warn_at == NOON + 2 * HOUR
    time.shift(2 * HOUR - timedelta(seconds=1))
    assert near(cast) == []
    time.shift(timedelta(seconds=1))
    assert near(cast) == [ticket.pk]
    time.shift(5 * HOUR)  # what is late is in the same view
    assert near(cast) == [ticket.pk]


def test_what_is_answered_or_stands_still_is_not_close_any_more(cast: Cast, time: time_machine.Traveller) -> None:
    ticket = builders.ticket(cast.rina)
    time.shift(3 * HOUR)
    assert near(cast) == [ticket.pk]
    builders.reply(ticket, cast.dewi)
    wait_for_customer(ticket=ticket, by=Actor.member(cast.dewi.pk))
    assert near(cast) == []
    row = builders.fresh(ticket)
    assert (row.due_warn_at, row.near_at) == (None, None)


def test_a_level_without_warnings_is_close_half_an_hour_before(cast: Cast, time: time_machine.Traveller) -> None:
    level(cast.workspace)
    Policy.objects.update(terms={"targets": {"first_reply": {"minutes": 120, "working": False}}, "warn": []})
    ticket = builders.fresh(builders.ticket(cast.rina))
    assert (ticket.due_warn_at, ticket.near_at) == (None, NOON + 2 * HOUR - timedelta(minutes=30))


def test_the_view_is_a_range_of_its_own_index(cast: Cast) -> None:
    rows = Ticket.objects.filter(workspace=cast.workspace, is_open=1, near_at__lte=timezone.now())
    assert "tickets_open_near" in rows.order_by("near_at").explain()  # in its order, or any index would do on an empty table
