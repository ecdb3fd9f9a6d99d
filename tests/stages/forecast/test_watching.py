"""Before a time that a customer was told passes without a word, its owner is asked and then the customer is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.shelving import mark_spam
from percaya.core.tickets.actions.states import close, resolve, wait_for_customer
from percaya.core.tickets.actions.updates import say_next_update
from percaya.core.tickets.models import NextUpdate, Ticket
from percaya.core.tickets.next_update import HIGHER, LATER
from percaya.core.tickets.queries.next_updates import standing_update
from percaya.core.tickets.queries.standing import standing
from percaya.core.tickets.status_links import status_address
from percaya.core.workspace.calendars import ROUND_THE_CLOCK, Calendar, Period
from percaya.stages.escalation.actions.handling import close_escalation
from percaya.stages.escalation.actions.raising import ask_supervisor
from percaya.stages.forecast import rhythm
from percaya.stages.forecast.actions.watching import watch
from percaya.stages.notices.models import Notice
from tests import builders
from tests.cast import Cast
from tests.stages.forecast.passing import at, pass_on, told

SHOP = Calendar(zone="Asia/Jakarta", week=((Period(480, 1020),),) * 5 + ((), ()))
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("since", "due", "asked"),
    [
        ("02 09:00", "02 13:00", "02 12:00"),  # a quarter of the time before
        ("02 09:00", "06 16:00", "06 12:00"),  # four hours at most
        ("02 12:50", "02 13:10", "02 12:55"),  # a quarter of an hour at least
        ("02 16:00", "03 09:00", "02 16:30"),  # not before they open, but before they close
        ("02 16:50", "03 08:10", "02 16:50"),
    ],
)
def test_the_owner_is_asked_in_working_hours(since: str, due: str, asked: str) -> None:
    assert rhythm.ask_at(SHOP, at(since), at(due)) == at(asked)


@pytest.mark.parametrize(
    ("since", "due", "told"),
    [
        ("02 09:00", "02 13:00", "02 12:36"),
        ("02 09:00", "06 16:00", "06 15:30"),
        ("02 09:00", "03 08:10", "02 19:55"),  # nobody is woken
        ("02 21:00", "03 08:10", None),
    ],
)
def test_customers_are_told_before_it_passes_and_never_at_night(since: str, due: str, told: str | None) -> None:
    assert rhythm.tell_at(at(since), at(due), "Asia/Jakarta") == (at(told) if told else None)


@pytest.mark.parametrize(
    ("since", "due", "new"),
    [
        ("02 09:00", "02 13:00", "02 17:00"),  # as long again
        ("02 09:00", "02 16:00", "03 14:00"),
        ("02 09:00", "06 16:00", "09 15:00"),  # a day of work at most
        ("02 12:50", "02 13:10", "02 14:15"),  # an hour at least, at a full quarter
    ],
)
def test_the_new_time_is_one_that_can_be_kept(since: str, due: str, new: str) -> None:
    assert rhythm.later(SHOP, at(since), at(due)) == at(new)
    assert rhythm.later(ROUND_THE_CLOCK, at(since), at(due)) > at(due)


def opened(cast: Cast, clock: Any, **more: Any) -> Ticket:
    """A customer was told to hear from us by 13.00."""
    ticket = builders.ticket(cast.rina, **more)
    pass_on()
    assert ticket.due_at == at("02 13:00")
    return ticket


@pytest.mark.django_db
def test_first_the_owner_is_asked_then_the_customer_told_with_a_new_time(cast: Cast, clock: Any) -> None:
    ticket = opened(cast, clock, assignee=cast.dewi)
    clock.move_to(at("02 11:59"))
    pass_on()
    assert not Notice.objects.filter(kind="update_near").exists()
    clock.move_to(at("02 12:01"))
    pass_on()
    pass_on()
    assert list(Notice.objects.filter(kind="update_near").values_list("member", flat=True)) == [cast.dewi.pk]
    assert told(ticket) == []
    clock.move_to(at("02 12:37"))
    pass_on()
    (words,) = told(ticket)
    with override("id"):
        assert standing(builders.fresh(ticket)).sentence in words  # what the page says
    assert "paling lambat Senin, 2 Feb 2026, 17.00 WIB, bukan Senin, 2 Feb 2026, 13.00 WIB" in words
    assert status_address(ticket).rpartition("/")[0] in words  # the customer sees for themselves
    found = standing_update(builders.fresh(ticket))
    assert found is not None and (found.source, found.due, found.was) == (LATER, at("02 17:00"), at("02 13:00"))
    assert builders.fresh(ticket).waiting_since is not None  # the wait goes on, and its clock


@pytest.mark.django_db
def test_each_new_time_is_looked_after_until_the_machine_has_spoken_three_times(cast: Cast, clock: Any) -> None:
    ticket = opened(cast, clock, assignee=cast.dewi)
    said = []
    for moment in ("02 12:01", "02 12:37", "02 16:01", "02 16:40", "03 12:01", "03 15:40", "04 12:00", "04 14:45", "05 16:00"):
        clock.move_to(at(moment))
        pass_on()
        said.append(len(told(ticket)))
    assert said == [0, 1, 1, 2, 2, 3, 3, 3, 3]
    given = list(NextUpdate.objects.order_by("pk").values_list("due_at", flat=True))
    assert given == [at("02 17:00"), at("03 16:00"), at("04 15:00")]  # from the second on a whole day of work
    above = set(Notice.objects.filter(kind="update_near").values_list("member", flat=True))
    assert above == {cast.dewi.pk, cast.ratna.pk, cast.wayan.pk, cast.sari.pk}


@pytest.mark.django_db
def test_a_worker_that_was_late_says_nothing_and_after_an_answer_it_begins_anew(cast: Cast, clock: Any) -> None:
    ticket = opened(cast, clock, assignee=cast.dewi)
    for moment in ("02 12:01", "02 12:37"):
        clock.move_to(at(moment))
        pass_on()
    clock.move_to(at("02 17:30"))
    watch(ticket_id=ticket.pk, due=at("02 17:00").isoformat(), step="tell")
    assert len(told(ticket)) == 1
    builders.reply(ticket, cast.dewi)
    clock.move_to(at("03 09:00"))
    say_next_update(ticket=builders.fresh(ticket), at=at("03 13:00"), by=Actor.member(cast.dewi.pk))
    pass_on()
    for moment in ("03 12:01", "03 12:37"):
        clock.move_to(at(moment))
        pass_on()
    assert len(told(ticket)) == 2 and NextUpdate.objects.latest("pk").due_at == at("03 17:00")


@pytest.mark.django_db
def test_without_an_owner_supervisors_are_asked(cast: Cast, clock: Any) -> None:
    opened(cast, clock)
    clock.move_to(at("02 12:01"))
    pass_on()
    asked = set(Notice.objects.filter(kind="update_near").values_list("member", flat=True))
    assert asked == {cast.ratna.pk, cast.wayan.pk, cast.sari.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["answered", "asked", "solved", "closed", "spam", "scheduled"])
def test_nobody_is_told_where_nothing_is_owed(cast: Cast, clock: Any, what: str) -> None:
    ticket, by = opened(cast, clock, assignee=cast.dewi), Actor.member(cast.dewi.pk)
    clock.move_to(at("02 12:01"))
    pass_on()
    match what:
        case "answered":
            builders.reply(ticket, cast.dewi)
        case "asked":
            wait_for_customer(ticket=ticket, question="Nomor resinya?", by=by)
        case "solved":
            resolve(ticket=ticket, by=by)
        case "closed":
            close(ticket=resolve(ticket=ticket, by=by), by=by)
        case "spam":
            mark_spam(ticket=ticket, by=by)
        case _:
            builders.reply(ticket, cast.dewi, send_at=at("02 12:50"))
    clock.move_to(at("02 12:37"))
    pass_on()
    assert told(ticket) == [] and not NextUpdate.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "asks"), [("ask", 1), ("off", 0)])
def test_a_business_may_want_only_its_people_asked_or_nothing(cast: Cast, clock: Any, mode: str, asks: int) -> None:
    cast.workspace.settings = {**cast.workspace.settings, "before_late": mode}
    cast.workspace.save()
    ticket = opened(cast, clock, assignee=cast.dewi)
    for moment in ("02 12:01", "02 12:37"):
        clock.move_to(at(moment))
        pass_on()
    assert told(ticket) == [] and Notice.objects.filter(kind="update_near").count() == asks


@pytest.mark.django_db
def test_an_alarm_of_before_another_time_was_said_rings_for_nothing(cast: Cast, clock: Any) -> None:
    ticket = opened(cast, clock, assignee=cast.dewi)
    say_next_update(ticket=ticket, at=at("04 12:00"), by=Actor.member(cast.dewi.pk))
    clock.move_to(at("02 12:37"))
    watch(ticket_id=ticket.pk, due=at("02 13:00").isoformat(), step="tell")
    watch(ticket_id=ticket.pk, due=at("04 12:00").isoformat(), step="tell")  # rung too early: it is set again
    watch(ticket_id=-1, due=at("02 13:00").isoformat(), step="tell")
    assert told(ticket) == []


@pytest.mark.django_db
def test_who_has_an_escalation_owes_the_next_word(cast: Cast, clock: Any) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    by = Actor.member(cast.dewi.pk)
    made = ask_supervisor(ticket=ticket, words="Minta ganti rugi", member=cast.dewi, by=by)
    found = standing_update(builders.fresh(ticket))
    assert found is not None and (found.source, found.due) == (HIGHER, made.next_update_at)
    close_escalation(escalation=made, words="Disetujui", member=cast.sari, by=by)
    assert builders.fresh(ticket).update_due_at is None
