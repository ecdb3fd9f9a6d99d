"""Whose help centre it is: found by address, host or choice, in the brand's colour; and the way on to a person."""

import pytest
from django.test import Client

from percaya.core.journal.actor import Actor
from percaya.web.portal.actions import save_look
from percaya.web.ui.colours import DARK, LIGHT, repaired
from tests.cast import Cast
from tests.core.knowledge import shelf
from tests.web.portal.visiting import code_in, letter_of

pytestmark = pytest.mark.django_db
HOST = "bantuan.senja.example"


@pytest.mark.parametrize(("language", "words"), [("id", "Pusat bantuan siapa"), ("en", "Whose help centre")])
def test_of_several_businesses_those_with_something_to_read_are_listed(cast: Cast, language: str, words: str) -> None:
    client = Client(headers={"Accept-Language": language})
    assert client.get("/bantuan").status_code == 404
    shelf.article(cast.workspace, "Cara membayar", "Lewat QRIS.")
    shelf.article(cast.warung.workspace, "Rahasia", "Sambal.", audience="internal")
    assert client.get("/bantuan")["Location"] == f"/bantuan/toko-senja/{language}"
    shelf.article(cast.warung.workspace, "Jam buka", "Setiap hari.")
    page = client.get("/bantuan").content.decode()
    assert words in page and 'href="/bantuan/toko-senja"' in page and 'href="/bantuan/warung-lain"' in page


def test_a_businesss_own_host_leads_to_its_centre_and_shows_no_other(cast: Cast, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["testserver", HOST]  # type: ignore[attr-defined]
    save_look(workspace=cast.workspace, brand=None, host=HOST, colour="", language="", by=Actor.system())
    for workspace in (cast.workspace, cast.warung.workspace):
        shelf.article(workspace, "Jam buka", "Setiap hari.")
    client = Client(headers={"host": HOST, "Accept-Language": "id"})
    assert client.get("/bantuan")["Location"] == "/bantuan/toko-senja/id"
    assert client.get("/bantuan/warung-lain/id").status_code == 404


def test_the_centre_wears_the_colour_of_the_business_so_that_it_can_be_read(cast: Cast) -> None:
    plain = Client().get("/bantuan/toko-senja/id").content.decode()
    assert "--nila-solid" not in plain
    save_look(workspace=cast.workspace, brand=None, host="", colour="#ffee00", language="", by=Actor.system())
    page = Client().get("/bantuan/toko-senja/id").content.decode()
    assert f"--nila-solid: light-dark({repaired('#ffee00', LIGHT)}, {repaired('#ffee00', DARK)})" in page


@pytest.mark.parametrize(("language", "words"), [("id", "Tulis kepada kami"), ("en", "Write to us")])
def test_who_finds_no_answer_writes_to_a_person_with_the_same_words(cast: Cast, language: str, words: str) -> None:
    client = Client()
    page = client.get(f"/bantuan/toko-senja/{language}/cari?q=kebaya+%26+selop").content.decode()
    onward = "/p/toko-senja/new?q=kebaya+%26+selop"
    assert words in page and f'href="{onward}"' in page
    entrance = client.get(onward)["Location"]
    assert entrance == "/p/toko-senja/enter?new=1&q=kebaya+%26+selop"
    assert 'name="q" value="kebaya &amp; selop"' in client.get(entrance).content.decode()
    carried = {"new": "1", "q": "kebaya & selop"}
    asked = client.post("/p/toko-senja/enter", {"address": "rina@contoh.example", **carried})["Location"]
    assert 'value="kebaya &amp; selop"' in client.get(asked).content.decode()
    inside = client.post("/p/toko-senja/code", {"code": code_in(letter_of()), **carried})
    assert inside["Location"] == onward
    assert 'value="kebaya &amp; selop"' in client.get(onward).content.decode()


def test_without_words_it_is_an_empty_request(cast: Cast) -> None:
    page = Client().get("/bantuan/toko-senja/id").content.decode()
    assert 'href="/p/toko-senja/new"' in page
