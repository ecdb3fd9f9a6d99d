"""The stand-in speaks as LINE does: line-bot-sdk believes its webhooks and works against it, and so does our channel."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    LocationMessage,
    MessagingApi,
    PushMessageRequest,
    ReplyMessageRequest,
    SetWebhookEndpointRequest,
    TextMessage,
)
from linebot.v3.webhooks import FollowEvent, MessageEvent, PostbackEvent, UnfollowEvent, UnsendEvent

from percaya.channels.contract import AccountFacts, Address, HandleKind, OutcomeKind, Outgoing, RawArrival, Word
from percaya.channels.contract.abilities import HookRequest
from percaya.channels.line.channel import CHANNEL
from percaya.demo.vendors.line import BOT, SECRET, TOKEN, LineVendor
from percaya.demo.vendors.serving import Said
from tests.channels.carrying import carry, fetched
from tests.contracts.account import RECEIVED_AT

SITI = "U4af4980629a1b2c3d4e5f60718293a4b"
HOOK = "https://desk.example/hooks/line/acc_1"


@pytest.fixture
def vendor() -> Iterator[LineVendor]:
    with LineVendor() as vendor:
        assert isinstance(vendor, LineVendor)
        vendor.endpoint = HOOK
        yield vendor


@pytest.fixture
def client(vendor: LineVendor) -> Iterator[ApiClient]:
    with ApiClient(Configuration(access_token=TOKEN, host=vendor.url)) as client:
        yield client


def account(vendor: LineVendor) -> AccountFacts:
    secrets = {"channel_secret": SECRET, "access_token": TOKEN}
    return AccountFacts(
        public_id="acc_1", workspace="s", name="L", address="", settings={"base_url": vendor.url}, secrets=secrets
    )


def out(**changes: object) -> Outgoing:
    to = (Address(kind=HandleKind.EXTERNAL, value=f"line:{SITI}"),)
    return Outgoing(**{"message_token": "msg_1", "ticket_token": "t", "ticket_number": 1, "to": to, **changes})  # type: ignore[arg-type]


def test_the_sdk_believes_every_webhook_and_no_forged_one(vendor: LineVendor) -> None:
    said = vendor.says(SITI, "Halo 🙏")
    vendor.sends_file(SITI, "image", b"jpg")
    vendor.says(SITI, type="location", title="Toko", address="Malang", latitude=-7.9, longitude=112.6)
    vendor.presses(SITI, "percaya=a&title=A")
    vendor.unsends(SITI, said)
    vendor.blocks(SITI)
    vendor.follows(SITI)
    parser = WebhookParser(SECRET)
    events = [event for one in vendor.waiting for event in parser.parse(one.body.decode(), one.headers["X-Line-Signature"])]
    kinds = [MessageEvent] * 3 + [PostbackEvent, UnsendEvent, UnfollowEvent, FollowEvent]
    assert [type(event) for event in events] == kinds
    assert events[0].message.text == "Halo 🙏" and events[2].message.title == "Toko"
    with pytest.raises(InvalidSignatureError):
        parser.parse(vendor.waiting[0].body.decode() + " ", vendor.waiting[0].headers["X-Line-Signature"])


def test_the_sdk_answers_pushes_and_sets_the_webhook(vendor: LineVendor, client: ApiClient) -> None:
    api = MessagingApi(client)
    token = vendor.says(SITI, "Halo")["replyToken"]
    answered = api.reply_message(ReplyMessageRequest(reply_token=token, messages=[TextMessage(text="Halo Kak")]))
    spot = LocationMessage(title="Toko", address="Malang", latitude=-7.9, longitude=112.6)
    pushed = api.push_message(PushMessageRequest(to=SITI, messages=[spot]))
    assert [one["ids"][0] for one in vendor.sent] == [answered.sent_messages[0].id, pushed.sent_messages[0].id]
    with pytest.raises(ApiException, match="Invalid reply token"):
        api.reply_message(ReplyMessageRequest(reply_token=token, messages=[TextMessage(text="Lagi")]))
    assert api.get_bot_info().user_id == BOT
    api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=HOOK))
    assert api.get_webhook_endpoint().active


def test_the_sdk_hears_of_the_month_being_used_up_and_of_a_wrong_token(vendor: LineVendor, client: ApiClient) -> None:
    vendor.quota = 1
    api = MessagingApi(client)
    api.push_message(PushMessageRequest(to=SITI, messages=[TextMessage(text="Satu")]), x_line_retry_key="k-1")
    with pytest.raises(ApiException) as again:
        api.push_message(PushMessageRequest(to=SITI, messages=[TextMessage(text="Satu")]), x_line_retry_key="k-1")
    assert again.value.status == 409
    with pytest.raises(ApiException) as used_up:
        api.push_message(PushMessageRequest(to=SITI, messages=[TextMessage(text="Dua")]))
    assert used_up.value.status == 429 and "monthly limit" in str(used_up.value.body)
    with ApiClient(Configuration(access_token="salah", host=vendor.url)) as wrong, pytest.raises(ApiException) as refused:
        MessagingApi(wrong).get_bot_info()
    assert refused.value.status == 401


def test_our_words_go_by_reply_then_by_push_and_a_repeated_push_is_said_once(vendor: LineVendor) -> None:
    event, facts = vendor.says(SITI, "Halo"), account(vendor)
    born = datetime.fromtimestamp(event["timestamp"] / 1000, tz=UTC)
    kept = {"reply": event["replyToken"], "at": event["timestamp"]}
    soon = CHANNEL.compose(out(text="Cepat", kept=kept, tried_at=born + timedelta(seconds=5)), facts)
    assert CHANNEL.interpret(soon, carry(soon)).kind is OutcomeKind.SENT
    again = CHANNEL.interpret(soon, carry(soon))
    assert again.kind is OutcomeKind.FAILED and not again.permanent
    late = CHANNEL.compose(out(message_token="msg_2", text="Lambat", kept=kept, tried_at=born + timedelta(hours=1)), facts)
    first, second = CHANNEL.interpret(late, carry(late)), CHANNEL.interpret(late, carry(late))
    assert first.kind is second.kind is OutcomeKind.SENT and first.external_id == second.external_id
    assert [one["by"] for one in vendor.sent] == ["reply", "push"]


def test_our_channel_tells_the_vendors_troubles_apart(vendor: LineVendor) -> None:
    facts = account(vendor)
    parcel = CHANNEL.compose(out(text="Halo"), facts)
    vendor.misbehave(Said(silent=True), Said(status=503))
    assert CHANNEL.interpret(parcel, carry(parcel)).kind is OutcomeKind.UNKNOWN and parcel.repeatable
    assert CHANNEL.interpret(parcel, carry(parcel)).word == Word.VENDOR
    vendor.quota = 1
    CHANNEL.interpret(parcel, carry(parcel))
    other = CHANNEL.compose(out(message_token="msg_2", text="Halo"), facts)
    used_up = CHANNEL.interpret(other, carry(other))
    assert used_up.word == Word.PAYMENT and used_up.hold


def test_a_webhook_is_told_again_until_taken_and_read(vendor: LineVendor) -> None:
    facts, taken = account(vendor), list[bytes]()
    verdict = CHANNEL.verdict([carry(parcel) for parcel in CHANNEL.checks(facts, HOOK)])
    assert verdict.is_well and verdict.facts["address"] == BOT
    event = vendor.sends_file(SITI, "image", b"\xff\xd8 foto")

    def post(url: str, body: bytes, headers: object) -> tuple[int, bytes]:
        named = {name.lower(): value for name, value in dict(headers).items()}  # type: ignore[call-overload]
        judged = CHANNEL.knock(HookRequest(method="POST", url=url, headers=named, body=body), facts)
        taken.extend([judged.take] if judged.take else [])
        return judged.status, judged.body

    assert vendor.tell(lambda url, body, headers: (500, b"")) == [500]
    assert vendor.tell(post) == [200] and vendor.waiting == []
    message = CHANNEL.read(RawArrival(raw=taken[0], door="hook", received_at=RECEIVED_AT), facts).messages[0]
    assert message.external_id == event["message"]["id"] and b'"isRedelivery":true' in taken[0]
    assert message.attachments[0].fetch is not None
    assert fetched(CHANNEL, message.attachments[0].fetch, facts).content == b"\xff\xd8 foto"
