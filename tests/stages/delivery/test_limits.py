"""What a vendor would refuse is stopped before it is tried: lengths as the vendor counts them, links that stand in the words,
reactions and names of buttons that it does not carry."""

import pytest
from pytest_django.fixtures import Settings

from percaya.channels.contract import AccountFacts, Address, AttachmentOut, Capabilities, HandleKind, Outgoing
from percaya.channels.registry import channels
from percaya.core import public_ids
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.parts import parts_of
from percaya.core.tickets.models import Message, Ticket
from percaya.stages.delivery.judging import File, ToSend, too_much
from tests import builders
from tests.cast import Cast

PDF = File(name="nota.pdf", content_type="application/pdf", size=1000)
PHOTO = File(name="foto.jpg", content_type="image/jpeg", size=1000)
LINK = "https://desk.example/f/" + "t" * 90 + "/nota.pdf"


def can(key: str) -> Capabilities:
    return channels()[key].capabilities


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, account=cast.senja.email)


@pytest.mark.parametrize("key", ["telegram", "line"])
def test_emoji_count_as_the_vendor_counts_them(key: str) -> None:
    most = can(key).max_text or 0
    assert too_much(can(key), ToSend(text="😀" * (most // 2))) is None
    refused = too_much(can(key), ToSend(text="😀" * (most // 2 + 1)))
    assert refused is not None and refused.word == "too-long"
    assert too_much(can("whatsapp"), ToSend(text="😀" * 4096)) is None, "others count characters"


def test_a_file_that_goes_as_a_link_in_a_text_message_has_to_fit_in_there(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://desk.example"
    assert too_much(can("twilio"), ToSend(text="a" * 1600)) is None
    refused = too_much(can("twilio"), ToSend(text="a" * 1500, files=[PDF]))
    assert refused is not None and refused.word == "too-long" and "1600" in refused.sentence
    assert too_much(can("twilio"), ToSend(text="a" * 1300, files=[PDF])) is None


def test_what_is_let_through_beforehand_is_also_composed(settings: Settings) -> None:
    """The longest words beside a file that are let through: the channel itself must not find them too long."""
    settings.PUBLIC_URL = "https://desk.example"
    longest = next(most for most in range(1600, 0, -1) if too_much(can("twilio"), ToSend(text="a" * most, files=[PDF])) is None)
    file = AttachmentOut(name=PDF.name, content=b"%PDF-", content_type=PDF.content_type, link=LINK, reader_link=LINK)
    person = Address(kind=HandleKind.EXTERNAL, value="twilio:+6281234567890", verified=True)
    out = Outgoing(
        message_token="m", ticket_token="t", ticket_number=1, to=(person,), text="a" * longest, attachments=(file,), language="id"
    )
    facts = AccountFacts(
        public_id="acc", workspace="toko", name="SMS", address="+12025550123", settings={"account_sid": "AC1"},
        secrets={"auth_token": "x"}, hook_url="https://desk.example/h",
    )  # fmt: skip
    assert channels()["twilio"].compose(out, facts).body


def test_pictures_on_line_stand_by_themselves_and_take_no_room(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://desk.example"
    assert too_much(can("line"), ToSend(text="a" * 5000, files=[PHOTO])) is None
    assert too_much(can("line"), ToSend(text="a" * 5000, files=[PDF])) is not None


def test_the_answer_to_a_comment_carries_words_only() -> None:
    refused = too_much(can("instagram"), ToSend(text="Bisa kak", files=[PHOTO], is_public=True))
    assert refused is not None and refused.file == "foto.jpg"
    assert too_much(can("instagram"), ToSend(text="Bisa kak", is_public=True)) is None


@pytest.mark.parametrize(("key", "emoji", "is_taken"), [
    ("instagram", "👍", False), ("instagram", "❤️", True), ("telegram", "✅", False), ("telegram", "👍", True),
    ("whatsapp", "✅", True), ("instagram", "", True),
])  # fmt: skip
def test_a_reaction_that_the_channel_does_not_take_is_refused(ticket: Ticket, key: str, emoji: str, is_taken: bool) -> None:
    heard = Message.objects.filter(ticket=ticket, direction="inbound").first()
    assert heard is not None
    out = {"quotes": public_ids.encode("message", heard.pk), "reaction": emoji}
    if is_taken:
        assert parts_of(ticket, out, text="", files=(), can=can(key))["reaction"] == emoji
    else:
        with pytest.raises(Refused):
            parts_of(ticket, out, text="", files=(), can=can(key))


@pytest.mark.parametrize(("key", "size", "is_taken"), [("telegram", 64, True), ("telegram", 65, False), ("whatsapp", 200, True)])
def test_the_name_behind_a_button_fits_in_what_the_channel_carries(ticket: Ticket, key: str, size: int, is_taken: bool) -> None:
    out = {"offer": {"choices": [{"id": "a" * size, "title": "Ya"}, {"id": "b", "title": "Tidak"}]}}
    if is_taken:
        assert "offer" in parts_of(ticket, out, text="Jadi?", files=(), can=can(key))
    else:
        with pytest.raises(Refused):
            parts_of(ticket, out, text="Jadi?", files=(), can=can(key))
