"""SMS and WhatsApp by Twilio from a customer's thumb to the ticket and back: statuses, the window, STOP, strange addresses."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from percaya.core.journal import blobs
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.people.models import Handle
from percaya.core.tickets.models import Message
from percaya.demo.vendors.serving import Said
from percaya.demo.vendors.twilio import SID, SMS, TOKEN, WHATSAPP, TwilioVendor
from percaya.stages.delivery.keys import check_keys
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast, assemble
from tests.journeys.channels.chats import Counter, fetch, knock

RINA = "+6281398765432"


class Number(Counter):
    def __init__(self, cast: Cast, vendor: TwilioVendor, key: str) -> None:
        plain = {"base_url": vendor.url, "account_sid": SID}
        self.own = WHATSAPP if key == "twilio_whatsapp" else SMS
        address = self.own.removeprefix("whatsapp:")
        super().__init__(cast, key, address=address, plain=plain, secrets={"auth_token": TOKEN})
        self.vendor, self.is_whatsapp = vendor, key == "twilio_whatsapp"
        vendor.hooks[self.own] = self.hook

    def hear(self) -> None:
        assert set(self.vendor.tell(knock, fetch)) <= {200}
        engine().run_pending()

    def said(self, text: str = "Kak, pesanan 2041 sudah dikirim?", **fields: str) -> Message:
        self.vendor.says(RINA, text, whatsapp=self.is_whatsapp, **fields)
        self.hear()
        return self.heard()[-1]


@pytest.fixture
def vendor(settings: Settings) -> Iterator[TwilioVendor]:
    settings.PUBLIC_URL = "https://desk.example"
    with TwilioVendor() as vendor:
        assert isinstance(vendor, TwilioVendor)
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield vendor


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def sms(cast: Cast, vendor: TwilioVendor) -> Number:
    return Number(cast, vendor, "twilio")


@pytest.fixture
def whatsapp(cast: Cast, vendor: TwilioVendor) -> Number:
    return Number(cast, vendor, "twilio_whatsapp")


def test_words_become_a_ticket_and_the_answer_is_told_to_have_arrived(sms: Number) -> None:
    message = sms.said()
    assert (sms.ticket().channel, message.body_text) == ("twilio", "Kak, pesanan 2041 sudah dikirim?")
    assert sms.vendor.sent == []  # no receipt: each would cost a message
    sent = sms.reply("**Sudah** kak")
    assert sent.delivery_state == "sent" and sms.vendor.sent[0]["Body"] == "Sudah kak"
    sms.hear()
    sent.refresh_from_db()
    assert sent.delivery_state == "delivered"


def test_statuses_in_any_order_end_at_the_furthest(whatsapp: Number) -> None:
    whatsapp.said()
    whatsapp.vendor.sent.clear()
    sent = whatsapp.reply()
    whatsapp.vendor.status(whatsapp.vendor.sent[0], "read")
    whatsapp.vendor.waiting.reverse()
    whatsapp.hear()
    sent.refresh_from_db()
    assert sent.delivery_state == "read"


def test_an_answer_that_never_came_is_unknown_until_a_status_proves_it(sms: Number) -> None:
    sms.said()
    sms.vendor.misbehave(lambda asked: (sms.vendor.answer(asked), Said(silent=True))[1])
    sent = sms.reply()
    assert sent.delivery_state == "unknown" and len(sms.vendor.sent) == 1
    sms.hear()
    sent.refresh_from_db()
    assert sent.delivery_state == "delivered" and len(sms.vendor.sent) == 1


def test_a_forged_form_one_for_another_number_and_a_repeat_leave_nothing(sms: Number) -> None:
    one = sms.vendor.says(RINA, "Halo kak, mau tanya")
    assert knock(sms.hook, one.body, {**one.headers, "X-Twilio-Signature": "x"})[0] == 403
    sms.vendor.says(RINA, "Halo", To="+12025550199")
    assert knock(sms.hook, sms.vendor.waiting[1].body, sms.vendor.waiting[1].headers)[0] == 403
    assert Arrival.objects.count() == 0
    sms.vendor.waiting = [one]
    sms.hear()
    sms.vendor.waiting = [one]
    sms.hear()
    assert len(sms.heard()) == 1


def test_a_picture_is_fetched_with_our_name_and_an_address_in_the_house_never(sms: Number) -> None:
    sms.vendor.sends_file(RINA, "image/jpeg", b"\xff\xd8\xff\xe0 foto", "Ini kak")
    sms.hear()
    (file,) = sms.files()
    assert blobs.store().read(file.sha256) == b"\xff\xd8\xff\xe0 foto"
    asked = len(sms.vendor.asked)
    sms.said("lihat", NumMedia="1", MediaUrl0="http://169.254.169.254/latest/", MediaContentType0="image/png")
    assert len(sms.files()) == 1 and len(sms.vendor.asked) == asked


def test_who_said_stop_is_not_written_to_until_they_say_start(sms: Number) -> None:
    sms.said()
    sms.vendor.says(RINA, "STOP")
    sms.hear()
    assert len(sms.heard()) == 1  # Twilio has answered; it is no question
    assert sms.reply().delivery_state == "failed" and sms.vendor.sent == []
    sms.vendor.says(RINA, "START")
    sms.hear()
    assert sms.reply("Halo lagi kak").delivery_state == "sent"


def test_a_number_that_cannot_be_reached_fails_later_with_its_code(sms: Number) -> None:
    sms.said()
    sms.vendor.refuses[RINA] = 30003
    sent = sms.reply()
    assert sent.delivery_state == "sent"
    sms.hear()
    sent.refresh_from_db()
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "30003")


def test_the_same_person_by_sms_and_by_whatsapp_is_one_contact_by_their_phone(sms: Number, whatsapp: Number) -> None:
    sms.said()
    whatsapp.said("Kak, lanjut di sini ya")
    handles = Handle.objects.filter(value__in=[f"twilio:{RINA}", f"twilio_whatsapp:{RINA}", RINA])
    assert handles.count() == 3 and len(set(handles.values_list("contact", flat=True))) == 1


def test_outside_the_window_whatsapps_word_counts_even_when_our_clock_was_wrong(whatsapp: Number) -> None:
    whatsapp.said()
    whatsapp.vendor.later(hours=25)
    sent = whatsapp.reply()
    whatsapp.hear()
    sent.refresh_from_db()
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "63016")


def test_keys_that_no_longer_open_hold_the_queue_until_they_do(sms: Number) -> None:
    sms.said()
    refusal = Said(status=401, body=b'{"code": 20003, "message": "Authenticate", "status": 401}')
    sms.vendor.misbehave(refusal)
    sent = sms.reply()
    sms.account.refresh_from_db()
    assert sent.delivery_state == "queued" and sms.account.trouble and sms.vendor.sent == []
    assert check_keys(account=sms.account, hook_url=sms.hook, by=Actor.system()) == ""
    engine().run_pending()
    sent.refresh_from_db()
    assert sent.delivery_state == "sent"


def test_each_file_is_fetched_by_its_link_before_whatsapp_says_that_it_arrived(whatsapp: Number) -> None:
    whatsapp.said()
    whatsapp.hear()
    whatsapp.vendor.sent.clear()
    files = [builders.stored_file(), builders.stored_file("nota.pdf", b"%PDF-1.7 nota", "application/pdf")]
    sent = whatsapp.reply("Ini resinya kak", files=files)
    first, second = whatsapp.vendor.sent
    assert (sent.delivery_state, first["Body"], "Body" in second) == ("sent", "Ini resinya kak", False)
    whatsapp.hear()
    sent.refresh_from_db()
    assert sent.delivery_state == "delivered"
    assert whatsapp.vendor.seen == [
        (first["Sid"], "image/png", builders.PNG), (second["Sid"], "application/pdf", b"%PDF-1.7 nota"),
    ]  # fmt: skip


def test_a_link_that_died_before_it_was_fetched_fails_the_message(whatsapp: Number) -> None:
    whatsapp.said()
    whatsapp.hear()
    sent = whatsapp.reply("Ini", files=[builders.stored_file()])
    whatsapp.vendor.tell(knock, lambda url: (404, "", b""))
    engine().run_pending()
    sent.refresh_from_db()
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "63019")


def test_by_sms_an_indonesian_number_gets_the_link_in_the_words(sms: Number) -> None:
    sms.said()
    assert sms.reply("Ini resinya", files=[builders.stored_file()]).delivery_state == "sent"
    form = sms.vendor.sent[-1]
    assert "MediaUrl" not in form and "📎 resi.png" in form["Body"]
    assert fetch(form["Body"].splitlines()[-1])[1:] == ("image/png", builders.PNG)
