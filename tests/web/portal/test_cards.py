"""What lies beside a message's words is drawn for its customer too, on the status page and in the chat, plainly and safely."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from percaya.core.tickets.models import Message, Ticket
from percaya.web.portal.story import told, transcript
from tests import builders
from tests.cast import Cast
from tests.web.portal.test_status_page import page, release

pytestmark = pytest.mark.django_db

RICH = [
    {"kind": "location", "data": {"name": "Laweyan", "latitude": -7.5666, "longitude": 110.7976}},
    {"kind": "contacts", "data": {"people": [{"name": "Bu <b>Tari</b>", "phones": ["+62 812-3450-0009"]}]}},
    {"kind": "order", "data": {"items": [{"id": "KEBAYA-M", "quantity": 2, "price": 275000, "currency": "IDR"}]}},
    {"kind": "story", "data": {"how": "mention", "url": "javascript:alert(1)"}},
    {"kind": "choice", "data": {"id": "m", "title": "Ukuran M"}},
    {"kind": "advert", "data": {"headline": "Diskon Lebaran", "url": "https://iklan.example/1"}},
    {"kind": "unsupported", "data": {"kind": "hologram"}},
]


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    made = builders.ticket(cast.rina, text="", assignee=cast.dewi)
    Message.objects.filter(ticket=made).update(body_text="", fields={"rich": RICH})
    offer = {"button": "", "choices": [{"id": "ya", "title": "Ya, kirim"}, {"id": "tidak", "title": "Batal"}]}
    answer = builders.reply(made, cast.dewi, "Kirim ulang?")
    Message.objects.filter(pk=answer.pk).update(fields={"out": {"offer": offer}})
    release(answer)
    return made


def check(html: str) -> None:
    assert "Laweyan" in html and "https://www.openstreetmap.org/?mlat=-7.566600" in html
    assert "Bu &lt;b&gt;Tari&lt;/b&gt; · +62 812-3450-0009" in html and "2 × KEBAYA-M · Rp275.000" in html
    assert "Ukuran M" in html and "Ya, kirim" in html and "Batal" in html
    assert "javascript:" not in html and "iklan.example" not in html and "hologram" not in html


def test_the_status_page_draws_cards(ticket: Ticket) -> None:
    check(page(ticket))


def test_the_chat_panel_draws_cards(ticket: Ticket) -> None:
    messages, _earlier = told(ticket, ticket.contact_id)
    shown = {"ticket": ticket, "messages": messages, "last": 0}
    chat: dict[str, Any] = {"chat": {"intro": ""}, **shown, "standing": None, "asked": None, "older": []}
    check(render_to_string("widget/talk.html", chat))


def test_a_transcript_says_them_in_words(ticket: Ticket) -> None:
    words = transcript(ticket)
    assert "[Laweyan]" in words and "mlat=-7.566600" in words and "• 2 × KEBAYA-M · Rp275.000" in words and "• Ya, kirim" in words


def test_what_was_taken_back_holds_no_cards(ticket: Ticket) -> None:
    Message.objects.filter(ticket=ticket, direction="inbound").update(
        fields={"rich": RICH, "deleted": "2026-11-20T02:00:00+00:00"}
    )
    assert "Laweyan" not in page(ticket)
