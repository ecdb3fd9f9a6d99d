"""docs/api-channel.md is the contract: what stands there is what the channel does."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from percaya.channels.api import sending
from percaya.channels.api.channel import CHANNEL
from percaya.channels.api.signing import is_signed, secrets_of, signature
from percaya.channels.contract import AccountFacts, Address, Answer, AttachmentOut, HandleKind, OutcomeKind, Outgoing, RawArrival
from percaya.channels.contract.abilities import HookRequest

PAGE = (Path(__file__).parents[3] / "docs" / "api-channel.md").read_text()
BLOCKS = dict(re.findall(r"```(?:json|text) (\w+)\n(.*?)```", PAGE, re.S))
ACCOUNT = AccountFacts(
    public_id="acc_1", workspace="senja", name="Pasar", address="", settings={"base_url": "https://app.example/hook"},
    secrets={"secret": "whsec_c2VuamE="},
)  # fmt: skip
OUT = Outgoing(
    message_token="msg_…", ticket_token="tkt_…", ticket_number=204, conversation="9223372036854775011", answers="evt-1",
    to=(Address(kind=HandleKind.EXTERNAL, value="buyer-7", name="Rina Marlina"),), subject="Re: Kak, kebaya ukuran M ready?",
    text="Ready, Kak Rina.", html="<p>Ready, Kak Rina.</p>", sender_name="Dewi dari Toko Senja",
    attachments=(AttachmentOut(name="foto.png", content=b"abc", content_type="image/png"),),
    composed_at=datetime(2026, 11, 3, 4, tzinfo=UTC),
)  # fmt: skip


def read(raw: str) -> Any:
    arrival = RawArrival(raw=raw.encode(), door="hook", received_at=datetime(2026, 11, 3, tzinfo=UTC))
    return CHANNEL.read(arrival, ACCOUNT)


def test_the_page_shows_a_true_signature() -> None:
    made = signature(secrets_of(ACCOUNT)[0], "evt_1", "1793673660", b'{"type": "ping"}')
    assert BLOCKS["signature"].strip() == made


def test_a_message_is_read_as_the_page_says() -> None:
    message = read(BLOCKS["message"]).messages[0]
    assert (message.external_id, message.thread.conversation) == ("evt-1", "9223372036854775011")
    assert [one.value for one in (message.sender, *message.also)] == ["buyer-7", "+6281234567890"]
    assert (message.attachments[0].content, message.fields) == (b"nota", {"order": "INV-204"})


@pytest.mark.parametrize("kind", ["edited", "reacted", "deleted"])
def test_a_change_is_read_as_the_page_says(kind: str) -> None:
    change = read(BLOCKS[kind]).changes[0]
    assert (change.kind.value, change.target, change.sender.value) == (kind, "evt-1", "buyer-7")


def test_a_receipt_is_read_as_the_page_says() -> None:
    receipt = read(BLOCKS["receipt"]).receipts[0]
    assert (receipt.token, receipt.state.value) == ("msg_…", "read")


def test_an_answer_leaves_as_the_page_says() -> None:
    parcel = CHANNEL.compose(OUT, ACCOUNT)
    shown, sent = json.loads(BLOCKS["answer"]), json.loads(parcel.body)
    shown["data"]["files"][0]["content"] = "YWJj"
    assert sent == shown
    assert (parcel.carrier, parcel.method, parcel.url) == ("http", "POST", "https://app.example/hook")
    assert is_signed(parcel.headers, parcel.body, secrets_of(ACCOUNT))
    assert parcel.headers["webhook-timestamp"] == "1793678400"


@pytest.mark.parametrize(
    ("code", "kind", "permanent", "hold"),
    [(200, "sent", False, False), (204, "sent", False, False), (429, "failed", False, False), (503, "failed", False, False),
     (400, "failed", True, False), (422, "failed", True, False), (302, "failed", True, False),
     (401, "failed", False, True), (410, "failed", False, True)],
)  # fmt: skip
def test_an_answers_code_means_what_the_page_says(code: int, kind: str, permanent: bool, hold: bool) -> None:
    outcome = CHANNEL.interpret(CHANNEL.compose(OUT, ACCOUNT), Answer(code=code, headers={"retry-after": "90"}))
    assert (outcome.kind.value, outcome.permanent, outcome.hold) == (kind, permanent, hold)
    assert outcome.retry_after == (90 if code in (429, 503) else None)


def test_what_nobody_answered_may_have_arrived_and_is_said_again_under_its_id() -> None:
    parcel = CHANNEL.compose(OUT, ACCOUNT)
    assert CHANNEL.interpret(parcel, Answer(code=0)).kind is OutcomeKind.UNKNOWN and parcel.repeatable
    assert CHANNEL.interpret(parcel, Answer(code=0, sent_anything=False)).kind is OutcomeKind.FAILED


def test_nothing_leaves_unsigned_and_nothing_unsigned_comes_in() -> None:
    bare = replace(ACCOUNT, secrets={})
    with pytest.raises(ValueError, match="secret"):
        CHANNEL.compose(OUT, bare)
    body = BLOCKS["message"].encode()
    signed = signature(b"", "evt_1", "1", body)
    headers = {"webhook-id": "evt_1", "webhook-timestamp": "1", "webhook-signature": signed}
    knocked = CHANNEL.knock(HookRequest(method="POST", url="", headers=headers, body=body), bare)
    assert (knocked.status, knocked.take) == (401, None)


def test_a_ticket_is_never_named_from_outside() -> None:
    said = json.loads(BLOCKS["message"])
    said["data"]["ticket"] = "tkt_of_somebody_else"
    assert read(json.dumps(said)).messages[0].thread.tokens == ()
    assert read(json.dumps(said["data"])).messages[0].thread.tokens == ()


def test_ringing_names_the_hook_and_any_2xx_is_well() -> None:
    parcel = sending.ping(ACCOUNT, "https://percaya.example/hooks/api/acc_1")
    assert json.loads(parcel.body)["data"]["hook"] == "https://percaya.example/hooks/api/acc_1"
    assert is_signed(parcel.headers, parcel.body, secrets_of(ACCOUNT))
    assert CHANNEL.verdict([Answer(code=204)]).is_well and not CHANNEL.verdict([Answer(code=404)]).is_well
    assert CHANNEL.checks(replace(ACCOUNT, settings={}), "") == () and CHANNEL.verdict([]).is_well
