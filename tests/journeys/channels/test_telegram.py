"""Telegram from a customer's thumb to the ticket and back: told or asked, albums, buttons, groups that move, blocks."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from percaya.core.journal import blobs
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.people.models import Handle
from percaya.core.tickets.models import Message
from percaya.demo.vendors.serving import Said
from percaya.demo.vendors.telegram import TelegramVendor
from percaya.demo.vendors.telegram_customers import TOKEN
from percaya.stages.delivery.keys import check_keys
from percaya.stages.intake.doors.polling import ask_once
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast, assemble
from tests.journeys.channels.chats import Counter, knock, settled

JPG = b"\xff\xd8\xff\xe0 foto paket penyok"


class Bot(Counter):
    """The shop's bot, told by webhook."""

    def __init__(self, cast: Cast, vendor: TelegramVendor) -> None:
        super().__init__(cast, "telegram", plain={"base_url": vendor.url}, secrets={"bot_token": TOKEN})
        self.vendor = vendor
        self.rina = vendor.customer()
        assert check_keys(account=self.account, hook_url=self.hook, by=Actor.system()) == ""
        self.account.refresh_from_db()

    def hear(self) -> None:
        assert set(self.vendor.tell(knock)) <= {200}
        engine().run_pending()

    def said(self, text: str = "Kak, paket saya belum sampai", **holds: Any) -> Message:
        self.vendor.says(self.rina, text, **holds)
        self.hear()
        self.vendor.sent.clear()  # our receipt
        return self.heard()[-1]


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def bot(cast: Cast, settings: Settings) -> Iterator[Bot]:
    settings.PUBLIC_URL = "https://desk.example"
    with TelegramVendor() as vendor:
        assert isinstance(vendor, TelegramVendor)
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield Bot(cast, vendor)


def test_trying_the_token_names_the_bot_and_sets_the_webhook(bot: Bot) -> None:
    assert bot.vendor.webhook == bot.hook and len(bot.vendor.secret) == 64
    assert (bot.account.address, bot.account.settings["username"]) == ("7001002003", "tokosenja_bot")


def test_words_become_a_ticket_and_the_answer_quotes_them(bot: Bot) -> None:
    message = bot.said()
    assert (bot.ticket().channel, message.body_text) == ("telegram", "Kak, paket saya belum sampai")
    assert message.author_name == "Rina Melati"
    sent = bot.reply("**Baik** kak, kami cek ya")
    assert sent.delivery_state == "sent" and bot.vendor.sent[0]["text"] == "Baik kak, kami cek ya"
    assert sent.external_id == f"5123456789:{bot.vendor.sent[0]['message_id']}"


def test_a_forged_update_and_the_same_one_twice_leave_nothing_more(bot: Bot) -> None:
    update = bot.vendor.says(bot.rina, "Halo kak, mau tanya ukuran")
    assert knock(bot.hook, b'{"update_id":1}', {"Content-Type": "application/json"})[0] == 401
    assert Arrival.objects.count() == 0
    bot.hear()
    bot.vendor.waiting.append(update)
    bot.hear()
    assert len(bot.heard()) == 1


def test_an_album_is_one_message_with_its_files_fetched(bot: Bot) -> None:
    bot.vendor.sends_file(bot.rina, "photo", JPG, caption="Penyok begini", media_group_id="77")
    bot.vendor.sends_file(bot.rina, "photo", JPG + b"2", media_group_id="77")
    bot.hear()
    assert len({message.ticket_id for message in bot.heard()}) == 1
    files = bot.files()
    assert [(file.note, blobs.store().read(file.sha256)) for file in files] == [("", JPG), ("", JPG + b"2")]


def test_a_file_that_telegram_no_longer_has_is_lost_with_a_word(bot: Bot) -> None:
    bot.vendor.sends_file(bot.rina, "document", b"%PDF-", file_name="bukti.pdf")
    bot.vendor.files.clear()
    bot.hear()
    (file,) = bot.files()
    assert (file.note, file.details["lost"]) == ("lost", "expired")


def test_buttons_go_out_and_what_was_pressed_comes_back_answered(bot: Bot) -> None:
    bot.said()
    out = {"offer": {"button": "", "choices": [{"id": "kirim", "title": "Kirim ulang"}, {"id": "uang", "title": "Uang kembali"}]}}
    sent = builders.reply(bot.ticket(), bot.cast.dewi, "Mau yang mana?")
    Message.objects.filter(pk=sent.pk).update(fields={**sent.fields, "out": out})
    assert settled(sent).delivery_state == "sent"
    bot.vendor.presses(bot.rina, bot.vendor.sent[0], "uang")
    bot.hear()
    pressed = bot.heard()[-1]
    assert pressed.body_text == "Uang kembali" and pressed.fields["rich"][0]["data"]["id"] == "uang"
    assert len(bot.vendor.answered) == 1


def test_a_corrected_message_says_what_it_said_before_and_a_heart_stands_on_ours(bot: Bot) -> None:
    update = bot.vendor.says(bot.rina, "Ukurannya L")
    bot.hear()
    bot.vendor.sent.clear()
    bot.vendor.edits(update, "Ukurannya XL")
    bot.hear()
    (message,) = bot.heard()
    assert message.body_text == "Ukurannya XL" and message.fields["edited"][0]["text"] == "Ukurannya L"
    sent = bot.reply()
    bot.vendor.reacts(bot.rina, bot.vendor.sent[0], "❤")
    bot.hear()
    sent.refresh_from_db()
    assert [one["emoji"] for one in sent.fields["reactions"]] == ["❤"]


def test_who_blocks_the_bot_is_not_written_to_until_they_let_it(bot: Bot) -> None:
    bot.said()
    bot.vendor.blocks(bot.rina)
    bot.hear()
    assert bot.reply().delivery_state == "failed" and bot.vendor.sent == []
    bot.vendor.unblocks(bot.rina)
    bot.hear()
    assert bot.reply("Halo lagi kak").delivery_state == "sent"


def test_a_group_that_becomes_a_supergroup_keeps_its_conversation(bot: Bot) -> None:
    bot.vendor.group(-4123456789, "Reseller Malang", "group")
    bot.vendor.says(bot.rina, "Stok gamis biru masih?", chat=-4123456789)
    bot.hear()
    ticket = bot.ticket()
    assert bot.heard()[0].body_text == "Rina Melati: Stok gamis biru masih?"
    bot.vendor.becomes_supergroup(bot.rina, -4123456789, -1001987654321)
    sent = builders.reply(ticket, bot.cast.dewi, "Masih kak")
    assert settled(sent).delivery_state == "queued"  # Telegram refuses the old id; its news is on the way
    bot.hear()
    assert Handle.objects.filter(value="telegram:-1001987654321", contact=ticket.contact).exists()
    bot.vendor.says(bot.rina, "Halo?", chat=-1001987654321)
    bot.hear()
    assert bot.reply("Masih 3 kak").delivery_state == "sent"
    assert bot.vendor.sent[-1]["chat"]["id"] == -1001987654321


def test_too_many_at_once_waits(bot: Bot) -> None:
    bot.said()
    bot.vendor.too_many(9)
    assert bot.reply("Satu").delivery_state == "queued" and bot.vendor.sent == []


def test_a_cut_line_is_unknown_and_never_said_twice(bot: Bot) -> None:
    bot.said()
    bot.vendor.misbehave(lambda asked: (bot.vendor.answer(asked), Said(silent=True))[1])
    sent = bot.reply("Dua")
    assert sent.delivery_state == "unknown"
    assert [one["text"] for one in bot.vendor.sent].count("Dua") == 1


def test_a_revoked_token_holds_the_queue_and_stands_on_the_account(bot: Bot) -> None:
    bot.said()
    bot.vendor.token = "7001002003:lain"
    sent = bot.reply()
    bot.account.refresh_from_db()
    assert sent.delivery_state == "queued" and bot.account.trouble
    bot.vendor.token = TOKEN
    assert check_keys(account=bot.account, hook_url=bot.hook, by=Actor.system()) == ""
    assert settled(sent).delivery_state == "sent"


def test_photos_leave_as_an_album_after_long_words(bot: Bot) -> None:
    bot.said()
    files = [builders.stored_file("satu.png"), builders.stored_file("dua.png")]
    sent = bot.reply("panjang " * 150, files=files)
    assert sent.delivery_state == "sent"
    kinds = [next(kind for kind in ("text", "photo") if kind in one) for one in bot.vendor.sent]
    assert kinds == ["text", "photo", "photo"] and bot.vendor.sent[1]["media_group_id"] == bot.vendor.sent[2]["media_group_id"]


def test_where_we_cannot_be_told_we_ask_and_nothing_comes_twice(cast: Cast, settings: Settings) -> None:
    with TelegramVendor() as vendor:
        assert isinstance(vendor, TelegramVendor)
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        bot = Bot(cast, vendor)
        assert vendor.webhook == "" and bot.account.settings["webhook"] == ""
        vendor.says(bot.rina, "Kak, saya mau tanya ongkir")
        own = {"message_id": 5, "chat": {"id": bot.rina["id"], "type": "private"}, "date": 1}
        vendor.presses(bot.rina, own, "ya")
        for _ in range(4):
            ask_once(bot.account)
            engine().run_pending()
        assert [message.body_text for message in bot.heard()] == ["Kak, saya mau tanya ongkir", "ya"]
        assert len(vendor.answered) == 1 and vendor.waiting == []
        vendor.webhook = "https://lain.example"
        assert ask_once(bot.account).trouble.startswith("Conflict")
