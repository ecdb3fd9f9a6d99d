"""One time stands by which the customer hears from us; what was said before is shown struck through, and late is said first."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from percaya.core.journal.actor import Actor
from percaya.core.promises.actions import make_promise
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.replying import cancel_reply
from percaya.core.tickets.actions.states import resolve, wait_for_customer
from percaya.core.tickets.actions.updates import drop_next_update, say_next_update
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.next_update import CLOCK, HIGHER, LATER, PERSON, PROMISE, NextUpdate, Said, choices, in_place_of, stands
from percaya.core.tickets.queries.next_updates import said_before, standing_update
from percaya.core.tickets.queries.standing import standing
from percaya.core.workspace.calendars import Calendar, Period
from tests import builders
from tests.cast import Cast

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 2, 2, 10, tzinfo=JAKARTA)  # the shop works from 8 to 17
HOUR = timedelta(hours=1)
SHOP = Calendar(zone="Asia/Jakarta", week=((Period(480, 1020),),) * 5 + ((), ()))
NOON, THREE, FIVE = (MONDAY.replace(hour=hour) for hour in (12, 15, 17))


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def said(due: datetime, source: str = PERSON, was: datetime | None = None) -> Said:
    return Said(due, source, was, MONDAY)


@pytest.mark.parametrize(
    ("spoken", "promise", "ticking", "expected"),
    [
        (None, None, None, None),
        (None, None, NOON, NextUpdate(NOON, CLOCK)),
        (said(FIVE), None, NOON, NextUpdate(FIVE, PERSON)),  # what was said goes before the service level
        (said(FIVE, HIGHER, was=NOON), None, NOON, NextUpdate(FIVE, HIGHER, NOON)),
        (None, THREE, NOON, NextUpdate(NOON, CLOCK)),
        (None, NOON, THREE, NextUpdate(NOON, PROMISE)),
        (said(FIVE), THREE, NOON, NextUpdate(THREE, PROMISE)),
        (said(FIVE, LATER, was=THREE), THREE, NOON, NextUpdate(FIVE, LATER, THREE)),  # that it is later has been said
    ],
)
def test_one_time_stands(
    spoken: Said | None, promise: datetime | None, ticking: datetime | None, expected: NextUpdate | None
) -> None:
    assert stands(said=spoken, promise=promise, clock=ticking) == expected


@pytest.mark.parametrize(
    ("before", "due", "now", "struck"),
    [
        (None, FIVE, MONDAY, None),
        (NextUpdate(NOON, CLOCK), FIVE, MONDAY, NOON),
        (NextUpdate(FIVE, PERSON), NOON, MONDAY, None),  # sooner than said needs no excuse
        (NextUpdate(NOON, CLOCK), FIVE, THREE, NOON),
        (NextUpdate(THREE, PERSON, NOON), FIVE, NOON + HOUR, NOON),  # what was missed stays until we have spoken
    ],
)
def test_the_time_that_is_given_up_is_struck_through(
    before: NextUpdate | None, due: datetime, now: datetime, struck: datetime | None
) -> None:
    assert in_place_of(before, due, now) == struck


def test_times_to_choose_lie_in_working_hours() -> None:
    day = {name: f"{at.astimezone(JAKARTA):%a %H.%M}" for name, at in choices(SHOP, MONDAY).items()}
    assert day == {"soon": "Mon 12.00", "today": "Mon 17.00", "noon": "Tue 12.00", "next": "Tue 17.00", "third": "Thu 17.00"}
    friday = choices(SHOP, MONDAY + timedelta(days=4, hours=6, minutes=45))  # 16.45
    late = {name: f"{at.astimezone(JAKARTA):%a %H.%M}" for name, at in friday.items()}
    assert late == {"soon": "Mon 09.45", "noon": "Mon 12.00", "next": "Mon 17.00", "third": "Wed 17.00"}


def tell(ticket: Ticket, cast: Cast, at: datetime) -> Ticket:
    return say_next_update(ticket=ticket, at=at, member=cast.dewi, by=Actor.member(cast.dewi.pk))


@pytest.mark.django_db
def test_the_customer_reads_what_was_said_with_the_old_time_and_late_first(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    assert ticket.due_at is not None
    tomorrow = MONDAY + timedelta(days=1)
    ticket = tell(ticket, cast, tomorrow)
    with override("id"):
        found = standing(ticket)
        assert found.due == "Selasa, 3 Feb 2026, 10.00 WIB" and found.was == "Senin, 2 Feb 2026, 14.00 WIB" and not found.late
        clock.move_to(MONDAY.replace(hour=16))
        found = standing(ticket)
        assert found.late == "Senin, 2 Feb 2026, 14.00 WIB" and found.due == "Selasa, 3 Feb 2026, 10.00 WIB"
        assert found.sentence.startswith("Kami terlambat, mohon maaf: seharusnya Anda mendapat kabar paling lambat Senin, 2 Feb")
        assert found.sentence.endswith("Anda mendapat kabar paling lambat Selasa, 3 Feb 2026, 10.00 WIB.")
    assert [(row.source, row.due_at, row.member) for row in said_before(ticket)] == [(PERSON, tomorrow, cast.dewi)]


@pytest.mark.django_db
def test_an_answer_is_the_update_but_for_a_time_said_along_with_it(cast: Cast, clock: Any) -> None:
    ticket = tell(builders.ticket(cast.rina, assignee=cast.dewi), cast, FIVE)
    clock.shift(timedelta(minutes=20))
    builders.reply(ticket, cast.dewi)  # "more by five o'clock"
    assert builders.fresh(ticket).update_due_at == FIVE
    clock.shift(2 * HOUR)
    sent = builders.reply(ticket, cast.dewi, hold_seconds=10)
    assert builders.fresh(ticket).update_due_at is None and standing_update(builders.fresh(ticket)) is None
    cancel_reply(message=sent, by=Actor.member(cast.dewi.pk), member=cast.dewi)
    assert builders.fresh(ticket).update_due_at == FIVE


@pytest.mark.django_db
def test_what_is_done_or_waits_for_the_customer_is_not_late(cast: Cast, clock: Any) -> None:
    solved, asked = (tell(builders.ticket(cast.rina), cast, FIVE) for _count in range(2))
    resolve(ticket=solved, by=Actor.member(cast.dewi.pk))
    builders.reply(asked, cast.dewi)
    wait_for_customer(ticket=builders.fresh(asked), question="Nomor resinya?", by=Actor.member(cast.dewi.pk))
    assert builders.fresh(solved).update_due_at is None
    clock.move_to(FIVE + HOUR)
    assert standing_update(builders.fresh(asked)) is None and not standing(builders.fresh(asked)).late
    with pytest.raises(Refused):
        tell(solved, cast, FIVE + 2 * HOUR)


@pytest.mark.django_db
def test_a_time_behind_us_or_years_ahead_is_refused_and_one_can_be_taken_back(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina)
    for at in (MONDAY - HOUR, MONDAY + timedelta(days=400)):
        with pytest.raises(Refused):
            tell(ticket, cast, at)
    tell(ticket, cast, FIVE)
    dropped = drop_next_update(ticket=ticket, by=Actor.member(cast.dewi.pk))
    found = standing_update(dropped)
    assert found is not None and (found.source, found.due) == (CLOCK, dropped.due_at)


@pytest.mark.django_db
def test_a_promise_that_falls_due_earlier_is_the_next_word(cast: Cast, clock: Any) -> None:
    ticket = tell(builders.ticket(cast.rina), cast, FIVE)
    make_promise(ticket=ticket, text="Kirim resi", due_at=NOON, owner=cast.dewi, by=Actor.member(cast.dewi.pk))
    found = standing_update(builders.fresh(ticket))
    assert found == NextUpdate(NOON, PROMISE)
    clock.move_to(NOON + HOUR)
    found = standing_update(builders.fresh(ticket))
    assert found is not None and found.due == FIVE and timezone.now() > NOON
