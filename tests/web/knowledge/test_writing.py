"""The team writes, looks over, publishes; nothing is overwritten, and readers see only what was published."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.journal.models import Alarm
from percaya.core.knowledge.actions.publishing import appear
from percaya.core.knowledge.models import Article, ArticleText, ArticleVersion, Category, Feedback, Gap, Image, Synonyms
from tests import builders
from tests.cast import Cast, logged_in
from tests.core.knowledge import shelf

pytestmark = pytest.mark.django_db
K = "/w/toko-senja/knowledge"


def at(article: Article, what: str = "edit") -> str:
    return f"{K}/a/{public_ids.encode('article', article.pk)}/{what}"


def form(article: Article, **more: str) -> dict[str, str]:
    """The editor's form as it stands."""
    said = {"audience": article.audience, "do": "save"}
    for text in ArticleText.objects.filter(article=article):
        said |= {
            f"title_{text.language}": text.title,
            f"body_{text.language}": text.body,
            f"revision_{text.language}": str(text.revision),
        }
    return said | more


@pytest.fixture
def sari(cast: Cast) -> Client:
    return logged_in(cast.sari)


def test_from_an_empty_page_to_readers_in_both_languages(cast: Cast, sari: Client) -> None:
    response = sari.post(f"{K}/new", {"title": "Cara membayar"})
    article = Article.objects.get(workspace=cast.workspace)
    assert response["Location"] == at(article)
    assert "Cara membayar" in sari.get(at(article)).content.decode()
    sari.post(at(article), form(article, body_id="Lewat QRIS.", title_en="Ways to pay", body_en="By QRIS.", do="publish"))
    article.refresh_from_db()
    assert article.state == "published"
    assert "By QRIS." in Client().get("/bantuan/toko-senja/en/a/ways-to-pay").content.decode()
    assert "Cara membayar" in sari.get(K).content.decode()


def test_typing_is_kept_and_no_reader_sees_it(cast: Cast, sari: Client) -> None:
    article = shelf.article(cast.workspace, "Jam buka", "Senin sampai Jumat.")
    said = {"language": "id", "title_id": "Jam buka", "body_id": "Setiap hari.", "revision_id": "1"}
    assert sari.post(at(article, "draft"), said).json()["revision"] == 2
    assert "Setiap hari." in sari.get(at(article)).content.decode()
    assert "Senin sampai Jumat." in Client().get("/bantuan/toko-senja/id/a/jam-buka").content.decode()
    assert ArticleVersion.objects.filter(text__article=article).count() == 1


def test_two_who_write_at_once_lose_nothing(cast: Cast, sari: Client) -> None:
    article = shelf.article(cast.workspace, "Jam buka", "Senin.", live=False)
    stale = form(article, body_id="Punya Sari.")
    logged_in(cast.wayan).post(at(article), form(article, body_id="Punya Wayan."))
    kept = sari.post(at(article, "draft"), {**stale, "language": "id"})
    assert kept.status_code == 409 and "Wayan" in kept.json()["said"]
    refused = sari.post(at(article), stale)
    page = refused.content.decode()
    assert refused.status_code == 409 and "Punya Sari." in page and "Punya Wayan." in page
    assert article.texts.get().body == "Punya Wayan."
    sari.post(at(article), {**stale, "anyway": "1"})
    assert article.texts.get().body == "Punya Sari."
    assert ArticleVersion.objects.filter(body="Punya Wayan.").exists()


def test_versions_are_compared_and_an_older_one_comes_back_as_a_draft(cast: Cast, sari: Client) -> None:
    article = shelf.article(cast.workspace, "Ongkir", "Gratis.")
    sari.post(at(article), form(article, body_id="Sepuluh ribu.", do="publish"))
    page = sari.get(at(article, "history")).content.decode()
    assert "kb-diff__gone" in page and "Sepuluh ribu." in page and "Gratis." in page
    first = ArticleVersion.objects.get(text__article=article, number=1)
    sari.post(at(article, "restore"), {"version": public_ids.encode("article_version", first.pk)})
    text = article.texts.get()
    assert text.body == "Gratis." and text.live is not None and text.live.body == "Sepuluh ribu."


def test_review_goes_to_and_fro_while_readers_keep_what_they_have(cast: Cast, sari: Client) -> None:
    article = shelf.article(cast.workspace, "Ongkir", "Gratis.")
    reviewer = public_ids.encode("member", cast.ratna.pk)
    sari.post(at(article), form(article, body_id="Baru.", do="ask", reviewer=reviewer))
    article.refresh_from_db()
    assert (article.state, article.reviewer) == ("review", cast.ratna)
    assert "Gratis." in Client().get("/bantuan/toko-senja/id/a/ongkir").content.decode()
    assert "Ongkir" in logged_in(cast.ratna).get(f"{K}?state=review").content.decode()
    sari.post(at(article, "do/back"))
    article.refresh_from_db()
    assert article.state == "published"
    agent = public_ids.encode("member", cast.dewi.pk)
    assert sari.post(at(article), form(article, do="ask", reviewer=agent)).status_code == 422


def test_a_planned_article_appears_by_its_alarm(cast: Cast, sari: Client) -> None:
    article = shelf.article(cast.workspace, "Promo", "Besok.", live=False)
    sari.post(at(article, "do/plan"), {"at": (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")})
    assert not Alarm.objects.filter(kind="knowledge.appear").exists()  # that has passed
    sari.post(at(article, "do/plan"), {"at": (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")})
    alarm = Alarm.objects.get(kind="knowledge.appear")
    sari.post(at(article, "do/unplan"))
    assert not Alarm.objects.filter(pk=alarm.pk).exists()
    appear(**alarm.args)  # rung too late: nobody wants it any more
    article.refresh_from_db()
    assert article.published_at is None
    sari.post(at(article, "do/plan"), {"at": (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")})
    appear(**Alarm.objects.get(kind="knowledge.appear").args)
    article.refresh_from_db()
    assert article.state == "published" and article.publish_at is None


def test_agents_read_everything_and_change_nothing(cast: Cast) -> None:
    inner = shelf.article(cast.workspace, "Batas diskon", "Empat puluh persen.", audience="internal")
    dewi = logged_in(cast.dewi)
    assert "Batas diskon" in dewi.get(K).content.decode()
    public_id = public_ids.encode("article", inner.pk)
    assert "Empat puluh persen." in dewi.get(f"{K}/a/{public_id}").content.decode()
    own = [at(inner, what) for what in ("edit", "draft", "do/archive", "restore")]
    for path in [*own, f"{K}/new", f"{K}/synonyms", f"{K}/import"]:
        assert dewi.post(path, {"title": "x"}).status_code == 403
    assert Article.objects.count() == 1


def test_pictures_are_taken_by_their_bytes(cast: Cast, sari: Client) -> None:
    article = shelf.article(cast.workspace, "Letak resi", "Di sini.", live=False)
    taken = sari.post(at(article, "pictures"), {"file": SimpleUploadedFile("resi [1].png", builders.PNG, "image/png")}).json()
    image = Image.objects.get()
    assert taken["markdown"] == f"![resi 1](image:{public_ids.encode('image', image.pk)})"
    shown = sari.get(f"{K}/pictures/{public_ids.encode('image', image.pk)}")
    assert shown.content == builders.PNG and "sandbox" in shown["Content-Security-Policy"]
    for content, kind in ((b"<svg onload=alert(1)>", "image/svg+xml"), (b"<html><script>", "image/png"), (b"", "image/png")):
        assert sari.post(at(article, "pictures"), {"file": SimpleUploadedFile("x.png", content, kind)}).status_code == 422
    assert Image.objects.count() == 1


def test_the_preview_is_what_readers_will_see(cast: Cast, sari: Client) -> None:
    shown = sari.post(f"{K}/preview", {"body": "## Langkah\n\n<script>alert(1)</script> **tebal**"}).content.decode()
    assert "<strong>tebal</strong>" in shown and "<script>" not in shown and 'id="b-langkah"' in shown


def test_categories_gaps_synonyms_and_feedback_are_kept_in_order(cast: Cast, sari: Client) -> None:
    sari.post(f"{K}/categories", {"name": "Pesanan", "name_en": "Orders"})
    top = Category.objects.get()
    parent = public_ids.encode("category", top.pk)
    sari.post(f"{K}/categories", {"name": "Retur", "parent": parent})
    inner = Category.objects.get(name="Retur")
    sari.post(f"{K}/categories", {"name": "Terlalu dalam", "parent": public_ids.encode("category", inner.pk)})
    sari.post(f"{K}/categories", {"known": parent, "remove": "1"})  # something lies on it
    assert set(Category.objects.values_list("name", flat=True)) == {"Pesanan", "Retur"} and inner.parent_id == top.pk
    sari.post(f"{K}/synonyms", {"words": "Resi, nomor pelacakan , resi"})
    assert Synonyms.objects.get().words == ["resi", "nomor pelacakan"]
    Client().get("/bantuan/toko-senja/id/cari?q=garansi")
    page = sari.get(f"{K}/gaps").content.decode()
    assert "garansi" in page
    sari.post(f"{K}/gaps", {"gap": public_ids.encode("gap", Gap.objects.get().pk)})
    assert "garansi" not in sari.get(f"{K}/gaps").content.decode()
    shelf.article(cast.workspace, "Cara membayar", "QRIS.")
    Client().post("/bantuan/toko-senja/id/a/cara-membayar/nilai", {"helped": "no"})
    assert "Cara membayar" in sari.get(f"{K}/feedback").content.decode()
    sari.post(f"{K}/feedback", {"feedback": public_ids.encode("article_feedback", Feedback.objects.get().pk)})
    assert Feedback.objects.get().is_closed


def test_topics_of_tickets_without_an_article_are_gaps(cast: Cast, sari: Client) -> None:
    for topic in ("garansi sepatu", "pembayaran"):
        ticket = builders.ticket(cast.rina)
        type(ticket).objects.filter(pk=ticket.pk).update(topic=topic)
    shelf.article(cast.workspace, "Cara membayar", "QRIS.")
    page = sari.get(f"{K}/gaps").content.decode()
    assert "garansi sepatu" in page and "pembayaran" not in page


def test_a_zip_becomes_articles_in_both_languages_with_their_pictures(cast: Cast, sari: Client) -> None:
    files = {
        "Pesanan/resi.id.md": "---\ntitle: Letak resi\nstate: published\n---\nDi e-mail.\n\n![Resi](../gambar/resi.png)",
        "Pesanan/resi.en.md": "# Where the number is\n\nIn the mail.",
        "gambar/resi.png": builders.PNG,
        "rusak.md": b"\xff\xfe\x00",
        "__MACOSX/._resi.md": "x",
    }
    page = sari.post(f"{K}/import", {"file": _zip(files), "publish": "1"}).content.decode()
    assert "rusak.md" in page
    article = Article.objects.get()
    assert {text.language: text.title for text in article.texts.all()} == {"id": "Letak resi", "en": "Where the number is"}
    assert article.category and article.category.name == "Pesanan" and article.state == "published"
    assert Image.objects.get().is_public and "image:img_" in article.texts.get(language="id").body
    sari.post(f"{K}/import", {"file": _zip({"Pesanan/resi.id.md": "---\ntitle: Letak resi\n---\nDi aplikasi."})})
    assert Article.objects.count() == 1 and article.texts.get(language="id").body == "Di aplikasi."
    assert "Di e-mail." in Client().get("/bantuan/toko-senja/id/a/letak-resi").content.decode()


def test_the_list_asks_no_more_for_twelve_articles_than_for_two(
    cast: Cast, sari: Client, django_assert_max_num_queries: object
) -> None:
    for count in range(12):
        shelf.article(cast.workspace, f"Artikel {count}", "Isi.")
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        assert sari.get(K).content.decode().count("<tr>") == 13


@pytest.mark.parametrize("page", ["new", "categories", "synonyms", "gaps", "feedback", "import"])
def test_every_page_of_the_team_opens_with_something_in_it(cast: Cast, sari: Client, page: str) -> None:
    sari.post(f"{K}/categories", {"name": "Pesanan", "name_en": "Orders"})
    sari.post(f"{K}/synonyms", {"words": "resi, nomor pelacakan"})
    response = sari.get(f"{K}/{page}")
    assert response.status_code == 200
    assert {"categories": "Orders", "synonyms": "nomor pelacakan"}.get(page, "") in response.content.decode()


def _zip(files: dict[str, str | bytes]) -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("artikel.zip", out.getvalue(), "application/zip")
