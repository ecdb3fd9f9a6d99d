"""What WhatsApp promises beyond the conformance suite."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from percaya.channels.common.graph import signature
from percaya.channels.contract import (
    AccountFacts,
    Address,
    Answer,
    HandleKind,
    MediaRef,
    OutcomeKind,
    Parcel,
    RawArrival,
    Reading,
)
from percaya.channels.contract.abilities import (
    Checked,
    Fetched,
    Fetching,
    Guided,
    Hooked,
    HookRequest,
    Stepped,
    Templated,
    TemplateFacts,
)
from percaya.channels.whatsapp.channel import CHANNEL

ACCOUNT = AccountFacts(
    public_id="acc_1",
    workspace="senja",
    name="WA Toko Senja",
    address="1060",
    settings={"waba_id": "1022"},
    secrets={"access_token": "EAAG", "app_secret": "sesame", "verify_token": "kenanga"},
)
RINA = Address(kind=HandleKind.EXTERNAL, value="whatsapp:+6281234567890")
JPEG = b"\xff\xd8\xff\xe0" + b"foto" * 10


def ok(**body: Any) -> Answer:
    return Answer(code=200, body=orjson.dumps(body))


def refused(code: int, status: int = 400, **more: Any) -> Answer:
    return Answer(code=status, body=orjson.dumps({"error": {"message": "no", "code": code, **more}}))


def read(payload: dict[str, Any]) -> Reading:
    raw = orjson.dumps(payload)
    return CHANNEL.read(RawArrival(raw=raw, door="hook", received_at=datetime(2026, 11, 22, tzinfo=UTC)), ACCOUNT)


def test_it_can_all_that_a_chat_over_webhooks_needs() -> None:
    for ability in (Hooked, Stepped, Fetching, Templated, Checked, Guided):
        assert isinstance(CHANNEL, ability)


def test_a_knock_names_every_number_and_the_one_person() -> None:
    def value(number: str) -> dict[str, Any]:
        return {"metadata": {"phone_number_id": number}, "messages": [{"from": "6281234567890", "id": "w", "type": "text"}]}

    entry = [{"id": "1022", "changes": [{"field": "messages", "value": value(number)} for number in ("1060", "77")]}]
    raw = orjson.dumps({"object": "whatsapp_business_account", "entry": entry})
    headers = {"x-hub-signature-256": signature("sesame", raw)}
    knock = CHANNEL.knock(HookRequest(method="POST", url="https://x.example", headers=headers, body=raw), ACCOUNT)
    assert (knock.take, knock.addresses, knock.sender) == (raw, ("1060", "77"), "6281234567890")
    assert len(read(orjson.loads(raw)).messages) == 1, "only what speaks to our own number is read"


def test_two_hundred_messages_in_three_megabytes_are_all_read() -> None:
    def message(n: int) -> dict[str, Any]:
        return {
            "from": f"62812{n:07}",
            "id": f"wamid.{n}",
            "timestamp": "1793671200",
            "type": "text",
            "text": {"body": "x" * 15_000},
        }

    value = {"metadata": {"phone_number_id": "1060"}, "messages": [message(n) for n in range(200)]}
    payload = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}
    found = read({**payload, "entry": [{"id": "1022", "changes": payload["entry"][0]["changes"]}]}).messages  # type: ignore[index]
    assert len({one.external_id for one in found}) == len({one.content_digest for one in found}) == 200


PARCEL = Parcel(carrier="http", external_id="x", step="text")


@pytest.mark.parametrize(
    ("answer", "word", "permanent", "hold"),
    [
        (refused(190, 401), "token-expired", False, True),
        (refused(0, 401), "token-expired", False, True),
        (refused(10, 403), "no-right", False, True),
        (refused(294, 403), "no-right", False, True),
        (refused(368), "account-blocked", False, True),
        (refused(131042), "payment", False, True),
        (refused(131057), "maintenance", False, True),
        (refused(131047), "window-closed", True, False),
        (refused(131026), "unreachable", True, False),
        (refused(131050), "no-marketing", True, False),
        (refused(131053), "wrong-media", True, False),
        (refused(132001), "template-missing", True, False),
        (refused(132000), "template-misfit", True, False),
        (refused(132015), "template-paused", True, False),
        (refused(132099), "template-misfit", True, False),
        (refused(131056), "too-many", False, False),
        (refused(130429, 429), "too-many", False, False),
        (refused(131049), "not-now", False, False),
        (refused(131048), "spam-limit", False, False),
        (refused(131000, 500), "vendor", False, False),
        (refused(999999), "refused", True, False),
        (refused(999999, is_transient=True), "vendor", False, False),
        (Answer(code=503, text="later"), "vendor", False, False),
        (Answer(code=401), "token-expired", False, True),
        (Answer(code=429), "too-many", False, False),
    ],
)
def test_every_code_says_whether_to_try_again(answer: Answer, word: str, permanent: bool, hold: bool) -> None:
    outcome = CHANNEL.interpret(PARCEL, answer)
    assert (outcome.kind, outcome.word, outcome.permanent, outcome.hold) == (OutcomeKind.FAILED, word, permanent, hold)
    assert outcome.reason and outcome.code


def test_the_vendors_own_waits_are_kept() -> None:
    assert CHANNEL.interpret(PARCEL, refused(131049)).retry_after == 24 * 3600
    assert CHANNEL.interpret(PARCEL, refused(131056)).retry_after is None
    told = Answer(code=429, body=b"{}", headers={"retry-after": "37"})
    assert CHANNEL.interpret(PARCEL, told).retry_after == 37


def test_sent_is_a_claim_with_proof_and_anything_else_is_unknown() -> None:
    taken = CHANNEL.interpret(PARCEL, ok(messages=[{"id": "wamid.7", "message_status": "accepted"}]))
    assert (taken.kind, taken.external_id, taken.proof) == (OutcomeKind.SENT, "wamid.7", "wamid.7")
    for odd in (Answer(code=200, body=b"<html>"), ok(messages=[]), Answer(code=504, text="gateway"), Answer(code=0, text="cut")):
        assert CHANNEL.interpret(PARCEL, odd).kind is OutcomeKind.UNKNOWN


def test_an_upload_without_an_id_is_tried_again() -> None:
    upload = Parcel(carrier="http", external_id="x", step="upload.file.0")
    assert CHANNEL.interpret(upload, ok(id="media-1")).kind is OutcomeKind.SENT
    assert not CHANNEL.interpret(upload, ok()).permanent


REF = MediaRef(key="555", sha256=hashlib.sha256(JPEG).hexdigest())


def fetched(*answers: Answer, ref: MediaRef = REF) -> Parcel | Fetched:
    return CHANNEL.fetch(ref, ACCOUNT, answers)


def test_a_file_is_asked_for_then_got_then_compared() -> None:
    where = ok(url="https://lookaside.fbsbx.com/x", mime_type="image/jpeg", file_size=len(JPEG))
    first, second = fetched(), fetched(where)
    assert isinstance(first, Parcel) and first.url.endswith("/555") and first.headers["Authorization"] == "Bearer EAAG"
    assert isinstance(second, Parcel) and second.url == "https://lookaside.fbsbx.com/x"
    assert fetched(where, Answer(code=200, body=JPEG)) == Fetched(content=JPEG, content_type="image/jpeg")


def test_what_is_not_the_file_is_said_to_be_lost() -> None:
    where = ok(url="https://lookaside.fbsbx.com/x")
    bare = MediaRef(key="555")
    assert fetched(where, Answer(code=200, body=JPEG + b"!")) == Fetched(lost="mismatch")
    assert fetched(where, Answer(code=200, body=b"<html>login</html>"), ref=bare) == Fetched(lost="not-media")
    assert fetched(refused(100, 404)) == Fetched(lost="expired")
    assert fetched(ok(url="https://x.example", file_size=200 * 1024 * 1024)) == Fetched(lost="too-large")


@pytest.mark.parametrize("answer", [refused(190, 401), Answer(code=500), Answer(code=429), Answer(code=0)])
def test_trouble_that_will_pass_repeats_the_question(answer: Answer) -> None:
    assert fetched(answer) == fetched()
    where = ok(url="https://lookaside.fbsbx.com/x")
    assert fetched(where, answer) == fetched(where)


def test_templates_come_in_pages_with_every_blank() -> None:
    button = {"type": "URL", "text": "Lacak", "url": "https://toko.example/{{1}}"}
    item = {
        "id": "1", "name": "paket_tiba", "language": "id", "status": "APPROVED", "category": "UTILITY",
        "quality_score": {"score": "GREEN"},
        "components": [
            {"type": "HEADER", "format": "IMAGE"},
            {"type": "BODY", "text": "Halo {{1}}, paket {{2}} tiba.", "example": {"body_text": [["Rina", "INV/77"]]}},
            {"type": "FOOTER", "text": "Toko Senja"},
            {"type": "BUTTONS", "buttons": [button]},
        ],
    }  # fmt: skip
    first = ok(data=[item], paging={"cursors": {"after": "abc"}, "next": "https://graph.facebook.com/next"})
    asked = CHANNEL.list_templates(ACCOUNT, [first])
    assert isinstance(asked, Parcel) and "after=abc" in asked.url and "/1022/message_templates?" in asked.url
    found = CHANNEL.list_templates(ACCOUNT, [first, ok(data=[], paging={})])
    assert isinstance(found, tuple) and isinstance(found[0], TemplateFacts)
    assert found[0].blanks == ("header.image", "1", "2", "button.0.1") and found[0].examples == {"1": "Rina", "2": "INV/77"}
    assert (found[0].state, found[0].quality, found[0].header_kind) == ("approved", "green", "image")
    with pytest.raises(ValueError, match="no"):
        CHANNEL.list_templates(ACCOUNT, [refused(190, 401)])


def test_trying_the_keys_tells_of_the_number_and_the_tokens_end() -> None:
    number, token, subscribe = CHANNEL.checks(ACCOUNT, "https://desk.example/hooks/whatsapp/acc_1")
    assert orjson.loads(subscribe.body)["override_callback_uri"] == "https://desk.example/hooks/whatsapp/acc_1"
    assert (number.method, token.method, subscribe.url.rsplit("/", 1)[1]) == ("GET", "GET", "subscribed_apps")
    facts = ok(display_phone_number="+62 811", verified_name="Toko Senja", quality_rating="GREEN", messaging_limit_tier="TIER_1K")
    well = CHANNEL.verdict([facts, ok(data={"expires_at": 1793671200}), ok(success=True)])
    assert well.is_well and well.facts["token_expires_at"] == "2026-11-03T02:00:00+00:00" and well.facts["limit"] == "TIER_1K"
    assert CHANNEL.verdict([facts, refused(100), ok(success=True)]).is_well, "not every token may ask about itself"
    ill = CHANNEL.verdict([refused(190, 401), refused(190, 401), refused(190, 401)])
    assert (ill.is_well, ill.word, ill.code) == (False, "token-expired", "190")
    assert not CHANNEL.verdict([]).is_well
