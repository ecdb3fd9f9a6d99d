"""The portal wears the business's name, colour and language at a host of its own, and a host shows its own business alone."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from percaya.core.desk.queries.macros import values_for
from percaya.core.journal.actor import Actor
from percaya.core.ratings.links import link_for, stop_link_for
from percaya.core.ratings.models import Rating
from percaya.core.tickets.actions.participants import bring_in
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.status_links import status_address
from percaya.core.workspace.actions.brands import save_brand
from percaya.core.workspace.models import Brand, ChannelAccount
from percaya.stages.notices.words import receipt
from percaya.web.portal.actions import save_look
from percaya.web.portal.models import PortalLook
from percaya.web.portal.sending import send_invitation
from percaya.web.ui.colours import DARK, ENOUGH, LIGHT, clean_colour, contrast, repaired
from tests import builders
from tests.cast import Cast, logged_in
from tests.web.portal.test_status_page import link
from tests.web.portal.visiting import ask, link_in

HOST = "bantuan.senja.example"
SYSTEM = Actor.system()


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_is_made_readable_on_both_grounds(number: int) -> None:
    for ground in (LIGHT, DARK):
        assert contrast(repaired(f"#{number:06x}", ground), ground) >= ENOUGH


def test_a_colour_that_reads_well_is_left_alone() -> None:
    assert repaired("#284a94", LIGHT) == "#284a94"
    assert [clean_colour(text) for text in ("0A7", "#0a7a5f", "hijau", "red;x", "")] == ["#00aa77", "#0a7a5f", "", "", ""]


@pytest.fixture
def brand(cast: Cast, settings: object) -> Brand:
    settings.ALLOWED_HOSTS = ["testserver", HOST]  # type: ignore[attr-defined]
    made = save_brand(workspace=cast.workspace, name="Senja Premium", by=SYSTEM)
    save_look(workspace=cast.workspace, brand=made, host=HOST, colour="#ffee00", language="en", by=SYSTEM)
    return made


@pytest.mark.django_db
def test_the_brands_host_shows_its_name_language_and_repaired_colour(cast: Cast, brand: Brand) -> None:
    client = Client(headers={"host": HOST})
    page = client.get("/p/toko-senja/enter").content.decode()
    assert "Senja Premium" in page and "See my tickets" in page and "#ffee00" in page  # on dark; darker on light
    assert f"light-dark({repaired('#ffee00', LIGHT)}, #ffee00)" in page
    elsewhere = Client().get("/p/toko-senja/enter").content.decode()
    assert "Senja Premium" not in elsewhere and "#ffee00" not in elsewhere
    ticket = client.get(link(builders.ticket(cast.rina))).content.decode()
    assert "Senja Premium" in ticket


@pytest.mark.django_db
def test_a_link_asked_for_at_the_brands_host_leads_back_there(cast: Cast, brand: Brand, settings: object) -> None:
    look = PortalLook.objects.get(brand=brand)
    client = Client(headers={"host": HOST})
    text = ask(client, cast.workspace, "rina@contoh.example", origin=f"http://{look.host}")
    assert f"http://{HOST}/p/toko-senja/in/" in text
    assert client.post(link_in(text))["Location"] == "/p/toko-senja"


@pytest.mark.django_db
def test_another_business_is_not_to_be_had_at_that_host(cast: Cast, brand: Brand) -> None:
    client = Client(headers={"host": HOST})
    assert client.get("/p/warung-lain/enter").status_code == 404
    assert client.get(link(builders.ticket(cast.joko))).status_code == 404
    with pytest.raises(ValidationError):
        save_look(workspace=cast.warung.workspace, brand=None, host=HOST, colour="", language="", by=SYSTEM)


@pytest.mark.django_db
def test_an_admin_sets_it_and_what_does_not_fit_is_refused(cast: Cast) -> None:
    client, path = logged_in(cast.wayan), "/w/toko-senja/settings/portal/"
    client.post(path, {"brand": "", "host": "https://Bantuan.Senja.example/x", "colour": "0a7a5f", "language": "id"})
    row = PortalLook.objects.get()
    assert (row.host, row.colour, row.language, row.brand_id) == (HOST, "#0a7a5f", "id", None)
    page = client.get(path).content.decode()
    assert HOST in page and "/p/toko-senja" in page
    for wrong in ({"host": "bukan domain"}, {"colour": "merah"}, {"brand": "brd_x"}):
        client.post(path, {"brand": "", **wrong})
    assert PortalLook.objects.get().colour == "#0a7a5f"
    assert logged_in(cast.dewi).get(path).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("is_member", [False, True])
def test_the_first_address_of_a_brands_host_is_its_portal_for_everybody(cast: Cast, brand: Brand, is_member: bool) -> None:
    client = logged_in(cast.dewi) if is_member else Client()
    assert client.get("/", headers={"host": HOST})["Location"] == "/p/toko-senja"
    assert client.get("/")["Location"] != "/p/toko-senja"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "subject"), [("id", "tiket"), ("en", "ticket")])
def test_a_link_that_is_sent_to_somebody_in_copy_leads_to_the_brands_own_host(
    cast: Cast, brand: Brand, settings: object, language: str, subject: str
) -> None:
    settings.PUBLIC_URL = "http://desk.example"  # type: ignore[attr-defined]
    ChannelAccount.objects.filter(pk=cast.senja.email.pk).update(brand=brand)
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    Ticket.objects.filter(pk=ticket.pk).update(language=language)
    one = bring_in(ticket=ticket, email="siti@contoh.example", by=SYSTEM)
    send_invitation(participant_id=one.pk)
    assert subject in mail.outbox[-1].subject and f"http://{HOST}/s/" in mail.outbox[-1].body
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    send_invitation(participant_id=one.pk)  # this server does not answer there: the house's own address does
    assert HOST not in mail.outbox[-1].body and "http://desk.example/s/" in mail.outbox[-1].body


def at_brand(cast: Cast, brand: Brand, ticket: Ticket) -> Ticket:
    """The ticket as it is when it was written to that brand."""
    ChannelAccount.objects.filter(pk=cast.senja.email.pk).update(brand=brand)
    Ticket.objects.filter(pk=ticket.pk).update(account=cast.senja.email)
    return Ticket.objects.get(pk=ticket.pk)


@pytest.mark.django_db
def test_every_link_that_a_customer_is_sent_leads_to_the_brands_own_host(cast: Cast, brand: Brand) -> None:
    ticket = builders.ticket(cast.rina)
    assert not status_address(ticket).startswith(f"http://{HOST}")  # written to the business itself
    ticket = at_brand(cast, brand, ticket)
    rating = Rating.objects.create(workspace=cast.workspace, ticket=ticket, asked_at=timezone.now())
    said = values_for(ticket, cast.dewi, ["{{ticket.status_link}}"])["ticket.status_link"]
    for address in (status_address(ticket), said, link_for(rating), stop_link_for(rating), receipt(ticket).split("http")[1]):
        assert f"//{HOST}" in address, address


@pytest.mark.django_db
def test_a_host_that_this_server_does_not_answer_at_is_nowhere_in_a_link(cast: Cast, brand: Brand, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    ticket = builders.ticket(cast.rina)
    assert HOST not in status_address(at_brand(cast, brand, ticket))
