"""What live chat promises beyond the conformance suite."""

from datetime import UTC, datetime

import orjson

from percaya.channels.contract import AccountFacts, Answer, OutcomeKind, Outgoing, Parcel, RawArrival
from percaya.channels.webchat.channel import CHANNEL

ACCOUNT = AccountFacts(public_id="acc_1", workspace="senja", name="Chat", address="")


def arrival(**said: object) -> RawArrival:
    whole = {"submission": "c-1", "conversation": "web:a", "sender": {"external_id": "web:a"}, "text": "Halo", **said}
    return RawArrival(raw=orjson.dumps(whole), door="chat", received_at=datetime(2026, 11, 22, tzinfo=UTC))


def test_only_a_plain_true_makes_a_verified_sender() -> None:
    for said in ("true", 1, "yes", None, ["x"]):
        read = CHANNEL.read(arrival(sender={"external_id": "web:a", "verified": said}), ACCOUNT)
        assert not read.messages[0].sender.verified


def test_the_same_words_in_two_conversations_are_two_messages() -> None:
    first = CHANNEL.read(arrival(), ACCOUNT).messages[0]
    other = CHANNEL.read(arrival(conversation="web:b"), ACCOUNT).messages[0]
    assert first.content_digest != other.content_digest and first.thread.conversation != other.thread.conversation


def test_an_answer_is_sent_when_it_stands_where_the_visitor_looks() -> None:
    read = CHANNEL.read(arrival(), ACCOUNT).messages[0]
    parcel = CHANNEL.compose(Outgoing(message_token="msg_1", ticket_token="tkt_1", ticket_number=1, to=(read.sender,)), ACCOUNT)
    assert isinstance(parcel, Parcel) and parcel.carrier == "none" and parcel.body == b""
    assert CHANNEL.interpret(parcel, Answer(code=250)).kind == OutcomeKind.SENT
