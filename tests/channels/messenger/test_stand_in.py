"""Messenger against its stand-in, which takes only what Meta documents: both directions, windows, refusals."""

from collections.abc import Iterator

import pytest

from percaya.channels.contract import Answer, AttachmentOut, Choice, Offer, OutcomeKind, ReceiptState, Word
from percaya.demo.vendors.graph_social import refusal
from percaya.demo.vendors.serving import Said
from tests.channels.carrying import carry, send
from tests.channels.social import HOUR, World

PDF = AttachmentOut(name="nota.pdf", content=b"%PDF-1.4 nota", content_type="application/pdf")
OFFER = Offer(choices=(Choice(id="track", title="Lacak pesanan"), Choice(id="human", title="Bicara dengan kami")))


@pytest.fixture
def world() -> Iterator[World]:
    world = World("messenger")
    with world.vendor:
        yield world


def test_there_and_back_with_words_a_file_and_quick_answers(world: World) -> None:
    rina = world.vendor.customer()
    first = world.vendor.says(rina, "Kak, notanya ada?")
    assert world.hear().messages[0].text == "Kak, notanya ada?"
    outcomes = send(
        world.channel, world.out(rina, "Ini **notanya** kak", attachments=(PDF,), offer=OFFER, quotes=first), world.account
    )
    assert [one.kind for one in outcomes] == [OutcomeKind.SENT] * 3
    file, words = world.vendor.sent
    assert world.vendor.uploads[file["message"]["attachment"]["payload"]["attachment_id"]] == ("file", PDF.content)
    assert words["message"]["text"] == "Ini notanya kak" and file["reply_to"] == {"mid": first} and "reply_to" not in words
    world.vendor.presses(rina, "Lacak pesanan", "track")
    chosen = world.hear().messages[0]
    assert chosen.rich[0].data == {"id": "track", "title": "Lacak pesanan"}


def test_our_own_words_come_back_known_and_delivered_and_read(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.says(rina, "Halo")
    (sent,) = send(world.channel, world.out(rina), world.account)
    world.vendor.reads(rina)
    world.hear()
    _, echo, delivered, read = world.came
    assert echo.messages[0].echo and echo.messages[0].echo_token == "msg_1"
    assert delivered.receipts[0].external_id == sent.external_id and delivered.receipts[0].state is ReceiptState.DELIVERED
    assert read.receipts[0].before is not None and read.receipts[0].recipient == f"messenger:{rina}"


def test_what_a_colleague_says_elsewhere_is_an_echo_of_nobody_we_know(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.colleague_says(rina, "Sudah saya balas dari ponsel")
    message = world.hear().messages[0]
    assert message.echo and not message.echo_token and message.sender.value == f"messenger:{rina}"


def test_the_window_is_held_by_the_vendor_to_the_second(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.says(rina, "Halo")
    for seconds, window_open, word in (
        (24 * HOUR - 1, True, Word.NONE),
        (24 * HOUR, True, Word.WINDOW_CLOSED),
        (24 * HOUR, False, Word.NONE),
        (7 * 24 * HOUR - 1, False, Word.NONE),
        (7 * 24 * HOUR, False, Word.WINDOW_CLOSED),
    ):
        world.clock.at = world.vendor.heard[rina] / 1000 + seconds
        (outcome,) = send(world.channel, world.out(rina, window_open=window_open), world.account)
        assert outcome.word == word, seconds
    assert {sent.get("tag") for sent in world.vendor.sent} == {None, "HUMAN_AGENT"}


@pytest.mark.parametrize(
    ("trouble", "word"), [("away", Word.UNREACHABLE), ("held", Word.HELD_ELSEWHERE), ("stranger", Word.UNREACHABLE)]
)
def test_people_who_cannot_be_answered_are_told_apart(world: World, trouble: str, word: Word) -> None:
    rina = world.vendor.customer()
    if trouble != "stranger":
        world.vendor.says(rina, "Halo")
    world.vendor.away |= {rina} if trouble == "away" else set()
    world.vendor.held |= {rina} if trouble == "held" else set()
    (outcome,) = send(world.channel, world.out(rina), world.account)
    assert (outcome.kind, outcome.permanent, outcome.word) == (OutcomeKind.FAILED, True, word) and not world.vendor.sent


def test_a_revoked_token_holds_the_account_and_trouble_waits(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.says(rina, "Halo")
    world.vendor.misbehave(refusal(613, "rate"), Said(status=503, body=b"upstream"))
    words = [send(world.channel, world.out(rina), world.account)[0].word for _ in range(2)]
    assert words == [Word.TOO_MANY, Word.VENDOR]
    world.vendor.revoked = True
    (outcome,) = send(world.channel, world.out(rina), world.account)
    assert outcome.hold and outcome.word == Word.TOKEN_EXPIRED and not world.vendor.sent
    verdict = world.channel.verdict([carry(parcel) for parcel in world.channel.checks(world.account, "https://x.example")])
    assert (verdict.is_well, verdict.word) == (False, Word.TOKEN_EXPIRED)


def test_a_cut_line_is_unknown_and_the_echo_tells(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.says(rina, "Halo")
    parcel = world.channel.compose(world.out(rina), world.account)
    world.vendor.misbehave(lambda asked: (world.vendor.answer(asked), Said(silent=True))[1])
    outcome = world.channel.interpret(parcel, carry(parcel))
    assert outcome.kind is OutcomeKind.UNKNOWN and len(world.vendor.sent) == 1
    world.vendor.tell()
    assert world.came[1].messages[0].echo_token == "msg_1"


def test_checking_sets_up_webhook_and_subscription_and_names_the_page(world: World) -> None:
    hook = "https://percaya.example/hooks/messenger/acc_1"
    verdict = world.channel.verdict([carry(parcel) for parcel in world.channel.checks(world.account, hook)])
    assert verdict.is_well and verdict.facts["display_name"] == "Toko Senja"
    assert world.vendor.hook == hook and "feed" in world.vendor.subscribed and "standby" in world.vendor.subscribed


def test_a_comment_is_answered_once_privately_and_then_for_all_to_see(world: World) -> None:
    rina = world.vendor.customer()
    comment = world.vendor.comments(rina, "Bisa COD?", under="5501")
    message = world.hear().messages[0]
    assert message.sender.name == "Rina Melati" and message.external_id == f"comment:{comment}"
    (private,) = send(world.channel, world.out(rina, "Bisa kak", answers=message.external_id), world.account)
    (again,) = send(world.channel, world.out(rina, "Halo?", answers=message.external_id), world.account)
    assert (private.kind, again.word) == (OutcomeKind.SENT, Word.REFUSED)
    (public,) = send(world.channel, world.out(rina, "Cek pesan ya kak", answers=message.external_id, public=True), world.account)
    assert public.external_id.startswith("comment:") and world.vendor.posts[comment]["answers"] == ["Cek pesan ya kak"]


def test_reactions_edits_and_deletions_speak_of_the_message_they_mean(world: World) -> None:
    rina = world.vendor.customer()
    mid = world.vendor.says(rina, "Sizenya L")
    world.vendor.edits(rina, mid, "Sizenya XL")
    world.vendor.deletes(rina, mid)
    world.vendor.reacts(rina, mid, "")
    world.hear()
    changes = [reading.changes[0] for reading in world.came[1:]]
    assert [(one.kind.value, one.target) for one in changes] == [("edited", mid), ("deleted", mid), ("reacted", mid)]
    outcomes = send(world.channel, world.out(rina, reaction="👍", quotes=mid), world.account)
    assert outcomes[0].kind is OutcomeKind.SENT and world.vendor.reactions[0]["reaction"] == "👍"


def test_a_name_is_told_once_somebody_has_written(world: World) -> None:
    rina = world.vendor.customer()
    ask = world.channel.ask_name(f"messenger:{rina}", world.account)
    assert ask is not None and world.channel.name_in(carry(ask)) == ""
    world.vendor.says(rina, "Halo")
    assert world.channel.name_in(carry(ask)) == "Rina Melati"


def test_what_is_not_of_the_documented_shape_is_refused_by_the_stand_in(world: World) -> None:
    rina = world.vendor.customer()
    world.vendor.says(rina, "Halo")
    parcel = world.channel.compose(world.out(rina), world.account)
    for wrong in (b"{}", b"[]", b'{"recipient": {"id": "1"}, "message": {"text": "x"}, "bold": true}', b"not json"):
        answer = carry(type(parcel)(**{**parcel.__dict__, "body": wrong}))
        assert isinstance(answer, Answer) and answer.code == 400 and b'"code": 100' in answer.body
