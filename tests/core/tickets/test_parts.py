"""What a reply carries besides its words: kept as it was meant, held to what the channel can, refused with what to do instead."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from percaya.channels.contract import Capabilities
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.drafts import draft_of
from percaya.core.tickets.actions.replying import cancel_reply
from percaya.core.tickets.models import Message, Ticket
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


CAN = Capabilities(
    quotes=True, reactions=True, location=True, buttons=2, button_text=10, max_button_words=30, list_rows=3, templates=True
)


def choices(*titles: str) -> list[dict[str, str]]:
    return [{"id": str(place), "title": title} for place, title in enumerate(titles)]


def question(ticket: Ticket) -> Message:
    return Message.objects.get(ticket=ticket, direction="inbound")


def send(cast: Cast, out: dict[str, Any], text: str = "Mana, kak?", can: Capabilities | None = CAN, **more: object) -> Message:
    return builders.reply(builders.ticket(cast.rina, account=cast.senja.email), cast.dewi, text, out=out, can=can, **more)


def test_what_goes_along_is_kept_with_the_message_and_only_what_is_used(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    asked = public_ids.encode("message", question(ticket).pk)
    offer = {"button": "", "choices": choices("Tukar", "Refund")}
    sent = builders.reply(ticket, cast.dewi, "Pilih ya", out={"quotes": asked, "offer": offer, "location": None}, can=CAN)
    assert sent.fields["out"] == {"quotes": asked, "offer": offer}
    assert "out" not in builders.reply(ticket, cast.dewi, "Biasa saja", can=CAN).fields


def test_words_that_just_fit_over_buttons_or_open_a_list_go(cast: Cast) -> None:
    for offer in ({"choices": choices("A")}, {"button": "Pilih", "choices": choices("A")}):
        words = "x" * (31 if "button" in offer else 30)  # the limit is one of buttons; a list is held to the channel's own
        assert send(cast, {"offer": offer}, words).body_text == words


@pytest.mark.parametrize(
    ("out", "text", "says"),
    [
        ({"offer": {"choices": choices("A", "B", "C")}}, "?", "2"),
        ({"offer": {"choices": choices("Sebelas huruf")}}, "?", "10"),
        ({"offer": {"choices": choices("A", "A")}}, "?", "beda"),
        ({"offer": {"choices": choices("A")}}, "x" * 31, "31 karakter"),
        ({"offer": {"choices": choices("A")}}, "", "kosong"),
        ({"offer": {"button": "Pilih", "choices": choices("A", "B", "C", "D")}}, "?", "3"),
        ({"location": {"latitude": "utara", "longitude": 1}}, "", "koordinat"),
        ({"location": {"latitude": 91, "longitude": 1}}, "", "koordinat"),
        ({"location": {"latitude": 1, "longitude": 1}, "template": {"name": "a", "language": "id"}}, "", "tersendiri"),
        ({"template": {"name": "halo", "language": "id", "values": {"1": " "}}}, "Halo", "1"),
        ({"template": {"name": "halo"}}, "Halo", "bahasa"),
        ({"quotes": "msg_salah"}, "Baik", "mengutip"),
        ({"reaction": "👍"}, "", "menempel"),
    ],
)
def test_what_the_channel_cannot_is_refused_with_what_to_do(cast: Cast, out: Any, text: str, says: str) -> None:
    with pytest.raises(Refused) as caught:
        send(cast, out, text)
    assert says in str(caught.value)
    assert not Message.objects.filter(member=cast.dewi).exists()


NOT_PLAIN = [{"location": {"latitude": 1, "longitude": 1}}, {"offer": {"choices": choices("A")}}, {"public": True}]


@pytest.mark.parametrize("out", NOT_PLAIN)
def test_a_plain_channel_takes_nothing_but_words(cast: Cast, out: Any) -> None:
    with pytest.raises(Refused):
        send(cast, out, "" if "location" in out else "?", can=Capabilities())


def test_a_place_is_said_by_its_name_in_the_list(cast: Cast) -> None:
    sent = send(cast, {"location": {"latitude": -7.8, "longitude": 110.36, "name": "Toko Senja"}}, "")
    assert sent.body_text == "" and builders.fresh(sent.ticket).preview == "📍 Toko Senja"


def test_a_reaction_shows_on_its_message_and_is_no_answer(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    asked = question(ticket)
    out = {"quotes": public_ids.encode("message", asked.pk), "reaction": "👍"}
    first = builders.reply(ticket, cast.dewi, "", out=out, can=CAN, send_key="satu")
    assert builders.reply(ticket, cast.dewi, "", out=out, can=CAN, send_key="satu").pk == first.pk
    asked.refresh_from_db()
    assert [(one["emoji"], one["by"], one["name"]) for one in asked.fields["reactions"]] == [("👍", "member", "Dewi")]
    now = builders.fresh(ticket)
    assert now.waiting_since is not None and now.first_replied_at is None and now.state == "new"
    builders.reply(ticket, cast.dewi, "", out={**out, "reaction": ""}, can=CAN)
    asked.refresh_from_db()
    assert asked.fields["reactions"] == []


def test_what_is_taken_back_has_its_parts_in_the_draft_again(cast: Cast) -> None:
    sent = send(cast, {"offer": {"button": "", "choices": choices("Tukar")}}, hold_seconds=10)
    assert cancel_reply(message=sent, by=Actor.member(cast.dewi.pk), member=cast.dewi)
    assert draft_of(sent.ticket, cast.dewi, "reply").deeds == [{"out": {"offer": {"button": "", "choices": choices("Tukar")}}}]
