"""What the API channel promises beside the contract."""

import json
from datetime import UTC, datetime

import pytest

from percaya.channels.api.channel import CHANNEL
from percaya.channels.contract import AccountFacts, Address, Answer, HandleKind, MessageIn, OutcomeKind, Outgoing, RawArrival

_ACCOUNT = AccountFacts(public_id="acc_1", workspace="tokosenja", name="Kasir", address="")


def _read(**data: object) -> MessageIn:
    given = {"id": "e1", "sender": {"external_id": "u1"}, "text": "Halo"} | data
    arrival = RawArrival(raw=json.dumps(given).encode(), door="api", received_at=datetime(2026, 11, 3, tzinfo=UTC))
    return CHANNEL.read(arrival, _ACCOUNT).messages[0]


@pytest.mark.parametrize(("claim", "verified"), [(True, True), (False, False), ("true", False), (1, False), (None, False)])
def test_the_caller_vouches_for_its_user_or_does_not(claim: object, verified: bool) -> None:
    assert _read(sender={"external_id": "u1", "verified": claim}).sender.verified is verified


def test_the_caller_names_the_conversation() -> None:
    assert _read(conversation="order-204").thread.conversation == "order-204"


def test_a_retry_is_the_same_message() -> None:
    assert _read() == _read()
    assert _read().content_digest != _read(text="Lain").content_digest


def test_a_reply_is_sent_when_it_can_be_read() -> None:
    out = Outgoing(message_token="m1", ticket_token="t1", ticket_number=1, to=(Address(kind=HandleKind.EXTERNAL, value="u1"),))
    parcel = CHANNEL.compose(out, _ACCOUNT)
    outcome = CHANNEL.interpret(parcel, Answer(code=0))
    assert (parcel.carrier, outcome.kind, outcome.proof) == ("none", OutcomeKind.SENT, "available through the API")
