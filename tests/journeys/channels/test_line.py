"""LINE from a friend's thumb to the ticket and back: free while the reply token lives, pushed once after that."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from pytest_django.fixtures import Settings

from percaya.core import public_ids
from percaya.core.journal import blobs
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.people.actions.contacts import change_contact
from percaya.core.tickets.models import Message
from percaya.demo.vendors.line import BOT, SECRET, TOKEN, LineVendor
from percaya.demo.vendors.serving import Said
from percaya.stages.delivery.keys import check_keys
from percaya.stages.delivery.queries import File, ToSend, file_trouble, may_send
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast, assemble
from tests.journeys.channels.chats import Counter, fetch, knock, settled

SITI = "U4af4980629a1b2c3d4e5f60718293a4b"
NOW = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)


class Shop(Counter):
    def __init__(self, cast: Cast, vendor: LineVendor) -> None:
        secrets = {"channel_secret": SECRET, "access_token": TOKEN}
        super().__init__(cast, "line", plain={"base_url": vendor.url}, secrets=secrets)
        self.vendor = vendor
        assert check_keys(account=self.account, hook_url=self.hook, by=Actor.system()) == ""
        self.account.refresh_from_db()

    def hear(self) -> None:
        assert set(self.vendor.tell(knock)) <= {200}
        engine().run_pending()

    def said(self, text: str = "Kak, pesanan saya sampai mana?", **holds: Any) -> Message:
        self.vendor.says(SITI, text, **holds)
        self.hear()
        return self.heard()[-1]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def shop(clock: time_machine.Traveller, db: None, settings: Settings) -> Iterator[Shop]:
    settings.PUBLIC_URL = "https://desk.example"
    with LineVendor(began=int(NOW.timestamp() * 1000) - 1000) as vendor:
        assert isinstance(vendor, LineVendor)
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield Shop(assemble(), vendor)


def test_trying_the_keys_names_the_account_and_sets_its_webhook(shop: Shop) -> None:
    assert shop.vendor.endpoint == shop.hook
    assert shop.account.address == BOT.lower() and shop.account.settings["display_name"] == "Toko Senja"


def test_the_first_answer_goes_by_the_reply_token_and_a_later_one_is_pushed(shop: Shop, clock: time_machine.Traveller) -> None:
    shop.said()
    assert [one["by"] for one in shop.vendor.sent] == ["reply"]  # our receipt came within seconds, and for free
    clock.shift(timedelta(minutes=5))
    sent = shop.reply("**Sudah** di kurir kak")
    assert sent.delivery_state == "sent" and sent.external_id == shop.vendor.sent[-1]["ids"][0]
    assert (shop.vendor.sent[-1]["by"], shop.vendor.sent[-1]["messages"][0]["text"]) == ("push", "Sudah di kurir kak")


def test_a_reply_token_that_died_early_is_no_loss(shop: Shop, clock: time_machine.Traveller) -> None:
    shop.vendor.says(SITI, "Halo kak, mau tanya stok")
    shop.vendor.tell(knock)
    shop.vendor.expire_tokens()
    engine().run_pending()
    assert shop.vendor.sent == []
    clock.shift(timedelta(minutes=2))
    engine().run_pending()
    assert [one["by"] for one in shop.vendor.sent] == ["push"]


def test_brought_again_it_is_the_same_message_and_a_forged_one_is_nothing(shop: Shop) -> None:
    event = shop.vendor.says(SITI, "Kak, mau tanya ukuran")
    one = shop.vendor.waiting[0]
    assert knock(shop.hook, one.body, {**one.headers, "X-Line-Signature": "x"})[0] == 401
    assert Arrival.objects.count() == 0
    assert shop.vendor.tell(lambda url, body, headers: (500, b"")) == [500]
    shop.hear()
    again = shop.vendor.knocking([{**event, "deliveryContext": {"isRedelivery": True}}])
    assert knock(shop.hook, again.body, again.headers)[0] == 200
    engine().run_pending()
    assert len(shop.heard()) == 1


def test_an_answer_quotes_the_very_message_that_was_chosen(shop: Shop, clock: time_machine.Traveller) -> None:
    first = shop.said("Yang merah masih ada?")
    shop.said("Atau yang biru?")
    clock.shift(timedelta(minutes=5))
    sent = builders.reply(shop.ticket(), shop.cast.dewi, "Merah habis kak")
    out = {"quotes": public_ids.encode("message", first.pk)}
    Message.objects.filter(pk=sent.pk).update(fields={**sent.fields, "out": out})
    assert settled(sent).delivery_state == "sent"
    assert shop.vendor.sent[-1]["messages"][0]["quoteToken"] == first.fields["_kept"]["quote"]


def test_a_picture_is_fetched_and_what_is_taken_back_is_hidden(shop: Shop) -> None:
    event = shop.vendor.sends_file(SITI, "image", b"\xff\xd8\xff\xe0 foto")
    shop.hear()
    (file,) = shop.files()
    assert blobs.store().read(file.sha256) == b"\xff\xd8\xff\xe0 foto"
    said = shop.vendor.says(SITI, "Nomor rekening saya 123")
    shop.hear()
    shop.vendor.unsends(SITI, said)
    shop.hear()
    message = shop.heard()[-1]
    assert message.body_text == "" and message.fields["deleted"]
    raw = [blobs.store().read(sha) for sha in Arrival.objects.values_list("sha256", flat=True)]
    assert not any(b"rekening" in one for one in raw) and any(said["message"]["id"].encode() in one for one in raw)
    assert event["message"]["id"] == shop.heard()[0].external_id


def test_a_pressed_button_and_a_place_come_in(shop: Shop) -> None:
    shop.vendor.says(SITI, type="location", title="Rumah", address="Malang", latitude=-7.9, longitude=112.6)
    shop.vendor.presses(SITI, "percaya=uang&title=Uang+kembali")
    shop.hear()
    place, pressed = shop.heard()
    assert place.fields["rich"][0]["data"]["name"] == "Rumah"
    assert pressed.body_text == "Uang kembali" and pressed.fields["rich"][0]["data"]["id"] == "uang"


def test_who_unfollows_is_not_written_to_until_they_follow(shop: Shop, clock: time_machine.Traveller) -> None:
    shop.said()
    clock.shift(timedelta(minutes=5))
    shop.vendor.blocks(SITI)
    shop.hear()
    before = len(shop.vendor.sent)
    assert shop.reply().delivery_state == "failed" and len(shop.vendor.sent) == before
    shop.vendor.follows(SITI)
    shop.hear()
    assert shop.reply("Halo lagi kak").delivery_state == "sent"


def test_a_used_up_month_holds_the_queue_and_a_push_that_was_cut_is_said_once(shop: Shop, clock: time_machine.Traveller) -> None:
    shop.said()
    clock.shift(timedelta(minutes=5))
    shop.vendor.misbehave(lambda asked: (shop.vendor.answer(asked), Said(silent=True))[1])
    sent = shop.reply("Satu")
    assert sent.delivery_state == "queued"
    clock.shift(timedelta(minutes=10))
    assert settled(sent).delivery_state == "sent"
    assert [one["messages"][0]["text"] for one in shop.vendor.sent].count("Satu") == 1
    shop.vendor.quota = 1
    held = shop.reply("Dua")
    shop.account.refresh_from_db()
    assert held.delivery_state == "queued" and shop.account.trouble


def test_a_picture_goes_out_and_line_fetches_it_by_its_link_and_a_paper_is_a_link_in_the_words(
    shop: Shop, clock: time_machine.Traveller
) -> None:
    shop.said()
    clock.shift(timedelta(minutes=5))
    files = [builders.stored_file(), builders.stored_file("nota.pdf", b"%PDF-1.7 nota", "application/pdf")]
    assert shop.reply("Ini resinya kak", files=files).delivery_state == "sent"
    words, picture = shop.vendor.sent[-1]["messages"]
    assert picture["type"] == "image" and "📎 nota.pdf (tautan berlaku 30 hari)" in words["text"]
    shop.vendor.collect(fetch)
    (seen,) = shop.vendor.seen
    assert (seen["to"], seen["content_type"], seen["content"], shop.vendor.broken) == (SITI, "image/png", builders.PNG, [])
    assert fetch(words["text"].splitlines()[-1])[2] == b"%PDF-1.7 nota"


def test_without_a_public_address_no_file_is_taken_and_it_is_said_why(
    shop: Shop, settings: Settings, clock: time_machine.Traveller
) -> None:
    """LINE itself (no server of the house stands in for it) could not reach us."""
    shop.said()
    clock.shift(timedelta(minutes=5))
    shop.account.settings["base_url"] = ""
    shop.account.save()
    for address in ("http://127.0.0.1:8000", "https://localhost", "https://192.168.1.4", "http://desk.example"):
        settings.PUBLIC_URL = address
        no = may_send(ticket=shop.ticket(), what=ToSend(files=[File(name="a.png", content_type="image/png", size=9)]))
        assert no is not None and "https" in no.sentence, address
    assert may_send(ticket=shop.ticket(), what=ToSend(text="Tanpa berkas")) is None
    before = len(shop.vendor.sent)
    sent = shop.reply("Ini", files=[builders.stored_file()])
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "not-sendable") and len(shop.vendor.sent) == before
    settings.PUBLIC_URL = "https://desk.example"
    assert file_trouble(shop.ticket()) == ""


def test_a_friend_is_shown_by_their_name_and_a_name_that_a_person_typed_stays(shop: Shop) -> None:
    shop.vendor.names[SITI] = "Siti Aminah"
    message = shop.said()
    contact = shop.ticket().contact
    assert (contact.name, message.author_name) == ("Siti Aminah", "Siti Aminah")
    change_contact(contact=contact, name="Bu Siti (grosir)", by=Actor.system())
    shop.vendor.names[SITI] = "siti 🌸"
    asked = len(shop.vendor.asked)
    shop.said("Masih ada kak?")
    contact.refresh_from_db()
    assert contact.name == "Bu Siti (grosir)"
    assert not [one for one in shop.vendor.asked[asked:] if "/profile/" in one.path]  # asked once


def test_in_a_group_each_speaks_in_their_own_name_and_who_is_not_told_by_the_end_of_their_id(shop: Shop) -> None:
    group, budi = "C" + "1" * 32, "U" + "2" * 28 + "beef"
    shop.vendor.names |= {group: "Arisan Melati", SITI: "Siti Aminah"}
    shop.vendor.says(SITI, "Halo kak", group=group)
    shop.vendor.says(budi, "Saya juga", group=group)
    shop.vendor.says(SITI, "Terima kasih", group=group)
    shop.hear()
    assert shop.ticket().contact.name == "Arisan Melati"
    assert [one.body_text for one in shop.heard()] == ["Siti Aminah: Halo kak", "~beef: Saya juga", "Siti Aminah: Terima kasih"]
    assert len([one for one in shop.vendor.asked if one.path.endswith(f"/member/{SITI}")]) == 1
