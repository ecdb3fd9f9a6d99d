"""The portal opens to its customer and to nobody else: not by guessing, not by asking, not with another's session."""

import re

import pytest
from django.core import mail
from django.test import Client

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import change_contact
from percaya.core.people.actions.organisations import create_organisation
from percaya.core.people.models import PortalEntry, PortalSession
from percaya.core.tickets.models import Ticket
from tests import builders
from tests.cast import Cast, customer
from tests.isolation.walking import PORTAL, addresses
from tests.web.portal.visiting import ask, code_in, inside, link_in

pytestmark = pytest.mark.django_db
HOME = "/p/toko-senja"
COOKIE = "percaya_portal_toko-senja"


def plain(content: bytes) -> bytes:
    """A page without what is new each time."""
    return re.sub(rb'(value|nonce)="[^"]*"|[0-9a-f]{12,}', b"", content)


def test_the_code_in_the_mail_opens_my_tickets(cast: Cast) -> None:
    builders.ticket(cast.rina, subject="Kain luntur")
    page = inside(cast.rina).get(HOME)
    assert page.status_code == 200 and "Kain luntur" in page.content.decode()
    assert page["Cache-Control"] == "no-store" and "noindex" in page["X-Robots-Tag"]


def test_a_known_and_an_unknown_address_get_the_same_answer(cast: Cast) -> None:
    answers = []
    for address in ("rina@contoh.example", "siapa@contoh.example"):
        client = Client()
        text = ask(client, cast.workspace, address)
        page = client.get(f"{HOME}/code")
        wrong = client.post(f"{HOME}/code", {"code": "12345"})
        answers.append((page.status_code, plain(page.content), wrong.status_code, plain(wrong.content)))
        assert bool(text) == (address == "rina@contoh.example")
    assert answers[0] == answers[1]


def test_who_never_wrote_is_shown_the_form_and_so_is_everybody(cast: Cast) -> None:
    form = f'href="/f/{public_ids.encode("account", cast.senja.form.pk)}"'
    for address in ("rina@contoh.example", "siapa@contoh.example"):
        client = Client()
        assert form in client.get(f"{HOME}/enter").content.decode()
        ask(client, cast.workspace, address)
        assert form in client.get(f"{HOME}/code").content.decode()


def test_a_code_page_that_came_too_late_says_so_and_keeps_where_one_was_going(cast: Cast) -> None:
    client = Client()
    client.post(f"{HOME}/enter", {"address": "rina@contoh.example", "ticket": "7"})
    client.cookies.pop("percaya_asked_toko-senja")
    answer = client.get(f"{HOME}/code")
    assert answer.status_code == 302 and "done=late" in answer["Location"] and "ticket=7" in answer["Location"]
    assert "15 menit" in client.get(answer["Location"]).content.decode()


def test_the_mail_holds_no_word_that_somebody_typed(cast: Cast) -> None:
    text = ask(Client(), cast.workspace, "rina@contoh.example")
    assert "Rina" not in text and "15 menit" in text
    assert mail.outbox[-1].to == ["rina@contoh.example"]


def test_opening_the_link_changes_nothing_and_its_button_lets_in_the_browser_that_asked(cast: Cast) -> None:
    client = Client()
    where = link_in(ask(client, cast.workspace, "rina@contoh.example"))
    stranger = Client()
    assert b"<form class" not in stranger.get(where).content and stranger.post(where).status_code == 422
    assert client.get(where).status_code == 200 and not PortalSession.objects.exists()
    assert client.post(where)["Location"] == HOME
    assert client.get(HOME).status_code == 200
    assert client.post(where).status_code == 422  # once


def test_a_session_is_of_our_own_making(cast: Cast) -> None:
    """A cookie that somebody planted is not taken over."""
    client = Client()
    client.cookies[COOKIE] = "ditanam"
    text = ask(client, cast.workspace, "rina@contoh.example")
    response = client.post(f"{HOME}/code", {"code": code_in(text)})
    kept = response.cookies[COOKIE]
    assert kept.value != "ditanam" and kept["httponly"] and kept["samesite"] == "Lax" and kept["max-age"] == 30 * 24 * 3600
    planted = Client()
    planted.cookies[COOKIE] = "ditanam"
    assert planted.get(HOME).status_code == 302


def test_five_guesses_and_the_right_code_opens_nothing(cast: Cast) -> None:
    client = Client()
    code = code_in(ask(client, cast.workspace, "rina@contoh.example"))
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert {client.post(f"{HOME}/code", {"code": wrong}).status_code for _guess in range(5)} == {422}
    assert client.post(f"{HOME}/code", {"code": code}).status_code == 422


def test_one_address_gets_five_codes_an_hour_and_the_page_says_the_same(cast: Cast) -> None:
    for _time in range(7):
        response = Client().post(f"{HOME}/enter", {"address": "rina@contoh.example"})
        assert response.status_code == 302 and response["Location"] == f"{HOME}/code"
    assert PortalEntry.objects.count() == 7


def test_whoever_comes_to_a_ticket_goes_on_to_it_and_nowhere_else(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    client = Client()
    first = client.get(f"{HOME}/tickets/{ticket.number}")
    assert first["Location"] == f"{HOME}/enter?ticket={ticket.number}"
    text = ask(client, cast.workspace, "rina@contoh.example", ticket=str(ticket.number))
    response = client.post(f"{HOME}/code", {"code": code_in(text), "ticket": str(ticket.number)})
    assert response["Location"] == f"{HOME}/tickets/{ticket.number}"
    for wrong in ("//jahat.example", "https://jahat.example", "1/../../x"):
        other = Client()
        text = ask(other, cast.workspace, "rina@contoh.example", ticket=wrong)
        assert other.post(f"{HOME}/code", {"code": code_in(text), "ticket": wrong})["Location"] == HOME


def test_leaving_everywhere_ends_the_other_device_too(cast: Cast) -> None:
    first, second = inside(cast.rina), inside(cast.rina)
    first.post(f"{HOME}/out", {"everywhere": "1"})
    assert [one.get(HOME).status_code for one in (first, second)] == [302, 302]


def walk(number: int, file: str) -> list[str]:
    """Every address of the portal behind its session, with the values put in."""
    places = [one.route for one in addresses() if one.name in PORTAL - {"portal:enter", "portal:code", "portal:link"}]
    values = {"slug": "toko-senja", "number": str(number), "public_id": file}
    return ["/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], place) for place in places]


def test_nobody_else_opens_or_changes_anything(cast: Cast) -> None:
    """Nobody who is not in, no ended session, no other customer, nobody of another workspace."""
    ticket = builders.ticket(cast.rina, subject="Rahasia Rina", account=cast.senja.email)
    file = builders.inbound(ticket, "ini", files=[builders.stored_file("r.txt", b"rahasia", "text/plain")])
    public_id = public_ids.encode("attachment", file.attachment_set.get().pk)
    ended = inside(cast.rina)
    ended.post(f"{HOME}/out")
    neighbour, joko = inside(customer(cast.workspace, "Siti")), inside(cast.joko)
    before = Ticket.objects.get(pk=ticket.pk).version
    for who in (Client(), ended, joko, neighbour):
        for path in walk(ticket.number, public_id):
            answers = (who.get(path), who.post(path, {"text": "x", "email": "x@y.example"})) if "/out" not in path else ()
            for answer in answers:
                assert answer.status_code in (200, 302, 404, 405, 422), path
                assert b"Rahasia" not in _body(answer), path
                assert answer.status_code == 404 or "/tickets/" not in path or answer.status_code in (302, 405), path
    assert Ticket.objects.get(pk=ticket.pk).version == before
    assert inside(cast.rina).get(f"{HOME}/tickets/{ticket.number}/files/{public_id}").status_code == 200


def test_a_colleagues_ticket_opens_only_when_the_team_has_said_so(cast: Cast) -> None:
    organisation = create_organisation(workspace_id=cast.workspace.pk, name="PT Sinar", by=Actor.system())
    siti = customer(cast.workspace, "Siti")
    for one in (cast.rina, siti):
        change_contact(contact=one, organisation=organisation, by=Actor.system())
    ticket = builders.ticket(cast.rina, subject="Faktur bersama")
    client = inside(siti)
    assert client.get(f"{HOME}/tickets/{ticket.number}").status_code == 404
    change_contact(contact=siti, sees_organisation=True, by=Actor.system())
    page = client.get(f"{HOME}/tickets/{ticket.number}").content.decode()
    assert "Faktur bersama" in page and "Ikuti" in page and "Sudah beres" not in page
    assert "Rina Marlina" in client.get(HOME).content.decode()
    client.post(f"{HOME}/tickets/{ticket.number}/solved")
    assert builders.fresh(ticket).state == "new"


def _body(answer: object) -> bytes:
    streamed = getattr(answer, "streaming", False)
    return b"".join(answer.streaming_content) if streamed else answer.content  # type: ignore[attr-defined]
