"""Messenger from a customer's thumb to the ticket and back: watermarks, echoes quicker than answers, colleagues elsewhere."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from percaya.core import public_ids
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Message, Ticket
from percaya.demo.vendors.graph_social import SocialVendor, refusal
from percaya.demo.vendors.serving import Said
from percaya.stages.intake.actions import follow_up
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast, assemble
from tests.journeys.channels.social import HOUR, Counter


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def shop(cast: Cast, settings: Settings) -> Iterator[Counter]:
    with SocialVendor("page") as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield Counter(cast, vendor, "messenger")  # type: ignore[arg-type]


def said(ticket: Ticket) -> list[Message]:
    return list(Message.objects.filter(ticket=ticket, direction="outbound").order_by("pk"))


def test_words_become_a_ticket_and_the_answer_is_sent_delivered_and_read_up_to_the_watermark(shop: Counter) -> None:
    shop.talk()
    shop.vendor.echoes = False
    first, second = shop.reply("Masih kak"), shop.reply("Mau warna apa?")
    assert [one.delivery_state for one in (first, second)] == ["sent", "sent"]
    shop.vendor.happened(shop.vendor._item(shop.rina, delivery={"mids": [second.external_id], "watermark": 1}))
    shop.hear()
    second.refresh_from_db()
    assert second.delivery_state == "delivered"
    shop.vendor.reads(shop.rina)
    shop.hear()
    first.refresh_from_db()
    second.refresh_from_db()
    assert [one.delivery_state for one in (first, second)] == ["read", "read"]


def test_a_file_goes_with_its_words_and_both_echoes_are_known_as_ours(shop: Counter) -> None:
    ticket = shop.talk()
    sent = shop.reply("Ini resinya kak", files=[builders.stored_file()])
    assert sent.delivery_state == "sent" and len(shop.vendor.sent) == 2
    shop.hear()
    assert len(said(ticket)) == 1


def test_an_echo_that_comes_before_the_answer_is_our_own_sending(shop: Counter) -> None:
    ticket = shop.talk()
    sent = builders.reply(ticket, shop.cast.dewi, "Masih kak")
    token = public_ids.encode("message", sent.pk)
    echo = {
        "mid": "m_cepat",
        "is_echo": True,
        "app_id": int(shop.vendor.app),
        "metadata": f"percaya:{token}",
        "text": "Masih kak",
    }
    shop.vendor.happened(shop.vendor._echo(shop.rina, echo))
    shop.hear()
    assert len(said(ticket)) == 1 and said(ticket)[0].delivery_state in ("sent", "delivered")


def test_an_answer_that_never_came_is_unknown_until_the_echo_proves_it(shop: Counter) -> None:
    ticket = shop.talk()
    shop.vendor.misbehave(lambda asked: (shop.vendor.answer(asked), Said(silent=True))[1])
    sent = shop.reply()
    assert sent.delivery_state == "unknown" and len(shop.vendor.sent) == 1
    shop.hear()
    sent.refresh_from_db()
    assert sent.delivery_state in ("sent", "delivered") and len(said(ticket)) == 1 and len(shop.vendor.sent) == 1


def test_what_a_colleague_says_in_metas_inbox_stands_in_the_ticket_and_is_not_sent_again(shop: Counter) -> None:
    ticket = shop.talk()
    shop.vendor.colleague_says(shop.rina, "Sudah saya balas dari ponsel ya")
    shop.hear()
    (echo,) = said(ticket)
    ticket.refresh_from_db()
    assert echo.body_text == "Sudah saya balas dari ponsel ya" and echo.fields["echo"] and not shop.vendor.sent
    assert ticket.waiting_since is None


def test_outside_the_window_the_vendors_word_counts_even_when_our_clock_was_wrong(shop: Counter) -> None:
    shop.talk()
    shop.vendor.misbehave(refusal(10, "(#10) This message is sent outside of allowed window.", 2018278))
    sent = shop.reply()
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "10/2018278")


def test_a_member_answers_for_a_week_but_a_machine_for_a_day(shop: Counter) -> None:
    shop.ago(25 * HOUR)
    shop.talk()
    shop.ago(0)
    assert shop.reply().delivery_state == "sent" and shop.vendor.sent[0]["tag"] == "HUMAN_AGENT"


def test_somebody_who_is_not_there_any_more_is_said_so_and_can_come_back(shop: Counter) -> None:
    shop.talk()
    shop.vendor.away.add(shop.rina)
    sent = shop.reply()
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "551/1545041")
    shop.vendor.away.clear()
    shop.vendor.says(shop.rina, "Maaf baru balas")
    shop.hear()
    assert shop.reply("Tidak apa kak").delivery_state == "sent"


def test_too_much_at_once_waits_and_leaves_by_itself(shop: Counter) -> None:
    shop.talk()
    shop.vendor.misbehave(refusal(613, "Calls to this api have exceeded the rate limit.", 2534040))
    sent = shop.reply()
    assert sent.delivery_state == "queued" and not shop.vendor.sent


def test_a_customer_corrects_and_takes_back_what_they_wrote(shop: Counter) -> None:
    mid = shop.vendor.says(shop.rina, "Sizenya L")
    shop.vendor.edits(shop.rina, mid, "Sizenya XL")
    shop.hear()
    (message,) = shop.heard()
    assert message.body_text == "Sizenya XL" and message.fields["edited"][0]["text"] == "Sizenya L"
    shop.vendor.deletes(shop.rina, mid)
    shop.hear()
    message.refresh_from_db()
    assert message.body_text == "" and message.fields["deleted"] and "edited" not in message.fields


def test_a_deletion_that_comes_before_the_message_hides_it_all_the_same(shop: Counter) -> None:
    mid = shop.vendor.says(shop.rina, "Salah kirim")
    shop.vendor.deletes(shop.rina, mid)
    assert shop.vendor.tell(backwards=True) == [200, 200]
    engine().run_pending()
    follow_up(arrival_id=Arrival.objects.earliest("pk").pk, changes=[0])  # the job that waits for what it speaks of
    (message,) = shop.heard()
    assert message.external_id == mid and message.body_text == "" and message.fields["deleted"]


def test_a_comment_is_answered_privately_and_its_removal_hides_it(shop: Counter) -> None:
    comment = shop.vendor.comments(shop.rina, "Bisa COD Malang?", under="5501")
    shop.hear()
    (message,) = shop.heard()
    assert (message.author_name, message.fields["rich"][0]["data"]["kind"]) == ("Rina Melati", "post")
    assert shop.reply("Bisa kak, cek pesan ya").delivery_state == "sent"
    assert shop.vendor.sent[0]["recipient"] == {"comment_id": comment}
    removed = {"item": "comment", "verb": "remove", "comment_id": comment, "post_id": f"{shop.vendor.own}_5501"}
    shop.vendor.changed("feed", {**removed, "from": {"id": shop.rina, "name": "Rina Melati"}})
    shop.hear()
    message.refresh_from_db()
    assert message.body_text == "" and message.fields["deleted"]


def test_meta_shakes_hands_at_our_door_and_nobody_else_does(shop: Counter, client: object) -> None:
    ask = {"hub.mode": "subscribe", "hub.verify_token": shop.vendor.verify, "hub.challenge": "1158201444"}
    answer = client.get(shop.door, ask)  # type: ignore[attr-defined]
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    shop.account.refresh_from_db()
    assert "handshake" in shop.account.milestones
    assert client.get(shop.door, {**ask, "hub.verify_token": "tebakan"}).status_code == 403  # type: ignore[attr-defined]
