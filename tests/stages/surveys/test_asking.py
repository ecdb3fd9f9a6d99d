"""Whom a survey asks and when: after solving, by day, once, within the limits; and what a low answer sets off."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set
from percaya.core.journal.models import Alarm, EventRow
from percaya.core.people.models import Contact
from percaya.core.ratings.actions import give_rating, save_limits, stop_asking
from percaya.core.ratings.models import Rating
from percaya.core.tickets.actions.shelving import mark_spam
from percaya.core.tickets.actions.states import close, reopen, resolve
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.brands import save_brand
from percaya.stages.escalation.actions.raising import consider
from percaya.stages.escalation.models import Escalation
from percaya.stages.surveys.actions.asking import ask, ask_round, remind
from percaya.stages.surveys.actions.writing import delete_survey, draft, save_survey, switch_survey
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.policy import Wish, is_sampled
from percaya.stages.surveys.trying import try_out
from tests import builders
from tests.cast import Cast, customer

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 3, tzinfo=UTC)  # 10.00 in Jakarta


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TEN, tick=False) as traveller:
        yield traveller


def wish(**more: Any) -> Wish:
    usual: dict[str, Any] = {"name": "Kepuasan", "kind": "csat", "question_id": "Puas?", "question_en": "Content?"}
    return Wish(**{**usual, **more})


def survey(cast: Cast, *, on: bool = True, **more: Any) -> Survey:
    made = save_survey(workspace=cast.workspace, wish=wish(**more), by=Actor.member(cast.wayan.pk))
    if on:
        switch_survey(survey=made, on=True, by=Actor.member(cast.wayan.pk))
    return made


def solved(cast: Cast, *, by: Contact | None = None, answered: bool = True, **more: Any) -> Ticket:
    ticket = builders.ticket(by or cast.rina, account=cast.senja.email, assignee=cast.dewi, **more)
    if answered:
        builders.reply(ticket, cast.dewi)
    resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))
    return builders.fresh(ticket)


def run(made: Survey, ticket: Ticket) -> Rating | None:
    ask(survey_id=made.pk, ticket_id=ticket.pk)
    return Rating.objects.filter(ticket=ticket).first()


def test_solving_sets_an_alarm_for_the_survey_and_it_asks_in_the_customers_language(cast: Cast) -> None:
    made = survey(cast, delay_minutes=90)
    ticket = solved(cast)
    alarm = Alarm.objects.get(key=f"survey:{made.pk}:{ticket.pk}")
    assert alarm.due_at == TEN + timedelta(minutes=90)
    Ticket.objects.filter(pk=ticket.pk).update(language="en")
    rating = run(made, ticket)
    assert rating is not None and (rating.kind, rating.survey, rating.question) == ("csat", made.pk, "Content?")
    assert "Content?" in Message.objects.get(send_key=f"rating:{rating.pk}").body_text
    assert builders.fresh(ticket).state == "resolved"


def test_asked_twice_it_asks_once(cast: Cast) -> None:
    made, ticket = survey(cast), solved(cast)
    for _time in range(2):
        ask(survey_id=made.pk, ticket_id=ticket.pk)
    assert Rating.objects.filter(ticket=ticket).count() == 1


def test_what_is_off_or_deleted_asks_nobody(cast: Cast) -> None:
    made = survey(cast, on=False)
    ticket = solved(cast)
    assert not Alarm.objects.filter(kind="surveys.ask").exists() and run(made, ticket) is None
    switch_survey(survey=made, on=True, by=Actor.system())
    delete_survey(survey=made, by=Actor.system())
    assert run(made, ticket) is None


def test_spam_reopened_and_unanswered_tickets_ask_nobody(cast: Cast) -> None:
    made = survey(cast)
    spam, again, silent = solved(cast), solved(cast), solved(cast, answered=False)
    mark_spam(ticket=spam, evidence=("test",), by=Actor.system())
    reopen(ticket=again, by=Actor.member(cast.dewi.pk))
    close(ticket=silent, by=Actor.system())
    assert [run(made, one) for one in (spam, again, silent)] == [None, None, None]


def test_who_does_not_want_to_be_asked_is_not(cast: Cast) -> None:
    made = survey(cast)
    first = run(made, solved(cast))
    assert first is not None
    stop_asking(rating=first)
    save_limits(workspace=cast.workspace, days_between=0, quiet_from=20, quiet_until=8, by=Actor.system())
    assert run(made, solved(cast)) is None


def test_at_night_the_alarm_is_set_to_the_morning_of_the_customer(cast: Cast, clock: time_machine.Traveller) -> None:
    made, ticket = survey(cast), solved(cast)
    Contact.objects.filter(pk=cast.rina.pk).update(time_zone="Asia/Jayapura")
    clock.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC))  # 21.00 there, 19.00 in Jakarta
    assert run(made, ticket) is None
    assert Alarm.objects.get(key=f"survey:{made.pk}:{ticket.pk}").due_at == datetime(2026, 11, 23, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "asks"),
    [
        ({}, True),
        ({"channels": ("email",)}, True),
        ({"channels": ("api",)}, False),
        ({"conditions": {"match": "all", "of": [{"field": "priority", "op": "is", "value": ["urgent"]}]}}, False),
        ({"conditions": {"match": "all", "of": [{"field": "priority", "op": "is", "value": ["normal"]}]}}, True),
    ],
)
def test_only_what_it_means_is_asked_about(cast: Cast, more: dict[str, Any], asks: bool) -> None:
    made, ticket = survey(cast, **more), solved(cast)
    assert (run(made, ticket) is not None) is asks


def test_a_survey_of_one_brand_leaves_the_others_alone(cast: Cast) -> None:
    by = Actor.system()
    own = save_brand(workspace=cast.workspace, name="Batik", accounts=[cast.senja.email], is_default=False, by=by)
    other = save_brand(workspace=cast.workspace, name="Lurik", accounts=[], is_default=True, by=by)
    ticket = solved(cast)
    assert run(survey(cast, brand=other.pk), ticket) is None
    assert run(survey(cast, brand=own.pk), ticket) is not None


def test_the_share_is_kept_and_the_same_whenever_it_is_asked() -> None:
    chosen = [is_sampled(7, ticket, 30) for ticket in range(2000)]
    assert 500 < sum(chosen) < 700 and chosen == [is_sampled(7, ticket, 30) for ticket in range(2000)]
    assert all(is_sampled(7, ticket, 100) for ticket in range(50))


def test_one_reminder_by_choice_and_none_after_an_answer(cast: Cast, clock: time_machine.Traveller) -> None:
    made = survey(cast, reminder_days=3)
    rating = run(made, solved(cast))
    assert rating is not None
    assert Alarm.objects.get(key=f"survey:remind:{rating.pk}").due_at == TEN + timedelta(days=3)
    remind(rating_id=rating.pk)
    remind(rating_id=rating.pk)
    assert Message.objects.filter(send_key__startswith=f"rating:{rating.pk}").count() == 2
    clock.move_to(TEN + timedelta(days=40))
    other = run(survey(cast), solved(cast))
    assert other is not None and not is_set(f"survey:remind:{other.pk}"), "no reminder unless it is asked for"


def test_a_schedule_asks_each_customer_once_in_its_span(cast: Cast, clock: time_machine.Traveller) -> None:
    made = survey(cast, kind="nps", moment="schedule", every_days=30)
    assert is_set(f"survey:{made.pk}:round")
    other = customer(cast.workspace, "Putri")
    old, new, hers = solved(cast), solved(cast), solved(cast, by=other)
    ask_round(survey_id=made.pk)
    wanted = Alarm.objects.filter(kind="surveys.ask").values_list("args", flat=True)
    assert {one["ticket_id"] for one in wanted} == {new.pk, hers.pk} and old.pk not in {one["ticket_id"] for one in wanted}
    assert run(made, new) is not None
    Alarm.objects.filter(kind="surveys.ask").delete()
    clock.move_to(TEN + timedelta(days=1))
    ask_round(survey_id=made.pk)
    assert [one["ticket_id"] for one in Alarm.objects.filter(kind="surveys.ask").values_list("args", flat=True)] == [hers.pk]


def test_a_low_answer_opens_the_ticket_again_where_the_survey_says_so(cast: Cast) -> None:
    rating = run(survey(cast, low_action="reopen"), solved(cast))
    assert rating is not None
    give_rating(rating=rating, score=2, comment="Belum beres")
    assert builders.fresh(rating.ticket).state == "open"


@pytest.mark.parametrize(("action", "score"), [("", 1), ("reopen", 3), ("escalate", 5)])
def test_otherwise_an_answer_is_only_seen(cast: Cast, action: str, score: int) -> None:
    rating = run(survey(cast, low_action=action), solved(cast))
    assert rating is not None
    give_rating(rating=rating, score=score)
    assert builders.fresh(rating.ticket).state == "resolved" and not EventRow.objects.filter(kind="survey.low_answer").exists()


def test_a_low_answer_goes_higher_once_and_says_why(cast: Cast) -> None:
    rating = run(survey(cast, kind="nps", low_action="escalate"), solved(cast))
    assert rating is not None
    give_rating(rating=rating, score=3)
    give_rating(rating=rating, score=0)
    assert EventRow.objects.filter(kind="survey.low_answer").count() == 1
    consider(ticket_id=rating.ticket_id, reason="rule", words="Pelanggan menjawab 3 dari 10")
    assert Escalation.objects.get(ticket=rating.ticket).closed_at is None


def test_the_dry_count_says_whom_it_would_have_asked_and_asks_nobody(cast: Cast) -> None:
    solved(cast), solved(cast), solved(cast, answered=False), solved(cast, by=customer(cast.workspace, "Putri"))
    found = try_out(draft(cast.workspace, wish()), timezone.now() + timedelta(minutes=1))
    assert (found.customers, found.tickets, found.unwilling, found.often) == (2, 3, 0, 0)
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"kind": "xyz"},
        {"question_en": ""},
        {"share": 0},
        {"delay_minutes": -1},
        {"every_days": 0},
        {"low_action": "x"},
    ]
    + [{"reminder_days": 99}, {"brand": 1}, {"conditions": {"of": [{"field": "nothing", "op": "is"}]}}],
)
def test_a_survey_that_makes_no_sense_is_refused_and_nothing_saved(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        survey(cast, **wrong)
    assert not Survey.objects.exists()


def test_surveys_of_next_door_ask_nobody_here(cast: Cast) -> None:
    theirs = save_survey(workspace=cast.warung.workspace, wish=wish(), by=Actor.system())
    switch_survey(survey=theirs, on=True, by=Actor.system())
    assert run(theirs, solved(cast)) is None
