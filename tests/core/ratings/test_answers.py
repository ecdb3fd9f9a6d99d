"""An answer: chosen by a link, given by a person, its words read by colleagues, and none of it opens a ticket again."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.ratings.actions import ask_rating, give_rating
from percaya.core.ratings.links import rating_of, token_for
from percaya.core.ratings.models import Rating
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.actions.states import resolve
from percaya.core.tickets.models import Message
from percaya.stages.delivery.composing import outgoing
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def ask(cast: Cast, kind: str = "csat") -> Rating:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)
    resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))
    return ask_rating(ticket=builders.fresh(ticket), by=Actor.system(), kind=kind)


def at(rating: Rating) -> str:
    return reverse("portal:rating", args=[token_for(rating)])


def test_a_mail_has_a_link_for_every_answer_and_opening_it_answers_nothing(cast: Cast, client: Client) -> None:
    rating = ask(cast)
    text = Message.objects.get(send_key=f"rating:{rating.pk}").body_text
    tokens = re.findall(r"/r/(\S+)\?s=([1-5])\b", text)  # signed at a second, so not to be made again here
    assert [score for _token, score in tokens] == list("54321")
    assert all(rating_of(token) == rating for token, _score in tokens)
    page = client.get(at(rating), {"s": "4"}).content.decode()
    assert 'value="4" checked' in page
    rating.refresh_from_db()
    assert rating.score is None and not EventRow.objects.filter(kind="rating.given").exists()


@pytest.mark.parametrize("odd", ["9", "", "x", "-1"])
def test_a_link_with_an_odd_answer_opens_the_page_with_none_chosen(cast: Cast, client: Client, odd: str) -> None:
    page = client.get(at(ask(cast)), {"s": odd})
    assert page.status_code == 200 and " checked" not in page.content.decode()


@pytest.mark.parametrize(("kind", "score", "low"), [("nps", 0, True), ("nps", 6, True), ("nps", 7, False), ("ces", 7, False)])
def test_every_scale_is_answered_on_the_page(cast: Cast, client: Client, kind: str, score: int, low: bool) -> None:
    rating = ask(cast, kind)
    assert f'value="{score}"' in client.get(at(rating)).content.decode()
    assert client.post(at(rating), {"score": str(score)}).status_code == 302
    rating.refresh_from_db()
    said = facts(EventRow.objects.get(kind="rating.given"))
    assert rating.score == score and (said["scale"], said["low"]) == (kind, low)


def test_a_number_of_another_scale_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        give_rating(rating=ask(cast), score=9)


def test_a_comment_stands_in_the_ticket_and_thanks_do_not_open_it(cast: Cast) -> None:
    rating = ask(cast)
    give_rating(rating=rating, score=5, comment="Terima kasih, Dewi!")
    message = Message.objects.get(ticket=rating.ticket, auto="survey")
    assert (message.direction, message.body_text, message.fields["rating"]) == ("inbound", "Terima kasih, Dewi!", rating.pk)
    ticket = builders.fresh(rating.ticket)
    assert (ticket.state, ticket.waiting_since) == ("resolved", None)


def test_the_same_words_twice_are_one_message_and_new_words_another(cast: Cast) -> None:
    rating = ask(cast)
    give_rating(rating=rating, score=4, comment="Lama")
    give_rating(rating=rating, score=2, comment="Lama")
    give_rating(rating=rating, score=2, comment="Lama sekali")
    assert Message.objects.filter(ticket=rating.ticket, auto="survey").count() == 2
    assert EventRow.objects.filter(kind="rating.given").count() == 2


def test_a_merged_ticket_takes_the_answer_and_its_words_go_where_it_goes_on(cast: Cast) -> None:
    rating, other = ask(cast), builders.ticket(cast.rina, account=cast.senja.email)
    merge(source=builders.fresh(rating.ticket), target=other, by=Actor.member(cast.dewi.pk))
    give_rating(rating=rating, score=3, comment="Cukup")
    assert Message.objects.get(auto="survey").ticket_id == other.pk
    rating.refresh_from_db()
    assert rating.score == 3


def test_the_mail_says_in_its_subject_what_it_asks(cast: Cast) -> None:
    rating = ask(cast)
    sent = outgoing(Message.objects.get(send_key=f"rating:{rating.pk}"), "email")
    assert sent.subject == f"Bagaimana pelayanan kami? (#{rating.ticket.number})"
