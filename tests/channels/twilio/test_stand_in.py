"""The stand-in speaks as Twilio does: Twilio's own validator and REST client believe it, and our channels work with it."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from percaya.channels.common.twilio.signing import signature
from percaya.channels.contract import (
    AccountFacts,
    Address,
    HandleKind,
    OutcomeKind,
    Outgoing,
    Parcel,
    RawArrival,
    Reading,
    ReceiptState,
    TemplateOut,
    Word,
)
from percaya.channels.contract.abilities import HookRequest
from percaya.channels.twilio.channel import CHANNEL as BY_SMS
from percaya.channels.twilio_whatsapp.channel import CHANNEL as BY_WHATSAPP
from percaya.demo.vendors.hooking import Knocking
from percaya.demo.vendors.serving import Said
from percaya.demo.vendors.twilio import SID, SMS, TOKEN, WHATSAPP, TwilioVendor
from tests.channels.carrying import carry, fetched
from tests.contracts.account import RECEIVED_AT

HOOK = "https://desk.example/hooks/twilio/acc_1"
RINA = "+6281234567890"


@pytest.fixture
def vendor() -> Iterator[TwilioVendor]:
    with TwilioVendor() as vendor:
        assert isinstance(vendor, TwilioVendor)
        vendor.hooks |= {SMS: HOOK, WHATSAPP: HOOK}
        yield vendor


def account(vendor: TwilioVendor, address: str = SMS) -> AccountFacts:
    settings = {"base_url": vendor.url, "account_sid": SID}
    return AccountFacts(
        public_id="acc_1",
        workspace="s",
        name="T",
        address=address,
        settings=settings,
        secrets={"auth_token": TOKEN},
        hook_url=HOOK,
    )


def out(key: str = "twilio", **changes: object) -> Outgoing:
    to = (Address(kind=HandleKind.EXTERNAL, value=f"{key}:{RINA}"),)
    return Outgoing(**{"message_token": "msg_1", "ticket_token": "t", "ticket_number": 1, "to": to, **changes})  # type: ignore[arg-type]


def client(vendor: TwilioVendor, token: str = TOKEN) -> Client:
    """Twilio's own REST client, led to the stand-in."""

    class Led(TwilioHttpClient):
        def request(self, method: str, url: str, *args: object, **kwargs: object) -> Response:
            return super().request(method, url.replace("https://api.twilio.com", vendor.url), *args, **kwargs)  # type: ignore[arg-type]

    return Client(SID, token, http_client=Led())


def knocked(one: Knocking, facts: AccountFacts, channel: object = BY_SMS) -> Reading | int:
    """What our door makes of a webhook: its reading, or the status of a refusal."""
    query = one.url.partition("?")[2]
    headers = {name.lower(): value for name, value in one.headers.items()}
    asked = HookRequest(method="POST", url=one.url, query=dict(parse_qsl(query)), headers=headers, body=one.body)
    judged = channel.knock(asked, facts)  # type: ignore[attr-defined]
    if judged.take is None:
        return int(judged.status)
    return channel.read(RawArrival(raw=judged.take, door="hook", received_at=RECEIVED_AT), facts)  # type: ignore[attr-defined, no-any-return]


def test_twilios_validator_and_ours_agree_on_every_webhook(vendor: TwilioVendor) -> None:
    vendor.says(RINA, "Halo é 🙏 & = %")
    vendor.sends_file(RINA, "image/jpeg", b"jpg", whatsapp=True)
    validator = RequestValidator(TOKEN)
    for one in vendor.waiting:
        fields = dict(parse_qsl(one.body.decode(), keep_blank_values=True))
        given = one.headers["X-Twilio-Signature"]
        assert validator.validate(one.url, fields, given)
        assert not validator.validate(one.url, {**fields, "Body": "lain"}, given)
        assert signature(TOKEN, one.url, fields.items()) == given == validator.compute_signature(one.url, fields)


def test_twilios_client_sends_hears_refusals_and_looks_up_the_number(vendor: TwilioVendor) -> None:
    rest = client(vendor)
    sent = rest.messages.create(to=RINA, from_=SMS, body="Halo Kak", status_callback=HOOK)
    assert sent.sid == vendor.sent[0]["Sid"] and sent.status == "queued" and sent.body == "Halo Kak"
    assert [number.phone_number for number in rest.incoming_phone_numbers.list(phone_number=SMS)] == [SMS]
    vendor.says(RINA, "STOP")
    for to, body, code in ((RINA, "Halo", 21610), ("+0", "Halo", 21211), ("+6289999999999", "a" * 1601, 21617)):
        with pytest.raises(TwilioRestException) as refused:
            rest.messages.create(to=to, from_=SMS, body=body)
        assert refused.value.code == code
    with pytest.raises(TwilioRestException) as wrong:
        client(vendor, "salah").messages.create(to=RINA, from_=SMS, body="Halo")
    assert wrong.value.code == 20003


def test_words_leave_and_their_statuses_come_back_under_our_own_name(vendor: TwilioVendor) -> None:
    facts = account(vendor)
    parcel = BY_SMS.compose(out(text="**Halo** Kak"), facts)
    outcome = BY_SMS.interpret(parcel, carry(parcel))
    assert outcome.kind is OutcomeKind.SENT and outcome.external_id == vendor.sent[0]["Sid"]
    assert vendor.sent[0]["Body"] == "Halo Kak"
    readings = [knocked(one, facts) for one in vendor.waiting]
    receipts = [reading.receipts[0] for reading in readings if isinstance(reading, Reading)]
    assert [receipt.state for receipt in receipts] == [ReceiptState.SENT, ReceiptState.DELIVERED]
    assert {(receipt.external_id, receipt.token) for receipt in receipts} == {(outcome.external_id, "msg_1")}


def test_a_day_and_a_second_later_only_a_template_arrives(vendor: TwilioVendor) -> None:
    facts = account(vendor, WHATSAPP)
    vendor.says(RINA, "Halo", whatsapp=True)
    vendor.waiting.clear()

    def states(**changes: object) -> list[tuple[ReceiptState, str]]:
        parcel = BY_WHATSAPP.compose(out("twilio_whatsapp", **changes), facts)
        assert BY_WHATSAPP.interpret(parcel, carry(parcel)).kind is OutcomeKind.SENT
        told = [knocked(one, facts, BY_WHATSAPP) for one in vendor.waiting]
        vendor.waiting.clear()
        return [(reading.receipts[0].state, reading.receipts[0].word) for reading in told if isinstance(reading, Reading)]

    vendor.later(hours=24, seconds=-1)
    assert states(text="Masih sempat") == [(ReceiptState.SENT, ""), (ReceiptState.DELIVERED, "")]
    vendor.later(seconds=2)
    assert states(text="Terlambat") == [(ReceiptState.FAILED, Word.WINDOW_CLOSED)]
    template = TemplateOut(name="pesanan:HX01", language="id", values={"1": "Rina"})
    assert states(template=template)[-1] == (ReceiptState.DELIVERED, "")


def test_a_picture_is_fetched_with_our_name_and_a_strange_address_never(vendor: TwilioVendor) -> None:
    facts = account(vendor)
    reading = knocked(vendor.sends_file(RINA, "image/jpeg", b"\xff\xd8 foto", "Ini kak"), facts)
    assert isinstance(reading, Reading)
    ref = reading.messages[0].attachments[0].fetch
    assert ref is not None and fetched(BY_SMS, ref, facts).content == b"\xff\xd8 foto"
    asked = len(vendor.asked)
    held = {
        "NumMedia": "1",
        "MediaUrl0": vendor.url.replace("127.0.0.1", "localhost") + "/2010-04-01/Accounts/x",
        "MediaContentType0": "image/png",
    }
    strange = knocked(vendor.says(RINA, "lihat", **held), facts)
    assert isinstance(strange, Reading) and strange.messages[0].attachments == () and len(vendor.asked) == asked


def test_a_forged_webhook_and_one_for_another_number_leave_nothing(vendor: TwilioVendor) -> None:
    one = vendor.says(RINA, "Halo")
    assert knocked(replace(one, headers={**one.headers, "X-Twilio-Signature": "x"}), account(vendor)) == 403
    assert knocked(one, account(vendor, "+12025550199")) == 403
    assert knocked(one, replace(account(vendor), secrets={"auth_token": "lain"})) == 403


def test_troubles_are_told_apart(vendor: TwilioVendor) -> None:
    parcel = BY_SMS.compose(out(text="Halo"), account(vendor))
    vendor.misbehave(Said(silent=True), Said(status=503), Said(status=429, body=b"{}", headers={"Retry-After": "7"}))
    first, second, third = (BY_SMS.interpret(parcel, carry(parcel)) for _ in range(3))
    assert (first.kind, second.word, third.retry_after) == (OutcomeKind.UNKNOWN, Word.VENDOR, 7)
    vendor.says(RINA, "STOP")
    assert BY_SMS.interpret(parcel, carry(parcel)).word == Word.BLOCKED


def test_keys_are_tried_and_templates_come_page_by_page(vendor: TwilioVendor) -> None:
    facts = account(vendor)
    verdict = BY_SMS.verdict([carry(parcel) for parcel in BY_SMS.checks(facts, HOOK)])
    assert verdict.is_well and verdict.facts["display_name"] == "Toko Senja"
    vendor.contents = [
        {"sid": f"HX{n}", "friendly_name": f"t{n}", "language": "id", "variables": {}, "types": {}} for n in range(3)
    ]
    so_far = []
    while isinstance(asked := BY_WHATSAPP.list_templates(facts, so_far), Parcel):
        so_far.append(carry(asked))
    assert [template.external_id for template in asked] == ["HX0", "HX1", "HX2"]
