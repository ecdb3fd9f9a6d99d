"""What everybody may read: pages without a login, in both languages, and nothing that is a draft or internal."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from percaya.core import public_ids
from percaya.core.journal import blobs
from percaya.core.knowledge.actions.pictures import add_picture
from percaya.core.knowledge.actions.publishing import archive, publish
from percaya.core.knowledge.actions.shelving import save_category
from percaya.core.knowledge.actions.writing import Words, keep_draft, save_version
from percaya.core.knowledge.models import Article, Gap, Image
from percaya.web.ui import bundles
from tests import builders
from tests.cast import Cast
from tests.core.knowledge import shelf

pytestmark = pytest.mark.django_db
HOME = "/bantuan/toko-senja/id"


@pytest.fixture
def furnished(cast: Cast) -> dict[str, Article]:
    return shelf.furnish(cast.workspace)


def get(path: str, status: int = 200, **headers: str) -> str:
    response = Client(headers=headers).get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def test_home_leads_through_categories_to_an_article(cast: Cast) -> None:
    top = save_category(workspace_id=cast.workspace.pk, name="Pesanan", name_en="Orders", by=shelf.BY)
    inner = save_category(workspace_id=cast.workspace.pk, name="Retur", name_en="Returns", parent=top, by=shelf.BY)
    shelf.article(cast.workspace, "Mengembalikan barang", "Dalam tujuh hari.", category=inner)
    assert "Pesanan" in get(HOME) and f"{HOME}/k/pesanan" in get(HOME)
    assert f"{HOME}/a/mengembalikan-barang" in get(f"{HOME}/k/pesanan")
    page = get(f"{HOME}/a/mengembalikan-barang")
    assert "Dalam tujuh hari." in page and f"{HOME}/k/retur" in page
    assert "Pesanan" not in get("/bantuan/toko-senja/en")  # nothing stands there in English yet
    get(f"{HOME}/k/tidak-ada", 404)


def test_a_page_names_itself_and_its_twin_in_the_other_language(cast: Cast) -> None:
    article = shelf.article(cast.workspace, "Cara membayar", "Lewat QRIS.")
    shelf.rewrite(article, "Ways to pay", "By QRIS.", "en")
    publish(article=article, member=None, by=shelf.BY)
    page = get("/bantuan/toko-senja/en/a/ways-to-pay")
    assert '<html lang="en"' in page and "By QRIS." in page
    assert 'rel="canonical" href="http://testserver/bantuan/toko-senja/en/a/ways-to-pay"' in page
    assert 'hreflang="id" href="http://testserver/bantuan/toko-senja/id/a/cara-membayar"' in page
    assert "Apakah ini menjawab" in get(f"{HOME}/a/cara-membayar", accept_language="en")


def test_what_is_not_for_everybody_is_not_there(cast: Cast) -> None:
    shelf.article(cast.workspace, "Rahasia dapur", "Diskon terbesar.", audience="internal")
    shelf.article(cast.workspace, "Masih draf", "Belum jadi.", live=False)
    gone = shelf.article(cast.workspace, "Sudah ditarik", "Dahulu begitu.")
    archive(article=gone, by=shelf.BY)
    for slug in ("rahasia-dapur", "masih-draf", "sudah-ditarik"):
        get(f"{HOME}/a/{slug}", 404)
    everything = get(HOME) + get(f"{HOME}/cari?q=diskon") + get("/bantuan/toko-senja/sitemap.xml") + get(f"{HOME}/feed.atom")
    assert not any(words in everything for words in ("Rahasia", "Masih draf", "ditarik", "rahasia-dapur"))


def test_writing_changes_nothing_for_readers_until_it_is_published(cast: Cast) -> None:
    article = shelf.article(cast.workspace, "Jam buka", "Senin sampai Jumat.")
    shelf.rewrite(article, "Jam buka toko", "Setiap hari.")
    save_version(
        article=article,
        language="id",
        words=Words(title="Jam buka toko", body="Setiap hari."),
        revision=2,
        member=None,
        by=shelf.BY,
    )
    assert "Senin sampai Jumat." in get(f"{HOME}/a/jam-buka")
    publish(article=article, member=None, by=shelf.BY)
    assert "Setiap hari." in get(f"{HOME}/a/jam-buka")


def test_a_former_address_leads_on(cast: Cast) -> None:
    article = shelf.article(cast.workspace, "Ongkir", "Gratis di Jawa.")
    keep_draft(
        article=article, language="id", words=Words(title="Ongkir", body="Gratis.", slug="biaya-kirim"), revision=1, member=None
    )
    response = Client().get(f"{HOME}/a/ongkir")
    assert (response.status_code, response["Location"]) == (301, f"{HOME}/a/biaya-kirim")


def test_a_business_shows_only_its_own(cast: Cast, furnished: dict[str, Article]) -> None:
    get("/bantuan/warung-lain/id/a/cara-membayar", 404)
    assert "Cara membayar" not in get("/bantuan/warung-lain/id") + get("/bantuan/warung-lain/id/cari?q=membayar")
    get("/bantuan/tidak-ada/id", 404)
    get("/bantuan/toko-senja/fr", 404)
    assert Client(headers={"Accept-Language": "en"}).get("/bantuan/toko-senja")["Location"] == "/bantuan/toko-senja/en"


def test_the_search_says_what_it_found_and_notes_what_it_did_not(cast: Cast, furnished: dict[str, Article]) -> None:
    page = get(f"{HOME}/cari?q=pembayran")
    assert "Ditampilkan untuk" in page and f"{HOME}/a/cara-membayar" in page
    assert "Belum ada artikel" in get(f"{HOME}/cari?q=lowongan+magang")
    get(f"{HOME}/cari?q=Lowongan++magang")
    get(f"{HOME}/cari?q=tiket+rina%40contoh.example")  # somebody's address is not kept
    get(f"{HOME}/cari?part=1&q=sesuatu")  # still typing
    assert list(Gap.objects.values_list("words", "times")) == [("lowongan magang", 2)]
    suggested = get(f"{HOME}/cari?part=1&q=pengiriman")
    assert "<html" not in suggested and f"{HOME}/a/melacak-pengiriman-pesanan" in suggested


def test_pictures_are_shown_only_while_a_public_article_shows_them(cast: Cast) -> None:
    image = add_picture(workspace_id=cast.workspace.pk, article=None, name="resi.png", content=builders.PNG)
    public_id = public_ids.encode("image", image.pk)
    door = f"/bantuan/toko-senja/gambar/{public_id}"
    get(door, 404)
    article = shelf.article(cast.workspace, "Letak resi", f"![Letak resi](image:{public_id})")
    page = get(f"{HOME}/a/letak-resi")
    assert f'src="{door}"' in page and 'alt="Letak resi"' in page
    response = Client().get(door)
    assert response.content == builders.PNG and response["Content-Type"] == "image/png"
    assert "sandbox" in response["Content-Security-Policy"] and response["X-Content-Type-Options"] == "nosniff"
    get(f"/bantuan/warung-lain/gambar/{public_id}", 404)
    archive(article=article, by=shelf.BY)
    get(door, 404)


def test_a_picture_row_with_a_type_that_runs_is_never_served(cast: Cast) -> None:
    svg = blobs.store().put(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    image = Image.objects.create(
        workspace=cast.workspace, name="x.svg", sha256=svg, content_type="image/svg+xml", size=9, is_public=True
    )
    get(f"/bantuan/toko-senja/gambar/{public_ids.encode('image', image.pk)}", 404)


def test_machines_find_every_article_in_both_languages(cast: Cast, furnished: dict[str, Article]) -> None:
    ElementTree.fromstring(get("/bantuan/toko-senja/sitemap.xml"))  # noqa: S314 (our own)
    feed = get("/bantuan/toko-senja/en/feed.atom")
    ElementTree.fromstring(feed)  # noqa: S314
    assert "Ways to pay" in feed and "Cara membayar" not in feed
    assert get("/bantuan/toko-senja/sitemap.xml").count("<loc>") == 7


def test_a_first_visit_is_light(cast: Cast, furnished: dict[str, Article]) -> None:
    """What a browser fetches for the page itself: the page, the style sheets and our scripts, as they travel."""
    page = Client(headers={"Accept-Encoding": "gzip"}).get(f"{HOME}/a/cara-membayar")
    assert len(page.content) < 12_000 and page["Content-Encoding"] == "gzip"
    assert len(page.content) + len(bundles.bundle("percaya.css").packed) < 45_000


def test_a_home_asks_as_little_of_ten_articles_as_of_seven(
    cast: Cast, furnished: dict[str, Article], django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        get(HOME)
    for count in range(3):
        shelf.article(cast.workspace, f"Lain {count}", "Isi.")
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        get(HOME)
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        get(f"{HOME}/a/cara-membayar")
