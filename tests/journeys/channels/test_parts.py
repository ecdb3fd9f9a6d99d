"""Messages that leave in parts: each has a token of its own, a doubt about one is cleared up, and nothing is left lying."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Message
from percaya.demo.vendors.graph import GraphVendor
from percaya.demo.vendors.graph_social import SocialVendor
from percaya.demo.vendors.serving import Asked, Said
from percaya.stages.delivery.actions import send
from percaya.stages.delivery.models import Attempt
from tests import builders
from tests.cast import Cast, assemble
from tests.journeys.channels.phones import Phones
from tests.journeys.channels.social import Counter


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def phones(cast: Cast, settings: Settings) -> Iterator[Phones]:
    with GraphVendor(clock=lambda: timezone.now().timestamp()) as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        shop = Phones(cast, vendor)
        engine().run_pending()
        shop.talk()
        yield shop


@pytest.fixture
def page(cast: Cast, settings: Settings) -> Iterator[Counter]:
    with SocialVendor("page") as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield Counter(cast, vendor, "messenger")  # type: ignore[arg-type]


def three_photos(phones: Phones, cut: int) -> Message:
    """Sent as three messages; the answer to the one of that number gets lost, though WhatsApp took it."""

    def passing(asked: Asked) -> Said:
        return phones.vendor.answer(asked)

    def lost(asked: Asked) -> Said:
        phones.vendor.answer(asked)
        return Said(silent=True)

    phones.vendor.misbehave(*[passing] * (2 * cut + 1), lost)  # each is an upload and a message
    files = [builders.stored_file(name, content_type="image/png") for name in ("a.png", "b.png", "c.png")]
    return phones.reply("Ini fotonya", files=files)


def fresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_every_part_carries_a_token_of_its_own(phones: Phones) -> None:
    three_photos(phones, cut=9)
    tokens = [one.body["biz_opaque_callback_data"] for one in phones.vendor.sent.values()]
    assert [token.partition("|")[2] for token in tokens] == ["", "file.1", "file.2"] and len({*tokens}) == 3


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_whichever_part_is_in_doubt_its_own_token_clears_it_up_and_the_rest_leaves(phones: Phones, cut: int) -> None:
    message = three_photos(phones, cut)
    assert message.delivery_state == "unknown" and len(phones.vendor.sent) == cut + 1
    phones.hear()  # the statuses of all that was taken, with our tokens
    phones.hear()
    now = fresh(message)
    assert now.delivery_state == "delivered" or (cut and now.delivery_state == "sent")
    assert [one.body["biz_opaque_callback_data"] for one in phones.vendor.sent.values()] != [] and len(phones.vendor.sent) == 3
    first, *others = phones.vendor.sent
    assert now.external_id == first and now.fields["external_ids"] == others


def test_news_of_the_first_part_do_not_clear_up_the_second(phones: Phones) -> None:
    message = three_photos(phones, cut=1)
    first, second = phones.vendor.sent
    phones.vendor.waiting = [one for one in phones.vendor.waiting if second.encode() not in one.body]
    phones.hear(times=2)
    assert first != second and fresh(message).delivery_state == "unknown" and len(phones.vendor.sent) == 2


def test_what_waits_for_another_try_leaves_though_its_first_part_has_arrived(phones: Phones) -> None:
    phones.vendor.misbehave(*[phones.vendor.answer] * 3, phones.vendor.answer)
    phones.vendor._next.pop()
    phones.vendor.misbehave(lambda asked: Said(status=503, body=b"{}"))
    files = [builders.stored_file(name, content_type="image/png") for name in ("a.png", "b.png")]
    message = phones.reply("Ini fotonya", files=files)
    assert (message.delivery_state, len(phones.vendor.sent)) == ("queued", 1)
    phones.hear()
    assert fresh(message).delivery_state == "delivered" and len(phones.vendor.sent) == 1
    send(message_id=message.pk)  # the try that was put off
    assert len(phones.vendor.sent) == 2 and len(fresh(message).fields["external_ids"]) == 1
    send(message_id=message.pk)
    assert len(phones.vendor.sent) == 2, "nothing twice"


def test_a_later_part_in_doubt_puts_the_whole_in_doubt_even_when_the_first_has_arrived(phones: Phones) -> None:
    message = three_photos(phones, cut=9)
    phones.hear()
    last = Attempt.objects.filter(message=message, step="file.2").get()
    last.phase, last.outcome, last.answer = "handed", "", {}
    last.save()  # as it stands after a crash between handing over and the answer
    send(message_id=message.pk)
    assert fresh(message).delivery_state == "unknown" and len(phones.vendor.sent) == 3


def test_an_echo_of_a_later_part_on_messenger_clears_it_up(page: Counter) -> None:
    page.talk()
    vendor = page.vendor

    def lost(asked: Asked) -> Said:
        vendor.answer(asked)
        return Said(silent=True)

    vendor.misbehave(*[vendor.answer] * 2, lost)  # the words, the upload, the file
    message = page.reply("Ini fotonya", files=[builders.stored_file("a.png", content_type="image/png")])
    assert message.delivery_state == "unknown" and len(vendor.sent) == 2
    page.hear()
    now = fresh(message)
    assert now.delivery_state in ("sent", "delivered") and len(vendor.sent) == 2
    assert [now.external_id, *now.fields["external_ids"]] == [one["mid"] for one in vendor.sent]
