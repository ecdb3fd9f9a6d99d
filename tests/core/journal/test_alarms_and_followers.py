"""Timers ring once; followers read every row once, in order."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from percaya.core.journal import alarms, followers
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import Alarm, EventRow
from percaya.core.journal.reactions import Follow
from percaya.core.tickets.actions.shelving import snooze
from tests import builders
from tests.cast import Cast


def test_an_alarm_rings_once_and_wakes_the_ticket(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    until = timezone.now() + timedelta(hours=1)
    snooze(ticket=ticket, until=until, by=Actor.member(cast.dewi.pk))
    assert alarms.ring_due(timezone.now()) == 0
    assert alarms.ring_due(until + timedelta(seconds=1)) == 1
    assert alarms.ring_due(until + timedelta(seconds=1)) == 0
    engine().run_pending()
    assert builders.fresh(ticket).snoozed_until is None


def test_a_later_snooze_outlives_the_earlier_alarm(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    soon = timezone.now() + timedelta(hours=1)
    snooze(ticket=ticket, until=soon, by=Actor.member(cast.dewi.pk))
    alarms.ring_due(soon)
    snooze(ticket=ticket, until=soon + timedelta(days=1), by=Actor.member(cast.dewi.pk))
    engine().run_pending()
    assert builders.fresh(ticket).snoozed_until == soon + timedelta(days=1)


def test_a_cancelled_alarm_is_silent(cast: Cast) -> None:
    alarms.set_alarm("tickets.wake", key="x", due_at=timezone.now(), args={})
    assert alarms.cancel_alarm("x") and not alarms.cancel_alarm("x")
    assert not Alarm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_follower_reads_every_row_once_and_in_order(request: pytest.FixtureRequest) -> None:
    cast: Cast = request.getfixturevalue("cast")
    builders.ticket(cast.rina)
    read: list[int] = []

    def handle(rows: Sequence[EventRow]) -> None:
        read.extend(row.pk for row in rows)

    follower = Follow("test-reader", handle)
    while followers.advance(follower, limit=3):
        pass
    assert read == list(EventRow.objects.order_by("pk").values_list("pk", flat=True))
    builders.ticket(cast.rina)
    before = len(read)
    followers.advance(follower)
    assert len(read) > before and read == sorted(set(read))


@pytest.mark.django_db(transaction=True)
def test_a_follower_that_fails_reads_the_same_rows_again(request: pytest.FixtureRequest) -> None:
    cast: Cast = request.getfixturevalue("cast")
    builders.ticket(cast.rina)
    calls: list[int] = []

    def handle(rows: Sequence[EventRow]) -> None:
        calls.append(rows[0].pk)
        if len(calls) == 1:
            raise RuntimeError("once")

    follower = Follow("test-failing", handle)
    with pytest.raises(RuntimeError):
        followers.advance(follower)
    followers.advance(follower)
    assert calls[0] == calls[1]
