"""What a message holds beside its words is on the thread: cards, what it answers, what it said before, reactions, recordings,
files that are not here yet; and nothing of what was taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from percaya.core import public_ids
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.web.inbox.ticket.cards import cards
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def said(ticket: Ticket, text: str = "Halo", *, files: Any = (), **fields: Any) -> Message:
    message = builders.inbound(ticket, text, files=files)
    Message.objects.filter(pk=message.pk).update(fields=fields)
    return message


def page(cast: Cast, ticket: Ticket, query: str = "") -> str:
    address = reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])
    return logged_in(cast.dewi).get(address + query).content.decode()


@pytest.mark.parametrize(
    ("kind", "data", "shows"),
    [
        ("location", {"latitude": -7.8, "longitude": "110.36", "name": "Toko"}, ["Toko", "openstreetmap.org/?mlat=-7.800000"]),
        ("location", {"latitude": "<script>", "name": "Toko"}, ["Toko"]),
        ("contacts", {"people": [{"name": "Budi", "phones": ["+62812"], "emails": []}]}, ["Budi · +62812"]),
        ("choice", {"id": "1", "title": "Tukar"}, ["Tukar"]),
        ("form", {"name": "Retur", "answers": {"Ukuran": "L"}}, ["Retur", "Ukuran: L"]),
        ("order", {"items": [{"id": "kain", "quantity": 2, "price": 90000, "currency": "IDR"}]}, ["2 × kain"]),
        ("story", {"how": "mention", "url": "https://cdn.example/s"}, ["https://cdn.example/s"]),
        ("advert", {"headline": "Diskon", "url": "javascript:alert(1)"}, ["Diskon"]),
        ("system", {"text": "Nomor berganti"}, ["Nomor berganti"]),
        ("hologram", {}, []),
        ("contacts", {"people": "salah"}, []),
    ],
)
def test_every_kind_is_a_card_whatever_is_in_it(kind: str, data: dict[str, Any], shows: list[str]) -> None:
    (card,) = cards({"rich": [{"kind": kind, "data": data}]}, NOW)
    told = " ".join([card.title, *card.lines, card.href])
    assert all(part in told for part in shows) and "javascript" not in told and "<script" not in told


@pytest.mark.parametrize(
    ("tongue", "price", "currency", "shown"),
    [("id", 90000, "IDR", "Rp90.000"), ("en", "12.50", "USD", "$12.50"), ("id", "185000.00", "IDR", "Rp185.000"),
     ("id", "1e999", "IDR", "1e999 IDR"), ("id", "gratis", "", "gratis")],
)  # fmt: skip
def test_prices_of_an_order_are_written_as_people_write_them(tongue: str, price: object, currency: str, shown: str) -> None:
    items = [{"id": "kain", "quantity": 2, "price": price, "currency": currency}]
    with translation.override(tongue):
        (card,) = cards({"rich": [{"kind": "order", "data": {"items": items}}]}, NOW)
    assert list(card.lines) == [f"2 × kain · {shown}"]


def test_a_story_that_has_ended_leads_nowhere() -> None:
    rich = {"rich": [{"kind": "story", "data": {"how": "reply", "url": "https://cdn.example/s"}}]}
    assert cards(rich, NOW - timedelta(hours=23))[0].href
    assert not cards(rich, NOW - timedelta(hours=25))[0].href


def test_what_it_answers_what_it_said_and_who_reacted_are_shown(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    ours = builders.reply(ticket, cast.dewi, "Sudah kami kirim tadi pagi")
    Message.objects.filter(pk=ours.pk).update(external_id="wamid.1")
    at = NOW.isoformat()
    reacted = [{"emoji": "🙏", "by": "contact", "name": "Rina", "at": at}]
    said(ticket, "Oke", quotes="wamid.1", edited=[{"text": "Okeh", "at": at}], reactions=reacted)
    html = page(cast, ticket)
    line = html.split('class="quoted"', 1)[1].split("</a>", 1)[0]
    assert f'data-jump="{ours.pk}"' in line and "Sudah kami kirim tadi pagi" in line
    assert "Disunting" in html and "Okeh" in html
    assert "Rina bereaksi 🙏" in html


def test_an_answer_of_ours_shows_the_message_it_was_given_to(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, text="Ukuran L ada?", account=cast.senja.email)
    asked = Message.objects.get(ticket=ticket, direction="inbound")
    builders.reply(ticket, cast.dewi, "Ada", out={"quotes": public_ids.encode("message", asked.pk)})
    assert "Ukuran L ada?" in page(cast, ticket).split('class="quoted"', 1)[1].split("</a>", 1)[0]


def test_what_was_taken_back_is_not_on_the_page(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    gone = said(ticket, "nomor kartu 4111", files=[builders.stored_file("kartu.png")], deleted=NOW.isoformat())
    said(ticket, "Abaikan ya", rich=[])
    Message.objects.filter(pk=gone.pk).update(external_id="wamid.2")
    said(ticket, "Itu tadi", quotes="wamid.2")
    entry = page(cast, ticket).split(f'id="m-{gone.pk}"', 1)[1]
    assert "ditarik oleh penulisnya" in entry
    assert "4111" not in entry and "kartu.png" not in entry and "pesan yang sudah ditarik" in entry


def test_recordings_play_through_our_own_door(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    said(ticket, "", files=[builders.stored_file("suara.ogg", b"OggS", "audio/ogg")])
    file = Attachment.objects.get(name="suara.ogg")
    client = logged_in(cast.dewi)
    html = client.get(reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number]))
    assert "<audio" in html.content.decode() and "media-src 'self'" in html.headers["Content-Security-Policy"]
    key = public_ids.encode("attachment", file.pk)
    answer = client.get(reverse("inbox:file", args=[cast.workspace.slug, key, "suara.ogg"]) + "?inline=1")
    assert answer.headers["Content-Type"] == "audio/ogg" and "sandbox" in answer.headers["Content-Security-Policy"]


def test_files_that_are_not_here_say_so_and_open_nothing(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    message = said(ticket, "", files=[builders.stored_file("bukti.jpg"), builders.stored_file("resi.jpg")])
    Attachment.objects.filter(message=message).update(sha256="", note="fetching")
    Attachment.objects.filter(name="resi.jpg").update(note="lost", details={"lost": "expired"})
    html = page(cast, ticket)
    assert "Sedang diambil…" in html and "Tidak bisa diambil" in html and html.count("Ambil lagi") == 1
    key = public_ids.encode("attachment", Attachment.objects.get(name="resi.jpg").pk)
    assert logged_in(cast.dewi).get(reverse("inbox:file", args=[cast.workspace.slug, key, "resi.jpg"])).status_code == 404


def test_an_album_reads_as_one_and_each_of_its_messages_can_be_jumped_to(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    one = said(ticket, "Ini fotonya", files=[builders.stored_file("a.png")], album="g1")
    two = said(ticket, "", files=[builders.stored_file("b.png")], album="g1")
    html = page(cast, ticket)
    assert "attachments--album" in html and f'<span id="m-{two.pk}">' in html and '<article class="entry entry--in' in html
    assert html.index("a.png") < html.index("b.png") and html.count(f'id="m-{one.pk}"') == 1


def test_an_echo_and_our_own_reaction_are_told_apart_from_replies(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    asked = Message.objects.get(ticket=ticket, direction="inbound")
    echo = builders.reply(ticket, cast.dewi, "Dari ponsel")
    Message.objects.filter(pk=echo.pk).update(fields={"echo": True})
    reaction = builders.reply(ticket, cast.dewi, "", out={"quotes": public_ids.encode("message", asked.pk), "reaction": "👍"})
    html = page(cast, ticket)
    assert "Ditulis dari aplikasi ponsel" in html and "Dewi bereaksi 👍" in html and f'id="m-{reaction.pk}"' not in html
    Message.objects.filter(pk=reaction.pk).update(delivery_state="failed")
    assert f'id="m-{reaction.pk}"' in page(cast, ticket)


def test_a_thread_full_of_answers_costs_one_statement_more(cast: Cast, django_assert_max_num_queries: Any) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    asked = Message.objects.get(ticket=ticket, direction="inbound")
    for count in range(6):
        builders.reply(ticket, cast.dewi, f"Jawaban {count}", out={"quotes": public_ids.encode("message", asked.pk)})
    client = logged_in(cast.dewi)
    address = reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])
    fragment = {"HX-Request": "true", "HX-Target": "ticket"}
    client.get(address, headers=fragment)
    with django_assert_max_num_queries(33):
        client.get(address, headers=fragment)
