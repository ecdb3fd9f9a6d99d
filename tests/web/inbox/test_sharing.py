"""What another app hands to the installed desk becomes a new ticket's words, once somebody has looked at them."""

import pytest
from django.urls import reverse

from percaya.core.tickets.models import Ticket
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def test_shared_words_stand_in_the_form_and_nothing_is_saved(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    target = client.get("/manifest.webmanifest").json()["share_target"]
    assert (target["action"], target["method"]) == ("/share", "GET")
    shared = {"title": "Paket rusak", "text": "Kardusnya <b>sobek</b>", "url": "https://kurir.example/JX1"}
    page = client.get(target["action"], shared, follow=True)
    shown = page.content.decode()
    assert page.redirect_chain[-1][0].startswith(reverse("inbox:new", args=[cast.workspace.slug]))
    assert "Paket rusak" in shown and "&lt;b&gt;sobek" in shown and "https://kurir.example/JX1" in shown
    assert not Ticket.objects.exists()


def test_who_is_logged_out_comes_back_with_the_words(cast: Cast) -> None:
    answer = logged_in(None).get("/share", {"text": "Kardusnya sobek"})
    assert answer.status_code == 302 and "Kardusnya" in answer["Location"] and "next=" in answer["Location"]
