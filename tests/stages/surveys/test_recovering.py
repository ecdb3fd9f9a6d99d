"""A low answer on a closed ticket: it stays closed, and the matter goes on in a follow-up."""

import pytest
from django.test import Client

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.ratings.actions import ask_rating, give_rating
from percaya.core.ratings.models import Rating
from percaya.core.ratings.queries import opted_out
from percaya.core.tickets.actions.states import close, resolve
from percaya.core.tickets.models import Message, Participant, Ticket
from percaya.stages.delivery.composing import outgoing
from percaya.stages.surveys.actions.writing import save_survey
from percaya.stages.surveys.policy import Wish
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def asked(cast: Cast, low_action: str, language: str = "id") -> Rating:
    """Asked in a ticket of Rina's that Dewi solved and that was closed since."""
    wish = Wish(name="Kepuasan", kind="csat", question_id="Puas?", question_en="Content?", low_action=low_action)
    survey = save_survey(workspace=cast.workspace, wish=wish, by=SYSTEM)
    ticket = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi, team=cast.senja.team)
    Ticket.objects.filter(pk=ticket.pk).update(language=language)
    builders.reply(ticket, cast.dewi)
    ticket = resolve(ticket=builders.fresh(ticket), by=SYSTEM)
    rating = ask_rating(ticket=ticket, by=SYSTEM, survey=survey.pk)
    close(ticket=builders.fresh(ticket), by=SYSTEM)
    return rating


@pytest.mark.parametrize(("language", "subject"), [("id", "Tentang penilaian Anda: "), ("en", "About your rating: ")])
def test_a_follow_up_opens_for_the_same_customer_with_whoever_had_it(cast: Cast, language: str, subject: str) -> None:
    rating = asked(cast, "reopen", language)
    give_rating(rating=rating, score=1)
    new = Ticket.objects.get(follows=rating.ticket)
    assert builders.fresh(rating.ticket).state == "closed" and new.state == "new" and new.subject.startswith(subject)
    assert (new.contact_id, new.assignee_id, new.account_id) == (cast.rina.pk, cast.dewi.pk, cast.senja.email.pk)
    assert Participant.objects.get(ticket=new, role="requester").value == "rina@contoh.example"


def test_an_answer_that_sinks_twice_opens_one_follow_up(cast: Cast) -> None:
    rating = asked(cast, "reopen")
    for score in (2, 1, 5, 2):
        give_rating(rating=rating, score=score)
    assert Ticket.objects.filter(follows=rating.ticket).count() == 1


def test_what_goes_higher_goes_higher_in_the_follow_up(cast: Cast) -> None:
    rating = asked(cast, "escalate")
    give_rating(rating=rating, score=2)
    new = Ticket.objects.get(follows=rating.ticket)
    assert EventRow.objects.get(kind="survey.low_answer").stream_id == new.pk


@pytest.mark.parametrize(("action", "score"), [("", 1), ("reopen", 4)])
def test_otherwise_nothing_opens(cast: Cast, action: str, score: int) -> None:
    rating = asked(cast, action)
    give_rating(rating=rating, score=score)
    assert not Ticket.objects.filter(follows=rating.ticket).exists()


def test_a_mail_program_stops_the_surveys_by_the_link_of_the_letter_and_no_cookie(cast: Cast) -> None:
    rating = asked(cast, "")
    out = outgoing(Message.objects.get(send_key=f"rating:{rating.pk}"), "email")
    assert out.stop_url.endswith("/stop")
    path = "/survey/" + out.stop_url.partition("/survey/")[2]
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200 and not opted_out([cast.rina.pk])
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert opted_out([cast.rina.pk]) == {cast.rina.pk}
