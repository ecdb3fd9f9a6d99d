"""Our channel and the stand-in, over real HTTP: what is sent arrives whole, what is said is read."""

from collections.abc import Iterator

import orjson
import pytest

from percaya.channels.contract import (
    AccountFacts,
    Address,
    AttachmentOut,
    Choice,
    HandleKind,
    Offer,
    OutcomeKind,
    Outgoing,
    RawArrival,
    Reading,
    Word,
)
from percaya.channels.contract.abilities import HookRequest
from percaya.channels.telegram.channel import CHANNEL
from percaya.demo.vendors.serving import Said
from percaya.demo.vendors.telegram import TelegramVendor
from percaya.demo.vendors.telegram_customers import TOKEN
from tests.channels.carrying import carry, fetched, send
from tests.contracts.account import RECEIVED_AT


@pytest.fixture
def vendor() -> Iterator[TelegramVendor]:
    with TelegramVendor() as vendor:
        assert isinstance(vendor, TelegramVendor)
        vendor.customer()
        yield vendor


def account(vendor: TelegramVendor, **settings: str) -> AccountFacts:
    return AccountFacts(
        public_id="acc_1", workspace="senja", name="Telegram", address="", settings={"base_url": vendor.url, **settings},
        secrets={"bot_token": TOKEN}, signing_key=b"a key for samples, known to all!",
    )  # fmt: skip


def out(**changes: object) -> Outgoing:
    to = (Address(kind=HandleKind.EXTERNAL, value="telegram:5123456789"),)
    return Outgoing(**{"message_token": "msg_1", "ticket_token": "t", "ticket_number": 1, "to": to, **changes})  # type: ignore[arg-type]


def read(raw: bytes, vendor: TelegramVendor) -> Reading:
    return CHANNEL.read(RawArrival(raw=raw, door="hook", received_at=RECEIVED_AT), account(vendor))


def test_words_an_album_and_a_paper_arrive_in_that_order(vendor: TelegramVendor) -> None:
    photos = tuple(AttachmentOut(name=f"{n}.png", content=b"png%d" % n, content_type="image/png") for n in range(3))
    paper = AttachmentOut(name='aneh"\r\n.pdf', content=b"%PDF-\r\n--x", content_type="application/pdf")
    offer = Offer(choices=(Choice(id="a", title="Ya"),))
    outcomes = send(CHANNEL, out(text="**Ini** 5 < 6", attachments=(*photos, paper), offer=offer), account(vendor))
    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.SENT] * 3
    assert outcomes[0].external_id == "5123456789:301"
    assert [sent["content"] for sent in vendor.sent] == [b"", b"png0", b"png1", b"png2", b"%PDF-\r\n--x"]
    assert vendor.sent[0]["text"] == "Ini 5 < 6" and vendor.sent[0]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Ya"


def test_reaction_place_and_quote_arrive(vendor: TelegramVendor) -> None:
    send(CHANNEL, out(reaction="👍", quotes="5123456789:301"), account(vendor))
    send(CHANNEL, out(location={"latitude": -7.9, "longitude": 112.6, "name": "Toko"}), account(vendor))
    send(CHANNEL, out(text="Yang ini", quotes="5123456789:301"), account(vendor))
    assert vendor.reactions[0]["message_id"] == 301
    assert vendor.sent[0]["venue"]["title"] == "Toko"
    assert vendor.sent[1]["asked"]["reply_parameters"]["message_id"] == 301


def test_hard_marks_never_make_telegram_refuse_the_words(vendor: TelegramVendor) -> None:
    hard = (
        "# Judul **tebal\n\n> kutip\n> > dalam\n\n- _a\n- `b<c>`\n\n```\n<pre>&amp;\n```\n"
        '[x](https://x.example/"<>) ***a** b*\n\n![p](y)'
    )
    (outcome,) = send(CHANNEL, out(text=hard), account(vendor))
    assert outcome.kind is OutcomeKind.SENT, outcome.reason


def test_blocked_moved_flooded_and_cut_off_are_told_apart(vendor: TelegramVendor) -> None:
    facts, rina = account(vendor), vendor.customer()
    vendor.too_many(9)
    assert send(CHANNEL, out(text="Halo"), facts)[0].retry_after == 9
    vendor.misbehave(Said(silent=True))
    assert send(CHANNEL, out(text="Halo"), facts)[0].kind is OutcomeKind.UNKNOWN
    vendor.misbehave(Said(status=502, body=b"<html>"))
    assert not send(CHANNEL, out(text="Halo"), facts)[0].permanent
    vendor.group(-44, "Reseller", "group")
    vendor.becomes_supergroup(rina, -44, -10044)
    group = (Address(kind=HandleKind.EXTERNAL, value="telegram:-44"),)
    assert not send(CHANNEL, out(text="Halo", to=group), facts)[0].permanent
    vendor.blocks(rina)
    assert send(CHANNEL, out(text="Halo"), facts)[0].word == Word.BLOCKED


def test_asking_takes_every_update_once_and_answers_buttons(vendor: TelegramVendor) -> None:
    facts, rina = account(vendor), vendor.customer()
    vendor.says(rina, "Satu")
    send(CHANNEL, out(text="Pilih", offer=Offer(choices=(Choice(id="a", title="Ya"),))), facts)
    vendor.presses(rina, vendor.sent[-1], "a")
    cursor, texts = "", []
    for _ in range(4):
        polling = CHANNEL.polled(carry(CHANNEL.poll(facts, cursor)), cursor)
        texts += [message.text for raw in polling.arrivals for message in read(raw, vendor).messages]
        cursor = polling.cursor
    assert texts == ["Satu", "Ya"] and len(vendor.answered) == 1 and vendor.waiting == []


def test_the_webhook_that_checking_set_opens_our_door_and_is_told_again_until_taken(vendor: TelegramVendor) -> None:
    facts, hook = account(vendor), "https://desk.example/hooks/telegram/acc_1"
    verdict = CHANNEL.verdict([carry(parcel) for parcel in CHANNEL.checks(facts, hook)])
    assert verdict.is_well and verdict.facts["webhook"] == hook
    vendor.says(vendor.customer(), "Halo Kak")
    taken: list[bytes] = []

    def post(url: str, body: bytes, headers: object) -> tuple[int, bytes]:
        named = {name.lower(): value for name, value in dict(headers).items()}  # type: ignore[call-overload]
        judged = CHANNEL.knock(HookRequest(method="POST", url=url, headers=named, body=body), facts)
        taken.extend([judged.take] if judged.take else [])
        return judged.status, judged.body

    assert vendor.tell(lambda url, body, headers: (503, b"")) == [503]
    assert vendor.tell(post) == [200] and vendor.tell(post) == []
    assert read(taken[0], vendor).messages[0].text == "Halo Kak"
    assert orjson.loads(taken[0])["message"]["chat"]["id"] == 5123456789


def test_files_are_fetched_whole_or_given_up_with_a_word(vendor: TelegramVendor) -> None:
    facts, rina = account(vendor), vendor.customer()
    update = vendor.sends_file(rina, "photo", b"\xff\xd8 isi foto", caption="Penyok")
    message = read(orjson.dumps(update), vendor).messages[0]
    assert message.attachments[0].fetch is not None
    assert fetched(CHANNEL, message.attachments[0].fetch, facts).content == b"\xff\xd8 isi foto"
    vendor.files.clear()
    assert fetched(CHANNEL, message.attachments[0].fetch, facts).lost == "expired"
