"""Ratings: asked once for each solution, answered on a page of their own without scripts, changeable for a week."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.ratings.actions import ask_rating, give_rating
from percaya.core.ratings.links import link_for, token_for
from percaya.core.ratings.models import Rating
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.states import resolve
from percaya.core.tickets.models import Message
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def rating(cast: Cast) -> Rating:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)
    resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))
    return ask_rating(ticket=builders.fresh(ticket), by=Actor.system())


def at(rating: Rating) -> str:
    return reverse("portal:rating", args=[token_for(rating)])


def test_the_message_carries_the_link_and_is_marked_automatic(rating: Rating) -> None:
    message = Message.objects.get(ticket=rating.ticket, send_key=f"rating:{rating.pk}")
    link = link_for(rating).rpartition("/r/")[0] + "/r/"  # the token behind it is signed at a second
    assert link in message.body_text and message.auto == "auto-reply"
    assert rating.ticket.state == "resolved" and rating.member_id == rating.ticket.assignee_id


def test_five_faces_with_words_and_an_answer_that_is_kept(rating: Rating, client: Client) -> None:
    page = client.get(at(rating)).content.decode()
    assert page.count('name="score"') == 5 and "Sangat puas" in page
    client.post(at(rating), {"score": "4", "comment": "Cepat, terima kasih"})
    rating.refresh_from_db()
    assert (rating.score, rating.comment) == (4, "Cepat, terima kasih")
    event = EventRow.objects.get(kind="rating.given")
    assert (event.actor_kind, event.actor_id) == ("contact", rating.ticket.contact_id)
    assert "terima kasih" not in event.data


def test_another_mind_within_seven_days_and_no_more_after(rating: Rating, client: Client) -> None:
    give_rating(rating=rating, score=5)
    client.post(at(rating), {"score": "2"})
    rating.refresh_from_db()
    assert rating.score == 2
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert client.post(at(rating), {"score": "5"}).status_code == 422
        with pytest.raises(Refused):
            give_rating(rating=rating, score=1)
    rating.refresh_from_db()
    assert rating.score == 2


@pytest.mark.parametrize("score", ["", "0", "6", "12", "x", "٣"])
def test_what_is_no_answer_is_refused(rating: Rating, client: Client, score: str) -> None:
    assert client.post(at(rating), {"score": score}).status_code == 422
    rating.refresh_from_db()
    assert rating.score is None


def test_forged_and_old_links_open_nothing(rating: Rating, client: Client) -> None:
    forged = signing.dumps([rating.pk, rating.ticket_id], salt="another")
    assert client.get(reverse("portal:rating", args=[forged])).status_code == 404
    mixed = signing.dumps([rating.pk, rating.ticket_id + 1], salt="percaya.rating")
    assert client.get(reverse("portal:rating", args=[mixed])).status_code == 404
    address = at(rating)
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert client.get(address).status_code == 404


def test_the_page_speaks_the_language_of_the_ticket(rating: Rating, client: Client) -> None:
    rating.ticket.language = "en"
    rating.ticket.save(update_fields=["language"])
    assert "Very satisfied" in client.get(at(rating)).content.decode()
