"""The stand-in for WhatsApp speaks as Meta does: pywa, which others wrote, sends to it and understands what it tells.

pywa 4.5 drops messages without a ``user_id``, so its customers have one; our own reader takes both.
"""

# mypy: disable-error-code="misc, arg-type"
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pywa import WhatsApp, types
from pywa.errors import ExpiredAccessToken, MediaUploadError, TemplateNotExists, TooManyMessages, WhatsAppError
from pywa.types.templates import BodyText, TemplateLanguage

from percaya.channels.contract import AccountFacts, RawArrival, Reading
from percaya.channels.whatsapp.channel import CHANNEL
from percaya.demo.vendors.graph import GraphCustomer, GraphVendor
from percaya.demo.vendors.hooking import Knocking

RINA = GraphCustomer(name="Rina Melati", phone="6281234567890", user_id="ID.8801aZ52QmRina")
JPEG = b"\xff\xd8\xff\xe0" + b"foto" * 10
NOW = 1_793_671_200.0
TEMPLATE = {
    "id": "594425479261596", "name": "paket_tiba", "language": "id", "status": "APPROVED", "category": "UTILITY",
    "parameter_format": "POSITIONAL",
    "components": [{"type": "BODY", "text": "Halo {{1}}, paket Anda tiba.", "example": {"body_text": [["Budi"]]}}],
}  # fmt: skip
FILLED = [BodyText("Halo {{1}}, paket Anda tiba.", "Budi").params("Rina")]


class Heard:
    """pywa's client behind a webhook, and all that it understood."""

    def __init__(self, vendor: GraphVendor, session: httpx.Client) -> None:
        self.wa = WhatsApp(
            phone_id=vendor.phone_number_id, token=vendor.token, session=session, server=None, verify_token=vendor.verify_token,
            app_secret=vendor.app_secret, waba_id=vendor.waba_id,
        )  # fmt: skip
        session.base_url = httpx.URL(f"{vendor.url}/v26.0")
        self.updates: list[Any] = []
        for listen in (
            self.wa.on_message, self.wa.on_message_status, self.wa.on_callback_button, self.wa.on_callback_selection,
            self.wa.on_edited_message, self.wa.on_deleted_message, self.wa.on_phone_number_change,
        ):  # fmt: skip
            listen()(lambda wa, update: self.updates.append(update))

    def post(self, url: str, body: bytes, headers: Any) -> tuple[int, bytes]:
        refused = self.wa.webhook_update_validator(body, headers["X-Hub-Signature-256"])
        said, status = refused or self.wa.webhook_update_handler(body)
        return status, said.encode()


@pytest.fixture
def vendor() -> Iterator[GraphVendor]:
    with GraphVendor(clock=lambda: NOW) as vendor:
        vendor.templates = [TEMPLATE]
        yield vendor


@pytest.fixture
def heard(vendor: GraphVendor) -> Iterator[Heard]:
    with httpx.Client() as session:
        yield Heard(vendor, session)


def ours(knocking: Knocking, vendor: GraphVendor) -> Reading:
    account = AccountFacts(public_id="a", workspace="s", name="WA", address=vendor.phone_number_id)
    return CHANNEL.read(RawArrival(raw=knocking.body, door="hook", received_at=datetime.now(UTC)), account)


def test_the_handshake_is_one_that_pywa_passes(vendor: GraphVendor, heard: Heard) -> None:
    asked = httpx.URL(vendor.handshake("77")).params
    assert heard.wa.webhook_challenge_handler(asked["hub.verify_token"], asked["hub.challenge"]) == ("77", 200)


def test_pywa_sends_words_files_quick_answers_places_reactions_and_templates(vendor: GraphVendor, heard: Heard) -> None:
    first = vendor.says(RINA, "Halo")
    wa, to = heard.wa, RINA.user_id
    wa.send_text(to=to, text="Halo Rina", reply_to_message_id=first)
    wa.send_image(to=to, image=JPEG, mime_type="image/jpeg", caption="Ini stoknya")
    wa.send_text(to=to, text="Sudah?", buttons=[types.Button(title="Ya", callback_data="ya")])
    wa.send_location(to=to, latitude=-7.9, longitude=112.6, name="Toko")
    wa.send_reaction(to=to, emoji="👍", message_id=first)
    wa.send_template(to=to, name="paket_tiba", language=TemplateLanguage.INDONESIAN, params=FILLED)
    kinds = [message.body["type"] for message in vendor.sent.values()]
    assert kinds == ["text", "image", "interactive", "location", "reaction", "template"]
    assert vendor.files[next(iter(vendor.sent[list(vendor.sent)[1]].body["image"].values()))][0] == JPEG


def test_pywa_and_our_reader_understand_the_same_of_what_customers_do(vendor: GraphVendor, heard: Heard) -> None:
    first = vendor.says(RINA, "Paket saya di mana kak? 🙏\u200d")
    vendor.sends_file(RINA, "image", JPEG, "image/jpeg", caption="Sobek")
    vendor.sends_file(RINA, "audio", b"OggS", "audio/ogg; codecs=opus", voice=True)
    vendor.shares_place(RINA, -7.9666, 112.6326, "Alun-Alun")
    vendor.shares_contact(RINA, "Pak Joko", "+62 813-5555-0101")
    vendor.presses(RINA, "ya", "Ya", quotes=first)
    vendor.chooses(RINA, "retur", "Retur", quotes=first)
    vendor.reacts(RINA, first, "❤️")
    vendor.edits(RINA, first, "Paket INV/77 di mana kak?")
    vendor.takes_back(RINA, first)
    knocks = vendor.deliver(heard.post)
    assert [knock.status for knock in knocks] == [200] * 10 and len(heard.updates) == 10
    readings = [ours(knock, vendor) for knock in knocks]
    for update, reading in zip(heard.updates[:7], readings[:7], strict=True):
        (message,) = reading.messages
        assert (update.id, f"whatsapp:{update.from_user.bsuid}") == (message.external_id, message.sender.value)
        assert update.timestamp == message.sent_at
    words, image, voice, place, card, button, row, reaction, edit, gone = heard.updates
    assert words.text == readings[0].messages[0].text and image.caption == readings[1].messages[0].text
    fetch = readings[1].messages[0].attachments[0].fetch
    assert fetch is not None and image.image.id == fetch.key
    assert voice.audio.voice and readings[2].messages[0].attachments[0].details == {"voice": True}
    assert place.location.latitude == readings[3].messages[0].rich[0].data["latitude"]
    assert card.contacts[0].phones[0].phone == readings[4].messages[0].rich[0].data["people"][0]["phones"][0]
    assert (button.data, button.title) == ("ya", readings[5].messages[0].text) and row.data == "retur"
    assert (reaction.reaction.emoji, reaction.reaction.message_id) == ("❤️", first)
    assert [(change.kind, change.target) for reading in readings[7:] for change in reading.changes] == [
        ("reacted", first), ("edited", first), ("deleted", first),
    ]  # fmt: skip
    assert edit.original_message_id == gone.original_message_id == first


def test_pywa_and_our_reader_understand_the_same_of_statuses(vendor: GraphVendor, heard: Heard) -> None:
    vendor.says(RINA, "Halo")
    vendor.deliver(heard.post)
    sent = heard.wa.send_text(to=RINA.user_id, text="Halo", tracker="msg_1")
    vendor.read_by_customer(sent.id)
    knocks = vendor.deliver(heard.post, order=lambda waiting: waiting[::-1])
    assert [(update.status, update.id, update.tracker) for update in heard.updates[1:]] == [
        ("read", sent.id, "msg_1"), ("delivered", sent.id, "msg_1"), ("sent", sent.id, "msg_1"),
    ]  # fmt: skip
    receipts = [receipt for knock in knocks for receipt in ours(knock, vendor).receipts]
    assert [(one.state, one.external_id, one.token) for one in receipts] == [
        ("read", sent.id, "msg_1"), ("delivered", sent.id, "msg_1"), ("sent", sent.id, "msg_1"),
    ]  # fmt: skip


def test_pywa_gets_a_file_back_as_the_customer_sent_it_until_its_address_ends(vendor: GraphVendor, heard: Heard) -> None:
    vendor.sends_file(RINA, "image", JPEG, "image/jpeg")
    vendor.deliver(heard.post)
    assert heard.updates[0].image.get_bytes() == JPEG
    where = heard.wa.get_media_url(heard.updates[0].image.id)
    vendor.clock = lambda: NOW + 301
    with pytest.raises((httpx.HTTPStatusError, WhatsAppError)):
        heard.wa.get_media_bytes(where.url)


def test_refusals_are_those_that_pywa_knows(vendor: GraphVendor, heard: Heard) -> None:
    vendor.says(RINA, "Halo")
    with pytest.raises(TemplateNotExists):
        heard.wa.send_template(to=RINA.user_id, name="tak_ada", language=TemplateLanguage.INDONESIAN, params=[])
    for code, error in ((131056, TooManyMessages), (131053, MediaUploadError)):
        vendor.refuse_next(code)
        with pytest.raises(error):
            heard.wa.send_text(to=RINA.user_id, text="Halo")
    vendor.expire_token("EAAG-baru")
    with pytest.raises(ExpiredAccessToken):
        heard.wa.send_text(to=RINA.user_id, text="Halo")


def test_outside_the_window_a_message_is_taken_and_fails_and_a_template_goes(vendor: GraphVendor, heard: Heard) -> None:
    vendor.says(RINA, "Halo")
    vendor.clock = lambda: NOW + 24 * 3600
    late = heard.wa.send_text(to=RINA.user_id, text="Halo")
    fits = heard.wa.send_template(to=RINA.user_id, name="paket_tiba", language=TemplateLanguage.INDONESIAN, params=FILLED)
    assert (vendor.sent[late.id].states, vendor.sent[fits.id].states) == (["failed"], ["sent", "delivered"])
    vendor.deliver(heard.post)
    assert [update.error.code for update in heard.updates if getattr(update, "error", None)] == [131047]


def test_one_person_hears_45_messages_at_once_and_then_one_in_six_seconds(vendor: GraphVendor, heard: Heard) -> None:
    vendor.says(RINA, "Halo")
    body = {"messaging_product": "whatsapp", "to": RINA.phone, "type": "text", "text": {"body": "x"}}
    for _ in range(45):
        vendor.judge(body)
    with pytest.raises(TooManyMessages):
        heard.wa.send_text(to=RINA.phone, text="Halo")
    vendor.clock = lambda: NOW + 6
    heard.wa.send_text(to=RINA.phone, text="Halo")


def test_templates_come_in_pages_as_pywa_reads_them(vendor: GraphVendor, heard: Heard) -> None:
    vendor.templates = [{**TEMPLATE, "id": str(n), "name": f"t{n}"} for n in range(3)]
    assert [one.name for one in heard.wa.get_templates()] == ["t0", "t1", "t2"]


def test_what_is_not_answered_with_200_is_told_again_and_a_request_may_come_twice(vendor: GraphVendor, heard: Heard) -> None:
    vendor.says(RINA, "Halo")
    assert [knock.status for knock in vendor.deliver(lambda url, body, headers: (503, b""))] == [503]
    assert vendor.deliver(heard.post, times=3)[0].tries == 4 and vendor.waiting == []
    assert len(heard.updates) == 1, "pywa knows repeats by their id"
