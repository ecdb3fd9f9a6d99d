"""On WhatsApp: who wants no advertising gets none, a group is a talk of its own, and a voice note that was heard says so."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.people.models import Consent
from percaya.core.people.queries import has_refused
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.demo.vendors.graph import GraphCustomer, GraphVendor
from percaya.stages.delivery.models import ChannelTemplate
from percaya.stages.delivery.queries import ToSend, may_send
from tests.cast import Cast, assemble, logged_in
from tests.journeys.channels.phones import RINA, Phones

OFFER = {
    "id": "2", "name": "promo_hari_ini", "language": "id", "status": "APPROVED", "category": "MARKETING",
    "components": [{"type": "BODY", "text": "Diskon 20% khusus hari ini."}],
}  # fmt: skip
PARCEL = {**OFFER, "id": "3", "name": "paket_tiba", "category": "UTILITY"}
CHOSEN = {"template": {"name": "promo_hari_ini", "language": "id", "values": {}}}
BUDI = GraphCustomer(name="Budi", phone="6285711112222", user_id="ID.7720bX19BudiS")
GROUP = "Y2FwaV9ncm91cDoxNzA1"


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def shop(cast: Cast, settings: Settings) -> Iterator[Phones]:
    with GraphVendor(clock=lambda: timezone.now().timestamp()) as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        vendor.templates = [OFFER, PARCEL]
        shop = Phones(cast, vendor)
        engine().run_pending()  # the templates are fetched once the number is connected
        yield shop


def offer(name: str = "promo_hari_ini") -> ToSend:
    return ToSend(text="Halo", is_template=True, template=(name, "id"))


def test_templates_are_there_as_soon_as_the_number_is_connected(shop: Phones) -> None:
    kept = ChannelTemplate.objects.filter(account=shop.account).order_by("name").values_list("name", "category", "state")
    assert list(kept) == [("paket_tiba", "utility", "approved"), ("promo_hari_ini", "marketing", "approved")]


def test_what_cannot_be_asked_for_yet_is_not_asked_for(shop: Phones) -> None:
    asked = len(shop.vendor.asked)
    connect_account(
        workspace=shop.cast.workspace, channel="whatsapp", name="Belum lengkap", address="999",
        settings={"base_url": shop.vendor.url}, secrets={"access_token": "a"}, by=Actor.system(),
    )  # fmt: skip
    engine().run_pending()
    assert len(shop.vendor.asked) == asked


def test_who_stops_marketing_gets_no_advertising_and_everything_else(shop: Phones) -> None:
    ticket = shop.talk()
    assert may_send(ticket=ticket, what=offer()) is None
    shop.vendor.wants_marketing(RINA, False)
    shop.hear(times=3)
    line = Consent.objects.get(contact=ticket.contact)
    assert (line.purpose, line.channel, line.withdrawn_at is None) == ("marketing", "whatsapp", False)
    assert line.evidence == "User requested to stop marketing messages"
    refused = may_send(ticket=ticket, what=offer())
    assert refused is not None and refused.word == "no-marketing" and "promosi" in refused.sentence
    assert may_send(ticket=ticket, what=offer("paket_tiba")) is None and may_send(ticket=ticket, what=ToSend(text="Halo")) is None
    sent = shop.reply("Diskon 20% khusus hari ini.", out=CHOSEN)
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "no-marketing") and not shop.vendor.sent
    assert shop.reply().delivery_state == "sent"


def test_it_stands_with_the_contact_and_may_be_resumed(shop: Phones) -> None:
    ticket = shop.talk()
    shop.vendor.wants_marketing(RINA, False)
    shop.hear()
    page = reverse("people:contact", args=[shop.cast.workspace.slug, public_ids.encode("contact", ticket.contact_id)])
    assert "User requested to stop marketing messages" in logged_in(shop.cast.dewi).get(page).content.decode()
    shop.vendor.wants_marketing(RINA, True)
    shop.hear(times=2)
    assert not has_refused(ticket.contact_id, "marketing", "whatsapp") and Consent.objects.count() == 2
    assert may_send(ticket=ticket, what=offer()) is None


def test_a_stop_that_was_told_late_does_not_undo_what_came_after_it(shop: Phones) -> None:
    ticket = shop.talk()
    now = timezone.now().timestamp()
    shop.vendor.clock = lambda: now - 60
    shop.vendor.wants_marketing(RINA, False)
    shop.vendor.clock = lambda: now - 30
    shop.vendor.wants_marketing(RINA, True)
    shop.hear(order=lambda waiting: waiting[::-1])
    assert not has_refused(ticket.contact_id, "marketing", "whatsapp")


def test_a_refusal_of_advertising_is_learnt_and_closes_no_address(shop: Phones) -> None:
    ticket = shop.talk()
    shop.vendor.no_marketing.add(RINA.key)  # and nobody told us
    sent = shop.reply("Diskon 20% khusus hari ini.", out=CHOSEN)
    shop.hear()  # WhatsApp says so afterwards, by a status
    sent.refresh_from_db()
    assert (sent.delivery_state, sent.delivery_code) == ("failed", "131050")
    assert has_refused(ticket.contact_id, "marketing", "whatsapp") and may_send(ticket=ticket, what=offer()) is not None
    assert shop.reply().delivery_state == "sent"


def test_a_group_is_a_talk_of_its_own_and_the_answer_goes_to_the_group(shop: Phones) -> None:
    private = shop.talk("Nomor rekening saya 123, jangan dibagikan")
    shop.vendor.says(RINA, "Halo semua", group=GROUP)
    shop.vendor.says(BUDI, "Ada promo apa?", group=GROUP)
    shop.hear()
    group = shop.ticket()
    assert group.pk != private.pk and group.contact_id != private.contact_id
    assert [one.body_text for one in shop.heard() if one.ticket_id == group.pk] == [
        "Rina Melati: Halo semua",
        "Budi: Ada promo apa?",
    ]
    sent = shop.reply("Halo semuanya")
    (taken,) = shop.vendor.sent.values()
    assert (taken.body["recipient_type"], taken.body["to"]) == ("group", GROUP)
    shop.hear()
    sent.refresh_from_db()
    assert sent.delivery_state == "delivered"


def test_quoting_a_private_message_in_a_group_does_not_lead_into_the_private_ticket(shop: Phones) -> None:
    mid = shop.vendor.says(RINA, "Ini rahasia")
    shop.hear()
    private = shop.ticket()
    shop.vendor.says(RINA, "Seperti kata saya", quotes=mid, group=GROUP)
    shop.hear()
    assert shop.ticket().pk != private.pk and Ticket.objects.get(pk=private.pk).contact_id != shop.ticket().contact_id
    assert [one.body_text for one in shop.heard() if one.ticket_id == private.pk] == ["Ini rahasia"]


def test_a_voice_note_that_was_listened_to_says_more_than_read(shop: Phones) -> None:
    shop.talk()
    sent = shop.reply()
    shop.vendor.read_by_customer(sent.external_id, "played")
    shop.vendor.read_by_customer(sent.external_id, "read")
    shop.hear(times=2)
    sent.refresh_from_db()
    assert sent.delivery_state == "read" and sent.fields["played"]
    page = reverse("inbox:ticket", args=[shop.cast.workspace.slug, sent.ticket.number])
    assert "Didengarkan" in logged_in(shop.cast.dewi).get(page).content.decode()
