"""What SMS by Twilio promises beyond the conformance suite; signatures and codes hold for WhatsApp as well."""

import hashlib
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import orjson
import pytest

from percaya.channels.common.twilio.signing import signature
from percaya.channels.contract import (
    AccountFacts,
    Address,
    Answer,
    AttachmentOut,
    HandleKind,
    MediaRef,
    OutcomeKind,
    Outgoing,
    Parcel,
    Word,
)
from percaya.channels.contract.abilities import Checked, Fetched, Fetching, Guided, Hooked, HookRequest
from percaya.channels.twilio.channel import CHANNEL

HOOK = "https://desk.example/hooks/twilio/acc_1"
ACCOUNT = AccountFacts(
    public_id="acc_1", workspace="senja", name="SMS", address="+1 202-555-0123", settings={"account_sid": "AC01"},
    secrets={"auth_token": "rahasia"}, hook_url=HOOK,
)  # fmt: skip
FIELDS = {"MessageSid": "SM1", "From": "+6281234567890", "To": "+12025550123", "Body": "Halo é 🙏", "NumMedia": "0"}


def request(
    fields: dict[str, str] = FIELDS, *, url: str = HOOK, signed: str | None = None, query: dict[str, str] | None = None
) -> HookRequest:
    given = signature("rahasia", url, fields.items()) if signed is None else signed
    headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": given}
    return HookRequest(method="POST", url=url, query=query or {}, headers=headers, body=urlencode(fields).encode())


def out(**changes: object) -> Outgoing:
    to = (Address(kind=HandleKind.EXTERNAL, value="twilio:+6281234567890"),)
    return Outgoing(**{"message_token": "msg_1", "ticket_token": "t", "ticket_number": 1, "to": to, **changes})  # type: ignore[arg-type]


def refused(code: int, status: int = 400) -> Answer:
    body = orjson.dumps({"code": code, "message": "no", "status": status})
    return Answer(code=status, body=body, text=body.decode())


def test_it_has_the_abilities_of_a_hooked_channel() -> None:
    for ability in (Hooked, Fetching, Checked, Guided):
        assert isinstance(CHANNEL, ability), ability


def test_only_what_twilio_signed_over_the_public_address_is_kept() -> None:
    good = CHANNEL.knock(request(), ACCOUNT)
    assert (good.status, good.take, good.proof, good.sender) == (200, urlencode(FIELDS).encode(), "signed", "+6281234567890")
    assert good.body == b"<Response></Response>" and good.content_type == "text/xml"
    tampered = replace(request(), body=urlencode({**FIELDS, "Body": "Lain"}).encode())
    elsewhere = replace(request(), url="https://jahat.example/hooks/twilio/acc_1")
    for wrong in (request(signed=""), request(signed="x"), tampered, elsewhere):
        judged = CHANNEL.knock(wrong, ACCOUNT)
        assert (judged.status, judged.take) == (403, None)
    nothing = replace(ACCOUNT, secrets={})
    assert CHANNEL.knock(request(signed=signature("", HOOK, FIELDS.items())), nothing).status == 403


def test_a_port_in_the_address_or_none_is_the_same() -> None:
    ported = signature("rahasia", HOOK.replace("desk.example", "desk.example:443"), FIELDS.items())
    assert CHANNEL.knock(request(signed=ported), ACCOUNT).status == 200
    url = HOOK.replace("desk.example", "desk.example:8443")
    bare = signature("rahasia", HOOK, FIELDS.items())
    assert CHANNEL.knock(request(url=url, signed=bare), ACCOUNT).status == 200


def test_a_body_that_is_no_form_is_vouched_for_by_its_hash() -> None:
    body = b'{"MessageSid":"SM1"}'
    url = f"{HOOK}?bodySHA256={hashlib.sha256(body).hexdigest()}"
    headers = {"content-type": "application/json", "x-twilio-signature": signature("rahasia", url)}
    asked = HookRequest(method="POST", url=url, headers=headers, body=body)
    assert CHANNEL.knock(asked, ACCOUNT).status == 200
    assert CHANNEL.knock(replace(asked, body=body + b" "), ACCOUNT).status == 403


def test_another_number_and_whatsapp_are_refused() -> None:
    other = {**FIELDS, "To": "+12025550199"}
    assert CHANNEL.knock(request(other), ACCOUNT).status == 403
    whatsapp = {**FIELDS, "To": "whatsapp:+12025550123"}
    assert CHANNEL.knock(request(whatsapp), ACCOUNT).status == 403
    status = {"MessageSid": "SM1", "MessageStatus": "delivered", "From": "+12025550123", "To": "+6281234567890"}
    assert CHANNEL.knock(request(status), ACCOUNT).status == 200


def test_our_own_name_of_a_message_comes_back_with_its_status() -> None:
    status = {"MessageSid": "SM1", "MessageStatus": "delivered", "From": "+12025550123", "To": "+6281234567890"}
    url = f"{HOOK}?token=msg_1"
    judged = CHANNEL.knock(request(status, url=url, query={"token": "msg_1"}), ACCOUNT)
    assert judged.take is not None and judged.take.endswith(b"&percaya_token=msg_1")


def test_words_go_as_plain_text_with_a_callback_that_names_them() -> None:
    parcel = CHANNEL.compose(out(text="**Halo** [resi](https://x.example/1)"), ACCOUNT)
    form = {key: values[0] for key, values in parse_qs(parcel.body.decode()).items()}
    assert form == {
        "To": "+6281234567890", "From": "+12025550123", "Body": "Halo resi (https://x.example/1)",
        "StatusCallback": f"{HOOK}?token=msg_1",
    }  # fmt: skip
    assert parcel.url == "https://api.twilio.com/2010-04-01/Accounts/AC01/Messages.json"
    assert parcel.headers["Authorization"].startswith("Basic ")
    service = replace(ACCOUNT, settings={"account_sid": "AC01", "messaging_service": "MG01"}, hook_url="http://localhost/x")
    form = parse_qs(CHANNEL.compose(out(text="Halo"), service).body.decode())
    assert form["MessagingServiceSid"] == ["MG01"] and "From" not in form and "StatusCallback" not in form


def linked(kind: str, size: int = 1, name: str = "berkas") -> AttachmentOut:
    url = f"https://desk.example/files/tanda/{name}"
    return AttachmentOut(name=name, content=b"x" * size, content_type=kind, link=url, reader_link=f"{url}?lama")


def test_pictures_go_as_mms_within_north_america_and_everything_else_as_a_link_in_the_words() -> None:
    files = (linked("image/png", name="a"), linked("image/jpeg", 5 * 1024 * 1024, "b"), linked("application/pdf", name="c.pdf"))
    there = (Address(kind=HandleKind.EXTERNAL, value="twilio:+14155550100"),)
    form = parse_qs(CHANNEL.compose(out(text="Ini", attachments=files, to=there), ACCOUNT).body.decode())
    assert form["MediaUrl"] == ["https://desk.example/files/tanda/a"]  # together they would be too large
    assert form["Body"][0].count("?lama") == 2 and "📎 c.pdf (tautan berlaku 30 hari)" in form["Body"][0]
    home = parse_qs(CHANNEL.compose(out(attachments=files[:1]), ACCOUNT).body.decode())
    assert "MediaUrl" not in home and home["Body"] == ["📎 a (tautan berlaku 30 hari)\nhttps://desk.example/files/tanda/a?lama"]
    alone = parse_qs(CHANNEL.compose(out(attachments=files[:1], to=there), ACCOUNT).body.decode())
    assert "Body" not in alone and len(alone["MediaUrl"]) == 1


def test_what_a_text_message_cannot_carry_is_said_before() -> None:
    with pytest.raises(ValueError, match="public https address"):
        CHANNEL.compose(out(text="Ini", attachments=(AttachmentOut(name="a", content=b"x", content_type="image/png"),)), ACCOUNT)
    with pytest.raises(ValueError, match="1601"):
        CHANNEL.compose(out(text="a" * 1601), ACCOUNT)
    with pytest.raises(ValueError, match="words alone"):
        CHANNEL.compose(out(text="a", location={"latitude": 1, "longitude": 2}), ACCOUNT)


@pytest.mark.parametrize(
    ("code", "status", "word", "permanent", "hold"),
    [
        (21610, 400, Word.BLOCKED, True, False),
        (21211, 400, Word.UNREACHABLE, True, False),
        (21617, 400, Word.TOO_LONG, True, False),
        (21408, 400, Word.NO_RIGHT, True, False),
        (21606, 400, Word.NO_RIGHT, False, True),
        (30003, 400, Word.UNREACHABLE, True, False),
        (30007, 400, Word.SPAM_LIMIT, True, False),
        (63016, 400, Word.WINDOW_CLOSED, True, False),
        (63041, 400, Word.TEMPLATE_PAUSED, True, False),
        (20003, 401, Word.TOKEN_EXPIRED, False, True),
        (20429, 429, Word.TOO_MANY, False, False),
        (30002, 400, Word.ACCOUNT_BLOCKED, False, True),
        (99999, 400, Word.REFUSED, True, False),
        (99999, 429, Word.TOO_MANY, False, False),
    ],
)
def test_each_code_has_its_word(code: int, status: int, word: Word, permanent: bool, hold: bool) -> None:
    outcome = CHANNEL.interpret(CHANNEL.compose(out(text="Halo"), ACCOUNT), refused(code, status))
    assert (outcome.kind, outcome.word, outcome.permanent, outcome.hold) == (OutcomeKind.FAILED, word, permanent, hold)
    assert outcome.code == str(code)


def test_files_are_asked_for_only_at_twilio_with_our_name() -> None:
    url = "https://api.twilio.com/2010-04-01/Accounts/AC01/Messages/MM1/Media/ME1"
    asked = CHANNEL.fetch(MediaRef(key=url), ACCOUNT, ())
    assert isinstance(asked, Parcel) and asked.url == url and "Authorization" in asked.headers
    for strange in (
        "http://169.254.169.254/latest/meta-data/",
        "http://api.twilio.com/2010-04-01/Accounts/AC01/Messages/MM1/Media/ME1",
        "https://api.twilio.com:8443/2010-04-01/Accounts/x",
        "https://api.twilio.com/2010-04-01/Accounts/../../x",
        "https://api.twilio.com@jahat.example/2010-04-01/Accounts/x",
        "https://[::1]/2010-04-01/Accounts/x",
        "https://[",
        "",
    ):
        assert CHANNEL.fetch(MediaRef(key=strange), ACCOUNT, ()) == Fetched(lost="refused"), strange
    assert CHANNEL.media_hosts(ACCOUNT) == ("api.twilio.com", ".twilio.com", ".twiliocdn.com")
    assert CHANNEL.fetch(MediaRef(key=url), ACCOUNT, (Answer(code=404),)) == Fetched(lost="expired")


def test_checking_tells_a_suspended_account_and_a_strange_number() -> None:
    def said(**body: object) -> Answer:
        return Answer(code=200, body=orjson.dumps(body))

    active = said(status="active", friendly_name="Toko Senja")
    assert [parcel.step for parcel in CHANNEL.checks(ACCOUNT, HOOK)] == ["account", "number"]
    assert CHANNEL.verdict((active, said(incoming_phone_numbers=[{"sms_url": HOOK}]))).facts["sms_url"] == HOOK
    assert CHANNEL.verdict((active, said(incoming_phone_numbers=[]))).word == Word.NO_RIGHT
    assert CHANNEL.verdict((said(status="suspended"),)).word == Word.ACCOUNT_BLOCKED
    assert CHANNEL.verdict((refused(20003, 401),)).word == Word.TOKEN_EXPIRED
