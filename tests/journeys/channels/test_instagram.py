"""Instagram from a customer's thumb to the ticket and back: stories that end, comments, windows, keys that die."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django.fixtures import Settings

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.blobs import store
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import Alarm
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.workspace.actions.accounts import change_account
from percaya.demo.vendors.graph_social import SocialVendor, refusal
from percaya.stages.delivery.keys import check_keys
from percaya.stages.delivery.renewing import ENDS, renew_keys
from percaya.stages.intake.actions.recalling import recall
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast, assemble, logged_in
from tests.journeys.channels.social import HOUR, PICTURE, Counter, connected


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def shop(cast: Cast, settings: Settings) -> Iterator[Counter]:
    with SocialVendor("instagram") as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield Counter(cast, vendor, "instagram")  # type: ignore[arg-type]


def test_words_become_a_ticket_and_the_answer_is_sent_and_read(shop: Counter) -> None:
    ticket = shop.talk()
    assert (ticket.subject, ticket.channel) == ("Kemeja linen size L masih ada?", "instagram")
    sent = shop.reply()
    (taken,) = shop.vendor.sent
    assert (taken["to"], taken["message"]["text"], taken["messaging_type"]) == (shop.rina, "Masih kak, stok 3.", "RESPONSE")
    assert (sent.delivery_state, sent.external_id) == ("sent", taken["mid"])
    shop.hear()  # our own words come back
    assert Message.objects.filter(ticket=ticket).exclude(direction="note").count() == 2
    shop.vendor.reads(shop.rina)
    shop.hear()
    sent.refresh_from_db()
    assert sent.delivery_state == "read"


def test_a_file_goes_with_its_words_and_the_read_of_the_last_part_is_the_read_of_the_message(shop: Counter) -> None:
    ticket = shop.talk()
    sent = shop.reply("Ini resinya kak", files=[builders.stored_file()])
    assert sent.delivery_state == "sent" and [set(one["message"]) - {"metadata"} for one in shop.vendor.sent] == [
        {"text"},
        {"attachment"},
    ]
    shop.vendor.reads(shop.rina)
    shop.hear()
    sent.refresh_from_db()
    assert sent.delivery_state == "read" and Message.objects.filter(ticket=ticket, direction="outbound").count() == 1


def test_a_webhook_told_three_times_and_backwards_is_each_word_once(shop: Counter) -> None:
    for words in ("Satu", "Dua", "Tiga"):
        shop.vendor.says(shop.rina, words)
    shop.hear(times=3, backwards=True)
    assert sorted(message.body_text for message in shop.heard()) == ["Dua", "Satu", "Tiga"]
    assert Ticket.objects.filter(account=shop.account).count() == 1


def test_a_story_is_kept_while_it_lives_and_gone_everywhere_once_it_is_taken_back(shop: Counter) -> None:
    mid, _url = shop.vendor.mentions_in_story(shop.rina, PICTURE)
    shop.hear()
    (message,) = shop.heard()
    (file,) = shop.files(message)
    assert (file.note, file.content_type, store().read(file.sha256)) == ("", "image/png", PICTURE)
    assert message.fields["rich"][0]["data"]["how"] == "mention"
    shop.vendor.deletes(shop.rina, mid)
    shop.hear()
    message.refresh_from_db()
    (file,) = shop.files(message)
    assert message.fields["deleted"] and "rich" not in message.fields
    assert (file.sha256, file.name) == ("", "")


def test_a_story_that_ended_before_it_was_fetched_is_said_to_be_lost(shop: Counter) -> None:
    _mid, url = shop.vendor.mentions_in_story(shop.rina, PICTURE)
    shop.vendor.gone(url)
    shop.hear()
    (file,) = shop.files(shop.heard()[0])
    assert (file.note, file.details["lost"], file.sha256) == ("lost", "expired", "")


def test_after_a_day_a_member_still_answers_by_the_human_agent_tag_and_after_a_week_nobody(shop: Counter) -> None:
    shop.ago(30 * HOUR)
    shop.talk()
    shop.ago(0)
    assert shop.reply().delivery_state == "sent"
    assert (shop.vendor.sent[0]["messaging_type"], shop.vendor.sent[0]["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


def test_after_a_week_nothing_is_even_tried(shop: Counter) -> None:
    shop.ago(8 * 24 * HOUR)
    shop.talk()
    shop.ago(0)
    sent = shop.reply()
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "window-closed") and not shop.vendor.sent


def test_a_revoked_key_holds_the_answer_until_a_new_one_is_there(shop: Counter) -> None:
    shop.talk()
    shop.vendor.revoked = True
    sent = shop.reply()
    assert sent.delivery_state == "queued" and not shop.vendor.sent
    shop.account.refresh_from_db()
    assert shop.account.trouble
    shop.vendor.revoked, shop.vendor.token = False, "EAAbaru"
    change_account(account=shop.account, secrets={"access_token": "EAAbaru"}, by=Actor.system())
    shop.hear()
    sent.refresh_from_db()
    assert (sent.delivery_state, len(shop.vendor.sent)) == ("sent", 1)


def test_a_comment_is_a_ticket_of_its_own_and_answered_privately_once(shop: Counter) -> None:
    first = shop.talk()
    comment = shop.vendor.comments(shop.rina, "Harganya berapa kak?")
    shop.hear()
    ticket = shop.ticket()
    assert ticket != first and shop.heard()[-1].fields["rich"][0]["kind"] == "comment"
    assert shop.reply("Rp189.000 kak").delivery_state == "sent"
    assert shop.vendor.sent[0]["recipient"] == {"comment_id": comment}
    again = shop.reply("Mau dikirim ke mana?")
    assert (again.delivery_state, again.delivery_code) == ("failed", "100/2534025")


def test_a_reaction_stands_on_our_words_and_goes_again(shop: Counter) -> None:
    shop.talk()
    sent = shop.reply()
    shop.vendor.reacts(shop.rina, sent.external_id, "❤️")
    shop.hear()
    sent.refresh_from_db()
    assert [one["emoji"] for one in sent.fields["reactions"]] == ["❤️"]
    shop.vendor.reacts(shop.rina, sent.external_id, "")
    shop.hear()
    sent.refresh_from_db()
    assert sent.fields["reactions"] == []


def test_what_is_not_signed_or_speaks_of_another_account_leaves_nothing_in_a_ticket(shop: Counter) -> None:
    shop.vendor.secret = "rahasia orang lain"
    shop.vendor.says(shop.rina, "Halo")
    assert shop.vendor.tell() == [401] and not Arrival.objects.exists()
    shop.vendor.waiting.clear()
    shop.vendor.secret, shop.vendor.own = "rahasia-aplikasi", "99900011122"
    neighbour = connected(shop.cast.warung.workspace, shop.vendor, "instagram", app_secret="milik sebelah")
    shop.vendor.says(shop.rina, "Untuk orang lain")
    assert shop.vendor.tell() == [200]
    assert not Message.objects.filter(account__in=(shop.account, neighbour)).exists()


def test_a_name_is_asked_for_because_webhooks_carry_none(shop: Counter) -> None:
    ticket = shop.talk()
    ticket.contact.refresh_from_db()
    assert ticket.contact.name == "Rina Melati"
    assert shop.heard()[0].author_name == "Rina Melati"
    asked = [one for one in shop.vendor.asked if one.method == "GET"]
    shop.vendor.says(shop.rina, "Halo?")
    shop.hear()
    assert [one for one in shop.vendor.asked if one.method == "GET"] == asked, "asked once"


def test_a_vendor_that_does_not_say_who_it_is_keeps_nobody_waiting(shop: Counter) -> None:
    shop.vendor.misbehave(refusal(100, "No matching user found", 2018001))
    ticket = shop.talk()
    assert (ticket.contact.name, len(shop.heard())) == ("", 1)
    shop.vendor.says(shop.rina, "Halo?")
    shop.hear()
    ticket.contact.refresh_from_db()
    assert ticket.contact.name == "Rina Melati"


def test_a_comment_is_answered_for_all_to_see_only_where_a_member_says_so(shop: Counter) -> None:
    talk = shop.talk()
    comment = shop.vendor.comments(shop.rina, "Harganya berapa kak?")
    shop.hear()
    member = logged_in(shop.cast.dewi)
    urls = [reverse("inbox:ticket", args=[shop.cast.workspace.slug, one.number]) for one in (talk, shop.ticket())]
    assert [b'name="public"' in member.get(url).content for url in urls] == [False, True]
    sent = shop.reply("Rp189.000 kak, cek pesan ya", out={"public": True})
    assert sent.delivery_state == "sent" and sent.external_id.startswith("comment:")
    assert shop.vendor.posts[comment]["answers"] == ["Rp189.000 kak, cek pesan ya"] and not shop.vendor.sent
    shop.hear()  # our own comment comes back, and is no question
    assert len(shop.heard()) == 2


NOON = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)


def keys_tried(shop: Counter) -> str | None:
    said = check_keys(account=shop.account, hook_url=shop.door, by=Actor.system())
    engine().run_pending()
    shop.account.refresh_from_db()
    return said


def a_day_passes(shop: Counter, clock: time_machine.Traveller, days: int = 1) -> None:
    clock.shift(timedelta(days=days))
    renew_keys(account_id=shop.account.pk)
    shop.account.refresh_from_db()


def test_a_token_is_renewed_long_before_it_ends_and_its_end_is_shown(shop: Counter) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert keys_tried(shop) == ""  # nobody had told its end: it is renewed at once
        assert shop.vendor.renewals == 1 and shop.account.settings[ENDS] == (NOON + timedelta(days=60)).isoformat()
        a_day_passes(shop, clock, 29)
        assert shop.vendor.renewals == 1  # there is time
        a_day_passes(shop, clock)
        assert shop.vendor.renewals == 2 and shop.account.settings[ENDS] == (NOON + timedelta(days=90)).isoformat()
        assert not shop.account.alarm and not shop.account.trouble
        assert Alarm.objects.get(key=f"renew:{shop.account.pk}").due_at == NOON + timedelta(days=31)
        shop.talk()
        assert shop.reply().delivery_state == "sent"  # by the new token


def test_a_token_that_cannot_be_renewed_raises_an_alarm_in_time_and_trouble_once_it_is_dead(shop: Counter) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        keys_tried(shop)
        shop.vendor.renewable = False
        a_day_passes(shop, clock, 40)
        assert not shop.account.alarm  # twenty days are left: it is tried again every day
        a_day_passes(shop, clock, 7)
        assert "24 hours" in shop.account.alarm and not shop.account.trouble
        shop.vendor.renewable = True
        a_day_passes(shop, clock)
        assert not shop.account.alarm  # it went well after all: the warning is put away
        shop.vendor.revoked = True
        a_day_passes(shop, clock, 31)
        assert "Session has expired" in shop.account.trouble
        shop.vendor.revoked, shop.vendor.renewable, shop.vendor.token = False, False, "IGbaru"
        change_account(account=shop.account, secrets={"access_token": "IGbaru"}, by=Actor.system())
        assert keys_tried(shop) == ""  # a fresh one, too young to be renewed: nothing is wrong, and no end is known yet
        assert not shop.account.trouble and not shop.account.alarm and not shop.account.settings[ENDS]
        shop.vendor.renewable = True
        a_day_passes(shop, clock)
        assert shop.account.settings[ENDS]


def test_a_pages_token_does_not_end_so_and_is_left_alone(shop: Counter) -> None:
    change_account(account=shop.account, settings={**shop.account.settings, "page_id": "1048"}, by=Actor.system())
    renew_keys(account_id=shop.account.pk)
    assert shop.vendor.renewals == 0 and not Alarm.objects.filter(key=f"renew:{shop.account.pk}").exists()


def test_what_was_written_while_the_webhook_was_off_is_fetched_once_and_only_once(shop: Counter) -> None:
    ticket = shop.talk()
    sent = shop.reply()
    shop.hear()
    shop.vendor.says(shop.rina, "Halo kak?")
    shop.vendor.sends_file(shop.rina, "image", PICTURE, "image/png")
    shop.vendor.colleague_says(shop.rina, "Maaf baru balas ya kak")
    for n in range(4):  # more than one page of conversations
        shop.vendor.says(shop.vendor.customer(f"77{n}", f"Pelanggan {n}", f"p{n}"), f"Dari pelanggan {n}")
    missed, shop.vendor.waiting = shop.vendor.waiting, []  # the subscription was off: nobody was told
    page = reverse("settings:missed", args=[shop.cast.workspace.slug, public_ids.encode("account", shop.account.pk)])
    asked = logged_in(shop.cast.ratna)
    assert asked.post(page).status_code in (200, 302, 303)
    assert engine().cancel(f"recall:{shop.account.pk}")  # it was asked for; done here, outside any transaction
    recall(account_id=shop.account.pk)
    engine().run_pending()

    def all_there() -> list[str]:
        said = Message.objects.filter(account=shop.account).exclude(direction="note").order_by("pk")
        return [one.body_text for one in said]

    once = all_there()
    assert sorted(once) == sorted([
        "Kak, kemeja linen size L masih ada?", sent.body_text, "Halo kak?", "", "Maaf baru balas ya kak",
        *(f"Dari pelanggan {n}" for n in range(4)),
    ])  # fmt: skip
    pictures = Attachment.objects.filter(message__account=shop.account)
    assert [store().read(one.sha256) for one in pictures] == [PICTURE]
    assert Ticket.objects.filter(account=shop.account).count() == 5 and Message.objects.filter(ticket=ticket).count() >= 5
    recall(account_id=shop.account.pk)
    engine().run_pending()
    shop.vendor.waiting = missed  # and now Meta brings them after all
    shop.hear()
    assert all_there() == once


def test_a_refusal_while_fetching_is_told_on_the_account(shop: Counter) -> None:
    shop.vendor.revoked = True
    assert recall(account_id=shop.account.pk) == 0
    shop.account.refresh_from_db()
    assert "invalidated" in shop.account.trouble
