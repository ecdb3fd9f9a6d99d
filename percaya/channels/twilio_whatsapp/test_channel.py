"""What WhatsApp by Twilio promises where it differs from SMS."""

import json
from dataclasses import replace
from urllib.parse import parse_qs

import orjson
import pytest

from percaya.channels.contract import AccountFacts, Address, Answer, AttachmentOut, HandleKind, Outgoing, Parcel, TemplateOut
from percaya.channels.contract.abilities import HookRequest, Templated
from percaya.channels.twilio_whatsapp.channel import CHANNEL

ACCOUNT = AccountFacts(
    public_id="acc_1", workspace="senja", name="WA", address="+14155238886", settings={"account_sid": "AC01"},
    secrets={"auth_token": "rahasia"},
)  # fmt: skip


def form(**changes: object) -> dict[str, str]:
    to = (Address(kind=HandleKind.EXTERNAL, value="twilio_whatsapp:+6281234567890"),)
    given: dict[str, object] = {"message_token": "msg_1", "ticket_token": "t", "ticket_number": 1, "to": to, **changes}
    parcel = CHANNEL.compose(Outgoing(**given), ACCOUNT)  # type: ignore[arg-type]
    return {key: values[0] for key, values in parse_qs(parcel.body.decode()).items()}


def test_it_has_a_window_and_templates_and_sms_is_another_channel() -> None:
    assert isinstance(CHANNEL, Templated)
    assert (CHANNEL.capabilities.reply_window_hours, CHANNEL.capabilities.templates) == (24, True)
    unsigned = HookRequest(method="POST", url="https://desk.example/hooks/x", body=b"To=%2B14155238886")
    assert CHANNEL.knock(unsigned, ACCOUNT).status == 403


def test_marks_are_whatsapps_and_both_numbers_say_that_they_are() -> None:
    said = form(text="**Halo** _Kak_ ~~lama~~")
    assert said == {"To": "whatsapp:+6281234567890", "From": "whatsapp:+14155238886", "Body": "*Halo* _Kak_ ~lama~"}


def test_a_template_goes_by_its_sid_with_its_blanks() -> None:
    said = form(text="diabaikan", template=TemplateOut(name="pesanan:HX01", language="id", values={"1": "Rina", "2": "2041"}))
    assert said["ContentSid"] == "HX01" and "Body" not in said
    assert json.loads(said["ContentVariables"]) == {"1": "Rina", "2": "2041"}


def test_a_place_is_an_action_beside_words() -> None:
    said = form(location={"latitude": -7.9, "longitude": 112.6, "name": "Toko | Senja"})
    assert said["PersistentAction"] == "geo:-7.9,112.6|Toko   Senja" and said["Body"] == "Toko   Senja"


def test_one_file_goes_in_each_message_and_the_words_under_the_first_that_bears_them() -> None:
    def steps(*kinds: str, text: str = "Ini") -> list[dict[str, str]]:
        files = tuple(
            AttachmentOut(name=f"f{at}", content=b"x", content_type=kind, link=f"https://desk.example/files/t/{at}")
            for at, kind in enumerate(kinds)
        )
        to = (Address(kind=HandleKind.EXTERNAL, value="twilio_whatsapp:+6281234567890"),)
        out = Outgoing(message_token="msg_1", ticket_token="t", ticket_number=1, to=to, text=text, attachments=files)
        done: dict[str, Answer] = {}
        while parcel := CHANNEL.next_parcel(out, replace(ACCOUNT, hook_url="https://desk.example/h"), done):
            done[parcel.step] = Answer(code=201, body=parcel.body)
        return [{key: values[0] for key, values in parse_qs(one.body.decode()).items()} for one in done.values()]

    picture, pdf = steps("image/png", "application/pdf")
    assert (picture["Body"], picture["MediaUrl"]) == ("Ini", "https://desk.example/files/t/0")
    assert "Body" not in pdf and pdf["MediaUrl"].endswith("/1")
    assert picture["StatusCallback"] == "https://desk.example/h?token=msg_1"
    assert pdf["StatusCallback"] == "https://desk.example/h?token=msg_1%7Cpart-1", "every part has a token of its own"
    words, sound = steps("audio/ogg")
    assert "MediaUrl" not in words and "Body" not in sound
    assert [list(one)[-2:] for one in steps("audio/ogg", text="")] == [["MediaUrl", "StatusCallback"]]
    with pytest.raises(ValueError, match="template"):
        form(
            template=TemplateOut(name="a:HX1", language="id"),
            attachments=(AttachmentOut(name="a", content=b"", content_type="x"),),
        )


def test_templates_are_listed_page_by_page_and_only_from_twilio() -> None:
    one = {
        "sid": "HX01", "friendly_name": "pesanan", "language": "id", "variables": {"2": "2041", "1": "Rina"},
        "types": {"twilio/text": {"body": "Halo {{1}}, pesanan {{2}} dikirim."}},
        "approval_requests": {"status": "approved", "category": "UTILITY"},
    }  # fmt: skip

    def page(following: str | None) -> Answer:
        return Answer(code=200, body=orjson.dumps({"contents": [one], "meta": {"next_page_url": following}}))

    first = CHANNEL.list_templates(ACCOUNT, ())
    assert isinstance(first, Parcel) and first.url == "https://content.twilio.com/v1/ContentAndApprovals?PageSize=100"
    second = CHANNEL.list_templates(ACCOUNT, (page("https://content.twilio.com/v1/ContentAndApprovals?Page=1"),))
    assert isinstance(second, Parcel) and second.url.endswith("Page=1")
    found = CHANNEL.list_templates(ACCOUNT, (page("https://jahat.example/"),))
    assert isinstance(found, tuple) and len(found) == 1
    assert (found[0].name, found[0].state, found[0].category, found[0].blanks) == (
        "pesanan:HX01",
        "approved",
        "utility",
        ("1", "2"),
    )
    assert found[0].body == "Halo {{1}}, pesanan {{2}} dikirim." and found[0].examples == {"1": "Rina", "2": "2041"}
    with pytest.raises(ValueError, match="no"):
        CHANNEL.list_templates(ACCOUNT, (Answer(code=401, body=b'{"message": "no"}'),))
