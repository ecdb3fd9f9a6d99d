"""The board's numbers are those of its rows, and those that counting every ticket would give."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from percaya.core.journal.actor import Actor
from percaya.core.promises.actions import keep_promise, make_promise
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.states import resolve
from percaya.core.tickets.models import Ticket
from percaya.stages.analytics.queries.live import board, rows_behind
from tests import builders
from tests.cast import Cast
from tests.stages.analytics.test_facts import catch_up, clock

pytestmark = pytest.mark.django_db
ZONE = "Asia/Jakarta"
__all__ = ["clock"]


def _busy(cast: Cast, clock: Any) -> None:
    """Eight tickets in all kinds of states over a morning."""
    for number in range(8):
        ticket = builders.ticket(cast.rina, team=cast.senja.team if number % 2 else None, subject=f"Tiket {number}")
        clock.shift(timedelta(minutes=20))
        if number % 3:
            assign(ticket=ticket, to=cast.dewi, by=Actor.member(cast.sari.pk))
        if number in (1, 2, 5):
            builders.reply(ticket, cast.dewi, then="resolve" if number == 5 else "")
        if number == 7:
            resolve(ticket=ticket, by=Actor.member(cast.budi.pk))
    clock.shift(timedelta(hours=2))
    catch_up()


def test_numbers_rows_and_a_count_of_everything_agree(cast: Cast, clock: Any) -> None:
    _busy(cast, clock)
    now = timezone.now()
    found = board(cast.workspace.pk, now=now, zone=ZONE)
    every = Ticket.objects.filter(workspace=cast.workspace)
    active = every.filter(is_open=1)
    expected = {
        "open": active.count(),
        "waiting": active.filter(waiting_since__isnull=False).count(),
        "untaken": active.filter(assignee=None).count(),
        "overdue": active.filter(due_at__lt=now).count(),
        "soon": active.filter(due_at__gte=now, due_at__lte=now + timedelta(hours=1)).count(),
        "created": every.count(),
        "resolved": every.filter(~Q(resolved_at=None)).count(),
    }
    shown = {name: found.total(name) for name in ("open", "waiting", "overdue", "soon")}
    shown |= {"untaken": found.total("open", untaken=True), "created": found.flowing.created, "resolved": found.flowing.resolved}
    rows = {tile: rows_behind(tile, cast.workspace.pk, now=now, zone=ZONE) for tile in expected}
    assert shown == expected == {tile: found.count() for tile, found in rows.items() if found is not None}
    assert expected["waiting"] > 0 and expected["overdue"] + expected["soon"] > 0 and expected["resolved"] == 2
    assert (
        found.longest == active.exclude(waiting_since=None).order_by("waiting_since").values_list("waiting_since", flat=True)[0]
    )


def test_promises_of_today_and_what_is_late(cast: Cast, clock: Any) -> None:
    ticket, by = builders.ticket(cast.rina), Actor.member(cast.dewi.pk)
    kept, _open = (
        make_promise(ticket=ticket, text="Kabar", due_at=timezone.now() + timedelta(hours=2), owner=cast.dewi, by=by)
        for _count in range(2)
    )
    make_promise(ticket=ticket, text="Besok", due_at=timezone.now() + timedelta(days=1), owner=cast.dewi, by=by)
    keep_promise(promise=kept, by=by)
    found = board(cast.workspace.pk, now=timezone.now(), zone=ZONE).promises
    assert (found.kept, found.open, found.late) == (1, 1, 0)


def test_next_door_is_not_counted_and_a_team_is_counted_alone(cast: Cast, clock: Any) -> None:
    builders.ticket(cast.joko)
    builders.ticket(cast.rina)
    builders.ticket(cast.rina, team=cast.senja.team)
    catch_up()
    now = timezone.now()
    assert board(cast.workspace.pk, now=now, zone=ZONE).total("open") == 2
    assert board(cast.workspace.pk, now=now, zone=ZONE, team_id=cast.senja.team.pk).total("open") == 1


def test_the_board_costs_six_statements(cast: Cast, clock: Any, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _busy(cast, clock)
    with django_assert_num_queries(6):
        board(cast.workspace.pk, now=timezone.now(), zone=ZONE)


@pytest.mark.parametrize(("zone", "local"), [("Asia/Kolkata", "05:30"), ("Asia/Kathmandu", "05:45"), ("Asia/Jakarta", "07:00")])
def test_days_and_hours_begin_when_they_begin_in_the_zone(cast: Cast, clock: Any, zone: str, local: str) -> None:
    """Just before and just after the local midnight, and on both sides of a local hour."""
    hours, minutes = map(int, local.split(":"))
    midnight = datetime(2026, 2, 4, tzinfo=UTC) - timedelta(hours=hours, minutes=minutes)
    for minute in (-1, 1, 59, 61):
        clock.move_to(midnight + timedelta(minutes=minute))
        builders.ticket(cast.rina)
    clock.move_to(midnight + timedelta(hours=3))
    catch_up()
    flowing = board(cast.workspace.pk, now=timezone.now(), zone=zone).flowing
    assert (flowing.created, flowing.by_hour) == (3, {0: (2, 0), 1: (1, 0)})
