"""Instagram against its stand-in, which takes only what Meta documents: stories that end, hearts, reads, comments."""

from collections.abc import Iterator

import pytest

from percaya.channels.contract import AttachmentOut, OutcomeKind, ReceiptState, Word
from percaya.channels.contract.abilities import Fetched
from tests.channels.carrying import carry, fetched, send
from tests.channels.social import HOUR, World

PICTURE = b"\x89PNG\r\n\x1a\n" + b"cerita" * 20


@pytest.fixture
def world() -> Iterator[World]:
    world = World("instagram")
    with world.vendor:
        yield world


def test_a_story_is_fetched_while_it_lives_and_its_end_is_said(world: World) -> None:
    rina = world.vendor.customer()
    _, url = world.vendor.mentions_in_story(rina, PICTURE)
    message = world.hear().messages[0]
    ref = message.attachments[0].fetch
    assert ref is not None and ref.expires_at is not None and message.sent_at is not None
    assert (ref.expires_at - message.sent_at).total_seconds() == 24 * HOUR
    assert fetched(world.channel, ref, world.account) == Fetched(content=PICTURE, content_type="image/png")
    world.vendor.gone(url)
    assert fetched(world.channel, ref, world.account) == Fetched(lost="expired")


def test_a_picture_goes_by_upload_and_the_read_names_the_last_message(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.answers_story(rina, "Yang sage ada?", PICTURE)
    assert world.hear().messages[0].rich[0].data["how"] == "reply"
    file = AttachmentOut(name="sage.png", content=PICTURE, content_type="image/png")
    outcomes = send(world.channel, world.out(rina, "Ada kak", attachments=(file,)), world.account)
    assert [one.kind for one in outcomes] == [OutcomeKind.SENT] * 3
    world.vendor.reads(rina)
    read = world.hear().receipts[0]
    assert (read.state, read.external_id) == (ReceiptState.READ, outcomes[-1].external_id)


def test_our_own_words_come_back_as_sent_by_our_app(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.says(rina, "Halo")
    (sent,) = send(world.channel, world.out(rina), world.account)
    echo = world.hear()
    assert not echo.messages and (echo.receipts[0].state, echo.receipts[0].external_id) == (ReceiptState.SENT, sent.external_id)


def test_a_thousand_characters_with_emoji_arrive_whole(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.says(rina, "Halo")
    words = ("Terima kasih banyak ya kak 🙏🏽 " * 40)[:1000].strip()
    outcomes = send(world.channel, world.out(rina, words), world.account)
    assert all(one.kind is OutcomeKind.SENT for one in outcomes) and len(outcomes) > 1
    assert " ".join(sent["message"]["text"] for sent in world.vendor.sent).split() == words.split()


def test_a_heart_goes_and_is_taken_away_again(world: World) -> None:
    rina = world.vendor.customer()
    mid = world.vendor.says(rina, "Sudah sampai kak!")
    for emoji in ("❤️", ""):
        assert send(world.channel, world.out(rina, reaction=emoji, quotes=mid), world.account)[0].kind is OutcomeKind.SENT
    assert [one["action"] for one in world.vendor.reactions] == ["react", "unreact"]


def test_a_comment_is_a_talk_of_its_own_and_our_answer_under_it_is_no_question(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.comments(rina, "Harganya?")
    message = world.hear().messages[0]
    assert message.thread.conversation.startswith("comment:") and message.sender.name == "rina.melati"
    (public,) = send(world.channel, world.out(rina, "Cek DM ya", answers=message.external_id, public=True), world.account)
    assert public.kind is OutcomeKind.SENT
    assert world.hear().ignored == "nothing-to-do"


def test_a_comment_of_a_week_ago_is_not_answered_privately_any_more(world: World) -> None:
    rina = world.vendor.customer()
    comment = world.vendor.comments(rina, "Harganya?")
    world.clock.at += 7 * 24 * HOUR
    (late,) = send(world.channel, world.out(rina, answers=f"comment:{comment}"), world.account)
    assert (late.kind, late.word, late.code) == (OutcomeKind.FAILED, Word.REFUSED, "100/2534025")


def test_webhooks_that_repeat_or_come_backwards_say_the_same(world: World) -> None:
    rina = world.vendor.customer()
    for words in ("Satu", "Dua", "Tiga"):
        world.vendor.says(rina, words)
    assert world.vendor.tell(times=2, backwards=True) == [200, 200, 200]
    assert [reading.messages[0].text for reading in world.came] == ["Tiga", "Tiga", "Dua", "Dua", "Satu", "Satu"]
    digests = {reading.messages[0].content_digest for reading in world.came}
    assert len(digests) == 3


def test_a_webhook_that_nobody_vouches_for_waits_and_says_nothing(world: World) -> None:
    world.vendor.secret = "rahasia lain"
    world.vendor.says(world.vendor.customer(), "Halo")
    assert world.vendor.tell() == [401] and len(world.vendor.waiting) == 1 and not world.came


def test_checking_sets_everything_up_and_what_was_missed_stands_in_metas_inbox(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.says(rina, "Tidak ada yang dengar")
    verdict = world.channel.verdict([carry(parcel) for parcel in world.channel.checks(world.account, "https://x.example/hooks")])
    assert verdict.is_well and verdict.facts["username"] == "toko.senja" and "comments" in world.vendor.subscribed
    assert world.vendor.talks[rina][0]["text"] == "Tidak ada yang dengar"
