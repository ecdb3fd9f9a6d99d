"""A reader's verdict reaches the team; with an address it becomes a ticket."""

import re

import pytest
from django.test import Client

from percaya.core.knowledge.models import Article, Feedback
from percaya.core.tickets.models import Ticket
from tests.cast import Cast
from tests.core.knowledge import shelf

pytestmark = pytest.mark.django_db
AT = "/bantuan/toko-senja/id/a/cara-membayar"


@pytest.fixture
def article(cast: Cast) -> Article:
    return shelf.article(cast.workspace, "Cara membayar", "Lewat QRIS.")


def say_no(client: Client) -> str:
    """The reader says no; what the page then asks words about."""
    response = client.post(f"{AT}/nilai", {"helped": "no"}, follow=True)
    found = re.search(r'name="about" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def test_yes_is_counted_and_thanked_for(article: Article) -> None:
    response = Client().post(f"{AT}/nilai", {"helped": "yes"}, follow=True)
    assert "Terima kasih" in response.content.decode()
    article.refresh_from_db()
    assert (article.helped, article.missed) == (1, 0)
    assert Feedback.objects.get().is_closed  # nothing to do about it


def test_no_is_counted_at_once_and_its_words_are_kept(article: Article) -> None:
    client = Client()
    about = say_no(client)
    article.refresh_from_db()
    assert article.missed == 1
    client.post(f"{AT}/nilai", {"about": about, "words": "Bagaimana dengan cicilan?"})
    kept = Feedback.objects.get()
    assert (kept.words, kept.helped, kept.ticket, kept.is_closed) == ("Bagaimana dengan cicilan?", False, None, False)
    client.post(f"{AT}/nilai", {"about": about, "words": "Sekali lagi"})  # the same link again changes nothing
    kept.refresh_from_db()
    assert kept.words == "Bagaimana dengan cicilan?" and not Ticket.objects.exists()


def test_with_an_address_it_becomes_a_ticket(article: Article, cast: Cast) -> None:
    client = Client()
    client.post(f"{AT}/nilai", {"about": say_no(client), "words": "Bisa dicicil?", "email": "rina@contoh.example"})
    ticket = Ticket.objects.get(workspace=cast.workspace)
    assert Feedback.objects.get().ticket == ticket.number
    assert "Cara membayar" in ticket.subject and ticket.channel == "webform"


def test_a_wrong_address_sends_nothing_and_says_so(article: Article) -> None:
    client = Client()
    response = client.post(f"{AT}/nilai", {"about": say_no(client), "words": "Bisa?", "email": "rina@"}, follow=True)
    page = response.content.decode()
    assert response.status_code == 422 and "Belum ada yang terkirim" in page
    assert ">Bisa?</textarea>" in page and 'value="rina@"' in page, "what was written is kept"
    assert Feedback.objects.get().words == "" and not Ticket.objects.exists()


def test_what_it_is_about_cannot_be_made_up(article: Article, cast: Cast) -> None:
    about = say_no(Client())
    shelf.article(cast.warung.workspace, "Menu", "Soto.")
    other = "/bantuan/warung-lain/id/a/menu/nilai"
    for where, token in ((f"{AT}/nilai", "dibuat-sendiri"), (other, about)):
        assert Client().post(where, {"about": token, "words": "Halo"}).status_code == 302
    assert Feedback.objects.get().words == ""
    assert Client().get(f"{AT}/nilai").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"{AT}/nilai", {"helped": "yes"}).status_code == 403
