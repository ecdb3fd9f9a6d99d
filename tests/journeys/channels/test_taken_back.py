"""Who takes back what they wrote finds it gone everywhere: in the ticket, in the raw arrival and in the store."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as house
from django.utils import timezone
from pytest_django.fixtures import Settings

from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import verify
from percaya.core.tickets.models import Attachment
from percaya.demo.vendors.graph import GraphVendor
from percaya.demo.vendors.graph_social import SocialVendor
from percaya.stages.intake.actions.forgetting import forget
from percaya.stages.intake.models import Arrival
from tests.cast import Cast, assemble
from tests.journeys.channels.phones import RINA, Phones
from tests.journeys.channels.social import PICTURE, Counter

SECRET = "PIN saya 4711"


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def phones(cast: Cast, settings: Settings) -> Iterator[Phones]:
    with GraphVendor(clock=lambda: timezone.now().timestamp()) as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield Phones(cast, vendor)


@pytest.fixture
def page(cast: Cast, settings: Settings) -> Iterator[Counter]:
    with SocialVendor("page") as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield Counter(cast, vendor, "messenger")  # type: ignore[arg-type]


def stored() -> list[bytes]:
    """Everything that lies in the store."""
    return [file.read_bytes() for file in Path(house.PERCAYA_BLOBS).rglob("*") if file.is_file()]


def lies_there(words: str | bytes) -> bool:
    return any((words.encode() if isinstance(words, str) else words) in content for content in stored())


def test_words_that_were_unsent_are_gone_from_the_raw_arrivals_also_from_repeats_and_edits(page: Counter) -> None:
    mid = page.vendor.says(page.rina, SECRET)
    page.vendor.edits(page.rina, mid, f"{SECRET} ya")
    page.hear(times=2)
    assert lies_there(SECRET)
    page.vendor.deletes(page.rina, mid)
    page.hear()
    (message,) = page.heard()
    assert message.body_text == "" and not lies_there(SECRET)
    left = Arrival.objects.exclude(forgotten_at=None)
    assert len(left) == 4 and all(mid.encode() in content for content in stored() if b"message_edit" in content)


def test_what_the_vendor_tells_once_more_afterwards_is_forgotten_too(page: Counter) -> None:
    mid = page.vendor.says(page.rina, SECRET)
    again = page.vendor.waiting[0]
    page.hear()
    page.vendor.deletes(page.rina, mid)
    page.hear()
    page.vendor.waiting.append(again)
    page.hear()
    assert len(page.heard()) == 1 and not lies_there(SECRET)


def test_a_picture_that_was_unsent_is_gone_from_the_store(page: Counter) -> None:
    mid = page.vendor.sends_file(page.rina, "image", PICTURE, "image/png")
    page.hear()
    assert lies_there(PICTURE)
    page.vendor.deletes(page.rina, mid)
    page.hear()
    assert not lies_there(PICTURE) and Attachment.objects.get().note == "deleted"


def test_a_picture_that_somebody_else_sent_as_well_stays(page: Counter) -> None:
    mid = page.vendor.sends_file(page.rina, "image", PICTURE, "image/png")
    budi = page.vendor.customer("9001", "Budi", "budi")
    page.vendor.sends_file(budi, "image", PICTURE, "image/png")
    page.hear()
    page.vendor.deletes(page.rina, mid)
    page.hear()
    assert lies_there(PICTURE)


def test_of_an_arrival_with_many_messages_only_the_one_taken_back_goes(phones: Phones) -> None:
    first, second = phones.vendor.says(RINA, SECRET), phones.vendor.says(RINA, "Alamat saya Jalan Melati 5")
    bodies = [json.loads(knocking.body) for knocking in phones.vendor.waiting]
    both = [body["entry"][0]["changes"][0]["value"]["messages"][0] for body in bodies]
    bodies[0]["entry"][0]["changes"][0]["value"]["messages"] = both
    phones.vendor.waiting.clear()
    phones.vendor.tell("messages", bodies[0]["entry"][0]["changes"][0]["value"])
    phones.hear()
    assert len(phones.heard()) == 2
    phones.vendor.takes_back(RINA, first)
    phones.hear()
    assert not lies_there(SECRET) and lies_there("Jalan Melati 5") and lies_there(first) and lies_there(second)
    assert [one.body_text for one in phones.heard()] == ["", "Alamat saya Jalan Melati 5"]


def test_the_chain_still_holds_and_says_what_was_done(page: Counter) -> None:
    mid = page.vendor.says(page.rina, SECRET)
    page.hear()
    accepted = Arrival.objects.get()
    page.vendor.deletes(page.rina, mid)
    page.hear()
    now = Arrival.objects.get(pk=accepted.pk)
    events = EventRow.objects.filter(stream_type="arrival", stream_id=accepted.pk).order_by("id")
    kinds = [one.kind for one in events]
    assert (kinds[0], kinds[-1]) == ("arrival.accepted", "arrival.forgotten")
    assert now.sha256 != accepted.sha256 and now.size < accepted.size
    assert not any(SECRET in (one.data + one.personal) for one in EventRow.objects.all())
    assert list(verify()) == []


def test_forgetting_twice_changes_nothing(page: Counter) -> None:
    mid = page.vendor.says(page.rina, SECRET)
    page.hear()
    page.vendor.deletes(page.rina, mid)
    page.hear()
    before = list(Arrival.objects.order_by("pk").values_list("sha256", "forgotten_at"))
    forget(arrivals=list(Arrival.objects.values_list("pk", flat=True)), target=mid)
    engine().run_pending()
    assert list(Arrival.objects.order_by("pk").values_list("sha256", "forgotten_at")) == before
