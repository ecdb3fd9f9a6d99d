"""A brand's logo: uploaded by who runs the desk, shown wherever customers read the name, changed with its address."""

from email import message_from_bytes
from email.mime.image import MIMEImage
from email.policy import SMTP
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from percaya.channels.email.channel import CHANNEL
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.ratings.links import link_for, stop_link_for
from percaya.core.ratings.models import Rating
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.actions.brands import save_brand
from percaya.core.workspace.actions.logos import checked_logo, save_logo
from percaya.core.workspace.models import Brand
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.carriers import as_django
from percaya.stages.delivery.composing import outgoing
from percaya.web.portal.logos import logo_of
from tests import builders
from tests.cast import Cast, logged_in
from tests.core.workspace.test_pictures import png, webp
from tests.web.portal.test_status_page import link

SYSTEM = Actor.system()


@pytest.fixture
def brand(cast: Cast) -> Brand:
    return save_brand(workspace=cast.workspace, name="Senja", is_default=True, by=SYSTEM)


def wearing(brand: Brand, content: bytes = b"", alt: str = "") -> str:
    """The address of its logo."""
    save_logo(wearer=brand, picture=checked_logo(content or png()), alt=alt, by=SYSTEM)
    shown = logo_of(brand, brand.workspace)
    assert shown is not None
    return shown.address


def save(client: Client, brand: Brand, **fields: object):  # type: ignore[no-untyped-def]
    place = f"/w/{brand.workspace.slug}/settings/brands/{public_ids.encode('brand', brand.pk)}"
    return client.post(place, {"name": brand.name, "is_default": "1", **fields})


@pytest.mark.django_db
def test_a_logo_is_uploaded_described_replaced_and_removed(cast: Cast, brand: Brand) -> None:
    client = logged_in(cast.ratna)
    sent = SimpleUploadedFile("logo.png", png(), "image/png")
    assert save(client, brand, logo=sent, logo_alt="Matahari terbenam").status_code == 302
    brand.refresh_from_db()
    first = logo_of(brand, cast.workspace)
    assert first is not None and (first.width, first.height, first.alt) == (4, 2, "Matahari terbenam")
    assert Client().get(first.address).status_code == 200

    save(client, brand, logo=SimpleUploadedFile("x.png", png(8, 8), "image/png"), logo_alt="Matahari terbenam")
    brand.refresh_from_db()
    second = logo_of(brand, cast.workspace)
    assert second is not None and second.address != first.address
    assert (Client().get(first.address).status_code, Client().get(second.address).status_code) == (404, 200)

    save(client, brand, remove_logo="1", logo_alt="Matahari terbenam")
    brand.refresh_from_db()
    assert logo_of(brand, cast.workspace) is None and Client().get(second.address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", png(3000, 1), png() + b"\0" * 40_000, b"halo"]
)
def test_what_cannot_be_a_logo_is_refused_in_a_sentence_and_the_old_one_stays(cast: Cast, brand: Brand, content: bytes) -> None:
    address = wearing(brand)
    answer = save(logged_in(cast.ratna), brand, logo=SimpleUploadedFile("logo.png", content, "image/png"))
    assert answer.status_code == 422 and ("Tidak ada yang diubah" in (said := answer.content.decode()) or "Nothing" in said)
    assert Client().get(address).status_code == 200


@pytest.mark.django_db
def test_it_is_served_as_a_picture_that_runs_nothing_and_is_kept_for_good(cast: Cast, brand: Brand) -> None:
    answer = Client().get(wearing(brand))
    assert answer["Content-Type"] == "image/png" and answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"] and "immutable" in answer["Cache-Control"]


@pytest.mark.django_db
def test_customers_see_it_in_the_portal_help_centre_forms_chat_and_surveys(cast: Cast, brand: Brand) -> None:
    address, slug = wearing(brand, alt="Senja"), cast.workspace.slug
    ticket = builders.ticket(cast.rina)
    rating = Rating.objects.create(workspace=cast.workspace, ticket=ticket, asked_at=timezone.now())
    chat = connect_account(workspace=cast.workspace, channel="webchat", name="Obrolan", address="obrolan", by=SYSTEM)
    form_id, chat_id = (public_ids.encode("account", one.pk) for one in (cast.senja.form, chat))
    surveys = [urlsplit(one).path for one in (link_for(rating), stop_link_for(rating))]
    places = [f"/p/{slug}/enter", link(ticket), f"/bantuan/{slug}/id", f"/f/{form_id}", f"/chat/{chat_id}", *surveys]
    for place in places:
        page = Client().get(place)
        assert page.status_code == 200 and f'src="{address}"' in page.content.decode(), place


@pytest.mark.django_db
def test_another_business_shows_and_serves_none_of_it(cast: Cast, brand: Brand) -> None:
    address, other = wearing(brand), cast.warung.workspace
    assert Client().get(address.replace(f"/p/{cast.workspace.slug}/", f"/p/{other.slug}/")).status_code == 404
    assert "brand-logo" not in Client().get(f"/p/{other.slug}/enter").content.decode()
    assert Client().get(address[:-4]).status_code == 404


@pytest.mark.django_db
def test_a_business_without_brands_wears_its_own_until_it_has_one(cast: Cast) -> None:
    workspace, client = cast.workspace, logged_in(cast.ratna)
    Brand.objects.filter(workspace=workspace).delete()
    place = f"/w/{workspace.slug}/settings/workspace/"
    fields = {"name": workspace.name, "time_zone": workspace.time_zone, "language": "id", "before_late": "tell"}
    sent = SimpleUploadedFile("logo.png", png(), "image/png")
    assert client.post(place, {**fields, "logo": sent, "logo_alt": "Matahari"}).status_code == 302
    workspace.refresh_from_db()
    shown = logo_of(None, workspace)
    assert shown is not None and shown.alt == "Matahari" and Client().get(shown.address).status_code == 200
    assert f'src="{shown.address}"' in Client().get(f"/p/{workspace.slug}/enter").content.decode()

    bad = client.post(place, {**fields, "name": "Lain", "logo": SimpleUploadedFile("x.png", b"halo"), "logo_alt": "x"})
    workspace.refresh_from_db()
    assert bad.status_code == 422 and workspace.logo_alt == "Matahari" and workspace.name != "Lain"
    client.post(place, fields)  # a form that does not ask leaves it alone
    workspace.refresh_from_db()
    assert workspace.logo_sha256
    save_brand(workspace=workspace, name="Senja", is_default=True, by=SYSTEM)
    assert "brand-logo" not in Client().get(f"/p/{workspace.slug}/enter").content.decode()
    assert 'name="logo"' not in client.get(place).content.decode()


@pytest.mark.django_db
def test_mails_carry_it_inside_and_fetch_nothing(cast: Cast, brand: Brand) -> None:
    wearing(brand, alt="Matahari & laut")
    message = builders.reply(builders.ticket(cast.rina, account=cast.senja.email), cast.dewi)
    parcel = CHANNEL.compose(outgoing(message, "email"), facts(cast.senja.email))
    mail = message_from_bytes(parcel.body, policy=SMTP)
    (picture,) = [part for part in mail.walk() if part.get_content_maintype() == "image"]
    rich = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert picture.get_content() == png() and not picture.is_attachment()
    assert f'src="cid:{picture["Content-ID"].strip("<>")}" alt="Matahari &amp; laut" width="4" height="2"' in rich
    assert "<img" in rich and rich.count("http") == 0
    assert "Matahari" not in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]

    save_logo(wearer=brand, picture=checked_logo(webp()), by=SYSTEM)
    again = CHANNEL.compose(outgoing(message, "email"), facts(cast.senja.email))
    assert b"<img" not in again.body  # many programs cannot show it


@pytest.mark.django_db
def test_a_provider_gets_the_picture_that_the_words_show(cast: Cast, brand: Brand) -> None:
    wearing(brand)
    message = builders.reply(builders.ticket(cast.rina, account=cast.senja.email), cast.dewi)
    mail = as_django(CHANNEL.compose(outgoing(message, "email"), facts(cast.senja.email)))
    (picture,) = mail.attachments
    assert isinstance(picture, MIMEImage) and picture["Content-ID"].strip("<>") in str(mail.alternatives[0][0])
    assert picture.get_payload(decode=True) == png()
