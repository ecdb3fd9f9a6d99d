"""A page that several apps of the business share: who holds a talk, what is refused beforehand, taking it over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Ticket
from percaya.demo.vendors.graph_social import OTHER, SocialVendor
from percaya.demo.vendors.graph_social_people import APP
from percaya.stages.delivery.models import ReplyWindow
from percaya.stages.delivery.queries import ToSend, closed_windows, may_send, reply_window
from percaya.stages.delivery.taking import take_over
from tests.cast import Cast, assemble, logged_in
from tests.journeys.channels.social import Counter


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def shop(cast: Cast, settings: Settings) -> Iterator[Counter]:
    with SocialVendor("page") as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield Counter(cast, vendor, "messenger")  # type: ignore[arg-type]


def test_while_another_app_holds_the_talk_nothing_is_tried_and_it_is_said_beforehand(shop: Counter) -> None:
    shop.vendor.says(shop.rina, "Mau bicara dengan orang", standby=True)
    shop.vendor.held.add(shop.rina)
    shop.hear()
    (message,) = shop.heard()
    assert "held-elsewhere" in message.flags
    refused = may_send(ticket=shop.ticket(), what=ToSend(text="Halo kak"))
    assert refused is not None and refused.word == "held-elsewhere" and "Ambil alih" in refused.sentence
    assert may_send(ticket=shop.ticket(), what=ToSend(text="Halo kak", is_public=True)) is None, "comments are nobody's talk"
    assert closed_windows([shop.ticket()]) == {shop.ticket().pk}
    asked = len(shop.vendor.asked)
    sent = shop.reply()
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "held-elsewhere") and len(shop.vendor.asked) == asked


def test_a_talk_is_taken_by_another_app_and_given_back(shop: Counter) -> None:
    ticket = shop.talk()
    assert may_send(ticket=ticket, what=ToSend(text="Halo")) is None
    shop.vendor.another_takes(shop.rina)
    shop.hear()
    window = reply_window(ticket=ticket)
    assert window is not None and window.held_by == OTHER and may_send(ticket=ticket, what=ToSend(text="Halo")) is not None
    shop.vendor.another_passes(shop.rina)
    shop.hear(times=3)
    assert may_send(ticket=ticket, what=ToSend(text="Halo")) is None and shop.reply().delivery_state == "sent"


def test_what_was_told_late_does_not_take_the_talk_away_again(shop: Counter) -> None:
    ticket = shop.talk()
    shop.ago(30)
    shop.vendor.another_takes(shop.rina)
    shop.ago(10)
    shop.vendor.another_passes(shop.rina)
    assert shop.vendor.tell(backwards=True) == [200, 200]
    engine().run_pending()
    assert may_send(ticket=ticket, what=ToSend(text="Halo")) is None


def test_words_of_another_app_and_a_customer_who_writes_to_us_again(shop: Counter) -> None:
    ticket = shop.talk()
    shop.vendor.colleague_says(shop.rina, "Saya bantu dari kotak masuk Meta ya kak", edge="standby")
    shop.hear()
    assert may_send(ticket=ticket, what=ToSend(text="Halo")) is not None
    shop.vendor.says(shop.rina, "Halo, masih di sana?")
    shop.hear()
    assert may_send(ticket=ticket, what=ToSend(text="Halo")) is None


def test_a_talk_that_its_holder_leaves_lying_for_a_day_is_free(shop: Counter) -> None:
    ticket = shop.talk()
    shop.vendor.another_takes(shop.rina)
    shop.hear()
    taken = ReplyWindow.objects.get(contact_id=ticket.contact_id)
    assert taken.held_at is not None
    early, later = taken.held_at + timedelta(hours=24, seconds=-1), taken.held_at + timedelta(hours=24, seconds=1)
    held = [reply_window(ticket=ticket, now=moment) for moment in (early, later)]
    assert [window.held_by if window else None for window in held] == [OTHER, ""]


def test_a_refusal_by_the_vendor_is_remembered(shop: Counter) -> None:
    ticket = shop.talk()
    shop.vendor.held.add(shop.rina)  # and nobody told us
    sent = shop.reply()
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "10/2018300")
    assert "another app is controlling" in sent.delivery_reason
    assert may_send(ticket=ticket, what=ToSend(text="Halo")) is not None


def test_an_agent_takes_the_talk_over_and_writes(shop: Counter) -> None:
    ticket = shop.talk()
    shop.vendor.another_takes(shop.rina)
    shop.hear()
    dewi, slug = logged_in(shop.cast.dewi), shop.cast.workspace.slug
    page = dewi.get(reverse("inbox:ticket", args=[slug, ticket.number])).content.decode()
    assert (address := reverse("inbox:take_over", args=[slug, ticket.number])) in page
    assert dewi.post(address).status_code == 302
    assert shop.rina not in shop.vendor.held and may_send(ticket=ticket, what=ToSend(text="Halo")) is None
    assert shop.reply("Halo kak, saya Dewi").delivery_state == "sent"


def test_where_the_page_gives_us_the_second_place_the_talk_is_asked_for(shop: Counter) -> None:
    ticket = shop.talk()
    shop.vendor.first = False
    shop.vendor.happened({"recipient": {"id": shop.vendor.own}, "timestamp": 1, "app_roles": {APP: ["secondary_receiver"]}})
    shop.vendor.another_takes(shop.rina)
    shop.hear()
    taken = take_over(ticket=Ticket.objects.get(pk=ticket.pk), by=Actor.system())
    assert not taken.is_ours and "diminta" in taken.said and shop.vendor.asked_for == [shop.rina]
    assert may_send(ticket=ticket, what=ToSend(text="Halo")) is not None, "until it is handed over"
    shop.vendor.another_passes(shop.rina)
    shop.hear()
    assert shop.reply().delivery_state == "sent"
