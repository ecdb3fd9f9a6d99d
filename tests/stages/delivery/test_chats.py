"""What leaves by a vendor's chat: windows, steps, holds and limits."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from percaya.channels.contract import Channel, OutcomeKind, Word
from percaya.channels.registry import channel
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set, ring_due
from percaya.core.journal.jobs import NotYet, RetryIn, engine
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.people.actions.merging import merge_contacts
from percaya.core.people.models import Contact, Handle
from percaya.core.tickets.actions.deliveries import mark_delivery
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.receiving import Incoming, receive_message
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.accounts import change_account, connect_account, report_milestone
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.stages.delivery import actions as delivery
from percaya.stages.delivery import trying
from percaya.stages.delivery.models import Held, ReplyWindow
from percaya.stages.delivery.queries import File, ToSend, attempts, may_send, reply_window, sentence
from percaya.stages.delivery.turns import take_turn
from percaya.stages.delivery.ways import recipient
from tests import builders
from tests.cast import Cast
from tests.services.fakes.vendor import TitipVendor, said
from tests.stages.delivery.talks import HERE, hear, state, talk
from tests.stages.mails import run_jobs

# The window


def test_the_window_counts_from_the_vendors_clock_and_never_goes_back(chat: Ticket) -> None:
    now = timezone.now()
    row = ReplyWindow.objects.get(contact_id=chat.contact_id)
    ReplyWindow.objects.update(heard_at=now - timedelta(hours=30))
    hear(chat, "titip:sari", said_at=(now - timedelta(hours=2)).isoformat())
    hear(chat, "titip:sari", said_at=(now - timedelta(hours=5)).isoformat())
    row.refresh_from_db()
    assert row.heard_at == now - timedelta(hours=2)
    hear(chat, "titip:sari", said_at=(now + timedelta(hours=9)).isoformat())
    row.refresh_from_db()
    assert row.heard_at <= timezone.now(), "a clock that runs ahead promises nothing"


def test_what_was_said_beside_the_channel_opens_no_window(chat: Ticket) -> None:
    heard = timezone.now() - timedelta(hours=30)
    ReplyWindow.objects.update(heard_at=heard)
    said = Incoming(
        contact_id=chat.contact_id, author_name="Sari", address=("external", "titip:sari"), channel=chat.channel,
        account_id=chat.account_id, text="Cepat dan ramah", auto="survey",
    )  # fmt: skip
    receive_message(ticket=chat, incoming=said, by=HERE)
    assert ReplyWindow.objects.get(contact_id=chat.contact_id).heard_at == heard


def test_a_second_before_it_closes_words_go_and_a_second_after_they_do_not(chat: Ticket, kind: Channel) -> None:
    heard = ReplyWindow.objects.get().heard_at
    kind.capabilities = replace(kind.capabilities, human_window_hours=None)  # type: ignore[misc]
    for seconds, refused in ((-1, None), (0, Word.WINDOW_CLOSED), (1, Word.WINDOW_CLOSED)):
        now = heard + timedelta(hours=24, seconds=seconds)
        refusal = may_send(ticket=chat, what=ToSend(text="Baik"), now=now)
        assert (refusal and refusal.word) == refused
        window = reply_window(ticket=chat, now=now)
        assert window is not None and window.is_open is (refused is None) and window.closes_at == heard + timedelta(hours=24)
        assert may_send(ticket=chat, what=ToSend(text="Baik", is_template=True), now=now) is None


def test_what_a_person_types_may_go_longer_than_what_a_machine_says(chat: Ticket) -> None:
    later = timezone.now() + timedelta(hours=30)
    assert may_send(ticket=chat, what=ToSend(text="Baik"), now=later) is None
    refused = may_send(ticket=chat, what=ToSend(text="Baik", by_person=False), now=later)
    assert refused is not None and refused.word == Word.WINDOW_CLOSED and refused.sentence
    assert may_send(ticket=chat, what=ToSend(text="Baik"), now=later + timedelta(days=7)) is not None


def test_the_window_is_asked_again_at_the_moment_of_sending(cast: Cast, chat: Ticket, vendor: TitipVendor) -> None:
    message = builders.reply(chat, cast.dewi, hold_seconds=5)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        run_jobs()
    assert state(message) == "failed" and message.delivery_code == "window-closed"
    assert (
        message.delivery_reason
        == "Batas waktu membalas bebas sudah lewat. Kirim template yang disetujui, atau tunggu sampai pelanggan menulis lagi."
    )
    assert vendor.heard("/words") == []


def test_a_merge_of_contacts_takes_the_window_along(cast: Cast, chat: Ticket, account: ChannelAccount) -> None:
    merge_contacts(keep=cast.rina, gone=Contact.objects.get(pk=chat.contact_id), by=HERE)
    window = reply_window(account=account, contact_id=cast.rina.pk)
    assert window is not None and window.is_open
    assert ReplyWindow.objects.count() == 1


def test_mail_has_no_window_and_pays_one_statement_for_it(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    assert reply_window(ticket=ticket) is None and not ReplyWindow.objects.exists()


# What a channel does not take


def test_what_is_too_long_or_too_large_or_of_a_wrong_kind_is_told_before(chat: Ticket) -> None:
    picture = File(name="foto.png", content_type="image/png", size=400_000)
    assert may_send(ticket=chat, what=ToSend(text="x" * 1000, files=[picture])) is None
    cases = (
        (ToSend(text="x" * 1001), Word.TOO_LONG, ""),
        (ToSend(files=[replace(picture, size=500_001)]), Word.WRONG_MEDIA, "foto.png"),
        (ToSend(files=[replace(picture, content_type="application/zip")]), Word.WRONG_MEDIA, "foto.png"),
        (ToSend(files=[replace(picture, content_type="application/pdf", size=1_000_001)]), Word.WRONG_MEDIA, "foto.png"),
        (ToSend(files=[picture] * 4), Word.WRONG_MEDIA, "foto.png"),
    )
    for what, word, file in cases:
        refused = may_send(ticket=chat, what=what)
        assert refused is not None and (refused.word, refused.file) == (word, file) and refused.sentence


def test_every_word_has_its_sentence() -> None:
    assert sentence("") == "" and sentence("no such word") == ""
    assert all(sentence(word) for word in Word if word)


# Steps


def test_words_leave_once_with_the_vendors_own_id(cast: Cast, chat: Ticket, vendor: TitipVendor, account: ChannelAccount) -> None:
    message = builders.reply(chat, cast.dewi, "Baik kak.")
    run_jobs()
    assert state(message) == "sent" and message.external_id == "v1"
    (asked,) = vendor.heard("/words")
    assert (asked["to"], asked["text"], asked["person"], asked["open"]) == ("sari", "Baik kak.", True, True)
    assert asked["token"] == public_ids.encode("message", message.pk)
    account.refresh_from_db()
    assert "outbound" in account.milestones and account.last_out_at is not None


def test_a_retry_goes_on_where_the_last_try_stopped(cast: Cast, chat: Ticket, vendor: TitipVendor) -> None:
    message = builders.reply(chat, cast.dewi, "Ini fotonya.", files=[builders.stored_file()])
    vendor.misbehave(said({"id": "up1"}), said({"id": "f1"}), said({"error": "oops"}, 500))
    with pytest.raises(RetryIn):
        delivery.send(message_id=message.pk)
    assert state(message) == "queued"
    delivery.send(message_id=message.pk)
    assert state(message) == "sent" and message.external_id == "f1"
    assert message.fields["external_ids"] == ["v1"]
    assert [len(vendor.heard(path)) for path in ("/upload", "/file", "/words")] == [1, 1, 2]
    assert vendor.heard("/file")[0]["media"] == "up1"


def test_an_upload_that_was_cut_off_is_simply_done_again(cast: Cast, chat: Ticket, vendor: TitipVendor) -> None:
    message = builders.reply(chat, cast.dewi, "", files=[builders.stored_file()])
    vendor.misbehave(replace(said({}), silent=True))
    with pytest.raises(RetryIn):
        delivery.send(message_id=message.pk)
    delivery.send(message_id=message.pk)
    assert state(message) == "sent"
    assert [len(vendor.heard(path)) for path in ("/upload", "/file")] == [2, 1]


def test_words_that_were_cut_off_may_have_left(cast: Cast, chat: Ticket, vendor: TitipVendor) -> None:
    message = builders.reply(chat, cast.dewi)
    vendor.misbehave(replace(said({}), silent=True))
    run_jobs()
    assert state(message) == "unknown"
    run_jobs()
    assert len(vendor.heard("/words")) == 1
    assert mark_delivery(message=message, state="delivered", by=HERE), "a receipt with our token clears it up"


class Killed(BaseException):
    """As SIGKILL would: nothing after it is done."""


def test_killed_between_two_steps_nothing_is_said_twice(cast: Cast, chat: Ticket, vendor: TitipVendor) -> None:
    message = builders.reply(chat, cast.dewi, "Ini.", files=[builders.stored_file()])
    real, ended = trying._end, []

    def dies_at_the_third(*given: Any) -> None:
        ended.append(given)
        if len(ended) == 3:
            raise Killed
        real(*given)

    with patch.object(trying, "_end", dies_at_the_third), pytest.raises(Killed):
        delivery.send(message_id=message.pk)
    delivery.send(message_id=message.pk)
    assert state(message) == "unknown" and message.external_id == "v2", "the part that left keeps its name"
    assert len(vendor.heard("/words")) == 1


def test_a_person_who_sends_again_says_nothing_twice(cast: Cast, chat: Ticket, vendor: TitipVendor) -> None:
    message = builders.reply(chat, cast.dewi, "Ini.", files=[builders.stored_file()])
    vendor.misbehave(said({"id": "up1"}), said({"id": "f1"}), said({"error": "no"}, 400))
    run_jobs()
    assert state(message) == "failed" and message.delivery_code == "400" and "(no)" in message.delivery_reason
    delivery.resend(message=message, by=Actor.member(cast.dewi.pk))
    run_jobs()
    assert state(message) == "sent"
    assert [len(vendor.heard(path)) for path in ("/upload", "/file", "/words")] == [2, 1, 2]


def test_what_was_lost_after_it_left_is_sent_whole_again(cast: Cast, chat: Ticket, vendor: TitipVendor) -> None:
    message = builders.reply(chat, cast.dewi)
    run_jobs()
    mark_delivery(message=message, state="failed", by=HERE)
    delivery.resend(message=message, by=Actor.member(cast.dewi.pk))
    run_jobs()
    assert state(message) == "sent" and len(vendor.heard("/words")) == 2


# To whom


def test_it_goes_to_the_address_last_written_from_and_never_to_another_channels(
    cast: Cast, chat: Ticket, vendor: TitipVendor
) -> None:
    Handle.objects.create(workspace=cast.workspace, contact_id=chat.contact_id, kind="external", value="telegram:7")
    hear(chat, "titip:sari-baru")
    hear(chat, "titip:sari")
    builders.reply(chat, cast.dewi)
    run_jobs()
    assert [one["to"] for one in vendor.heard("/words")] == ["sari"]


def test_who_is_only_known_elsewhere_cannot_be_reached_here(cast: Cast, account: ChannelAccount, vendor: TitipVendor) -> None:
    contact, _new = resolve_contact(workspace_id=account.workspace_id, kind="external", value="telegram:9", by=HERE)
    ticket = open_ticket(
        workspace_id=account.workspace_id, contact=contact, subject="", channel="titip", account_id=account.pk,
        address=("external", "telegram:9"), by=HERE,
    )  # fmt: skip
    ReplyWindow.objects.create(workspace=cast.workspace, account=account, contact=contact, heard_at=timezone.now())
    refused = may_send(ticket=ticket, what=ToSend(text="Halo"))
    assert refused is not None and refused.word == Word.UNREACHABLE
    message = builders.reply(ticket, cast.dewi)
    run_jobs()
    assert state(message) == "failed" and vendor.asked == []


def test_who_blocked_us_is_not_tried_again_until_they_write(cast: Cast, chat: Ticket, vendor: TitipVendor) -> None:
    vendor.misbehave(said({"error": "blocked by the user"}, 403))
    first, second = builders.reply(chat, cast.dewi), builders.reply(chat, cast.dewi, "Halo?")
    run_jobs()
    assert (state(first), state(second)) == ("failed", "failed") and second.delivery_code == "suppressed"
    assert len(vendor.heard("/words")) == 1
    hear(chat, "titip:sari")
    third = builders.reply(chat, cast.dewi, "Halo lagi")
    run_jobs()
    assert state(third) == "sent", "who writes again can be reached again"


# An account in trouble


def test_an_expired_key_loses_nothing_and_uses_up_no_try(
    cast: Cast, chat: Ticket, vendor: TitipVendor, account: ChannelAccount
) -> None:
    vendor.misbehave(*[said({"error": "expired"}, 401)] * 30)
    first, second = builders.reply(chat, cast.dewi, "Satu"), builders.reply(chat, cast.dewi, "Dua")
    run_jobs()
    assert (state(first), state(second)) == ("queued", "queued") and Held.objects.count() == 2
    assert first.delivery_code == "401" and "kedaluwarsa" in first.delivery_reason and second.delivery_reason
    account.refresh_from_db()
    assert "kedaluwarsa" in account.trouble and is_set(f"held:{account.pk}")
    for turn in range(1, 13):  # three hours
        with time_machine.travel(timezone.now() + timedelta(minutes=16 * turn), tick=False):
            ring_due(timezone.now())
            run_jobs()
    assert state(first) == "queued" and len(vendor.asked) == 13, "one asks for all"
    vendor._next.clear()
    change_account(account=account, secrets={"token": "baru"}, by=Actor.member(cast.dewi.pk))
    run_jobs()
    assert (state(first), state(second)) == ("sent", "sent") and not Held.objects.exists()
    assert [one["text"] for one in vendor.heard("/words")][-2:] == ["Satu", "Dua"]
    account.refresh_from_db()
    assert account.trouble == ""


def test_a_paused_channel_keeps_what_is_written(cast: Cast, chat: Ticket, vendor: TitipVendor, account: ChannelAccount) -> None:
    change_account(account=account, is_active=False, by=HERE)
    message = builders.reply(chat, cast.dewi)
    run_jobs()
    assert state(message) == "queued" and message.delivery_code == "paused" and vendor.asked == []
    change_account(account=account, is_active=True, by=HERE)
    run_jobs()
    assert state(message) == "sent"


# Limits


def test_the_vendors_back_off_is_kept(cast: Cast, chat: Ticket, vendor: TitipVendor, account: ChannelAccount) -> None:
    vendor.misbehave(said({"error": "slow down"}, 429))
    message = builders.reply(chat, cast.dewi)
    with pytest.raises(RetryIn) as later:
        delivery.send(message_id=message.pk)
    assert later.value.seconds == 17
    account.refresh_from_db()
    assert account.trouble == "", "nothing is wrong with the account"


def test_a_burst_to_one_person_is_paid_back_and_the_account_has_a_limit_of_its_own(
    kind: Channel, account: ChannelAccount
) -> None:
    can = replace(kind.capabilities, per_second=2.0, per_peer_seconds=6.0, per_peer_burst=3)
    start = timezone.now()

    def turn(peer: str, seconds: float) -> float:
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            return round(take_turn(account, can, peer), 2)

    assert [turn("titip:a", 0), turn("titip:a", 0), turn("titip:b", 0)] == [0, 0, 0.5], "two a second, whoever they are for"
    assert [turn("titip:a", 1), turn("titip:a", 2)] == [0, 4.0], "the fourth pays back"
    assert [turn("titip:b", 2), turn("titip:a", 6.1)] == [0, 0]


def test_waiting_for_its_turn_uses_up_no_try(cast: Cast, chat: Ticket, kind: Channel, vendor: TitipVendor) -> None:
    kind.capabilities = replace(kind.capabilities, per_peer_seconds=6.0)  # type: ignore[misc]
    first, second = builders.reply(chat, cast.dewi, "Satu"), builders.reply(chat, cast.dewi, "Dua")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        delivery.send(message_id=first.pk)
        for _turn in range(20):
            with pytest.raises(NotYet):
                delivery.send(message_id=second.pk)
        clock.shift(timedelta(seconds=6))
        delivery.send(message_id=second.pk)
    assert [one.outcome for one in attempts(second)] == [OutcomeKind.SENT]
    assert [one["text"] for one in vendor.heard("/words")] == ["Satu", "Dua"]


def test_the_queue_waits_as_long_as_a_limit_says(cast: Cast, chat: Ticket, kind: Channel, vendor: TitipVendor) -> None:
    kind.capabilities = replace(kind.capabilities, per_peer_seconds=6.0)  # type: ignore[misc]
    for count in range(25):
        builders.reply(chat, cast.dewi, str(count))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _turn in range(25):
            run_jobs()
            clock.shift(timedelta(seconds=6.1))
    assert [one["text"] for one in vendor.heard("/words")] == [str(count) for count in range(25)]
    assert engine().stuck() == []


# A demo, and milestones


def test_a_demo_sends_only_to_a_stand_in_at_home(
    cast: Cast, chat: Ticket, vendor: TitipVendor, account: ChannelAccount, settings: Any
) -> None:
    Workspace.objects.filter(pk=cast.workspace.pk).update(is_demo=True)
    carried = builders.reply(chat, cast.dewi)
    run_jobs()
    assert state(carried) == "sent" and carried.delivery_code != "demo" and len(vendor.asked) == 1
    settings.PERCAYA_WEBHOOK_HOSTS = []
    kept = builders.reply(chat, cast.dewi)
    run_jobs()
    assert state(kept) == "sent" and kept.delivery_code == "demo" and len(vendor.asked) == 1


def test_a_milestone_is_noted_the_first_time_only(account: ChannelAccount) -> None:
    report_milestone(account.pk, "inbound")
    account.refresh_from_db()
    first = account.milestones["inbound"]
    with CaptureQueriesContext(connection) as captured:
        report_milestone(account.pk, "inbound")
    account.refresh_from_db()
    assert account.milestones["inbound"] == first and len(captured) == 1


def test_an_id_of_the_callers_own_system_stays_usable_where_the_callers_system_carries_answers(cast: Cast) -> None:
    """Only providers' chats insist on ids of their own; a shop's own system names its customers as it likes."""
    api = connect_account(workspace=cast.workspace, channel="api", name="Toko online", by=HERE)
    ticket = talk(api, "pelanggan-42")
    found = recipient(ticket, channel("api"))
    assert found is not None and found.value == "pelanggan-42"
    assert recipient(ticket, channel("line")) is None and recipient(ticket, channel("telegram")) is None
