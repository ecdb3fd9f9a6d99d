"""Behind one address may sit a whole office: nobody is locked out by their neighbours, and nobody goes faster than a person."""

import pytest
from django.test import Client

from percaya.web.portal import door, pace
from percaya.web.portal.pace import Pace
from tests import builders
from tests.cast import Cast
from tests.web.portal.test_status_page import link
from tests.web.portal.visiting import ask, inside, link_in


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_WRITES", Pace(4, 3_600_000))  # a window so long that no test meets its end
    monkeypatch.setattr(pace.pace_of, "__defaults__", (pace.READS, Pace(4, 3_600_000)))


def writes(client: Client, number: int, times: int) -> list[int]:
    return [client.post(f"/p/toko-senja/tickets/{number}/follow").status_code for _ in range(times)]


@pytest.mark.django_db
def test_one_session_is_held_to_a_persons_pace_and_a_colleague_behind_the_same_address_is_not(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    first, second = inside(cast.rina), inside(cast.rina)
    assert writes(first, ticket.number, 6)[-2:] == [429, 429]
    assert 429 not in writes(second, ticket.number, 3)


@pytest.mark.django_db
def test_an_address_is_held_to_the_pace_of_many(cast: Cast) -> None:
    found = [Client().post("/p/toko-senja/code", {"code": "1"}).status_code for _ in range(4 * pace.OFFICE + 1)]
    assert found[-1] == 429 and 429 not in found[:-1]


@pytest.mark.django_db
def test_a_link_to_one_ticket_does_not_hold_up_the_link_to_another(cast: Cast) -> None:
    one, other = builders.ticket(cast.rina), builders.ticket(cast.rina)
    answers = [Client().post(link(one, "/reply"), {"text": ""}).status_code for _ in range(5)]
    assert answers[-1] == 429 and Client().post(link(other, "/reply"), {"text": ""}).status_code == 422


@pytest.mark.django_db
def test_whoever_comes_in_by_the_link_of_the_mail_goes_on_with_the_words_they_began_with(cast: Cast) -> None:
    client = Client()
    text = ask(client, cast.workspace, "rina@contoh.example", new="1", q="resi belum muncul?")
    arrived = client.post(link_in(text))
    assert arrived["Location"] == "/p/toko-senja/new?q=resi+belum+muncul%3F"
    page = client.get(arrived["Location"]).content.decode()
    assert "resi belum muncul?" in page and "resi" not in text.lower()


@pytest.mark.django_db
@pytest.mark.parametrize("forged", ["ticket=//evil.example", "new=1&q=x&ticket=../../evil", "next=https://evil.example", "%%%"])
def test_what_a_browser_remembers_leads_nowhere_but_into_this_portal(cast: Cast, forged: str) -> None:
    client = Client()
    text = ask(client, cast.workspace, "rina@contoh.example")
    client.cookies["percaya_onward_toko-senja"] = forged
    assert client.post(link_in(text))["Location"].split("?")[0] in ("/p/toko-senja", "/p/toko-senja/new")
