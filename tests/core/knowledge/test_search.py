"""Readers find the article that answers: by other forms of a word, synonyms, wrong spellings, in both languages."""

import pytest

from percaya.core.knowledge.actions.hearing import save_synonyms
from percaya.core.knowledge.actions.publishing import archive, place_article, publish
from percaya.core.knowledge.models import Passage
from percaya.core.knowledge.queries import look, search
from percaya.core.knowledge.search.ranking import Candidate, ranked
from tests.cast import Cast
from tests.core.knowledge import shelf

pytestmark = pytest.mark.django_db

QUESTIONS = [
    ("id", "pengiriman", "Melacak pengiriman pesanan"),
    ("id", "kapan pesananku dikirim?", "Melacak pengiriman pesanan"),
    ("id", "paket blm sampai", "Melacak pengiriman pesanan"),
    ("id", "pesenan belum dikirim kak", "Melacak pengiriman pesanan"),
    ("id", "pengirman", "Melacak pengiriman pesanan"),  # a letter is missing
    ("id", "barang mau dikembaliin", "Mengembalikan barang dan pengembalian dana"),
    ("id", "pengembalian", "Mengembalikan barang dan pengembalian dana"),
    ("id", "uang kembali", "Mengembalikan barang dan pengembalian dana"),  # uang: a synonym of dana
    ("id", "bagaimana cara membayar", "Cara membayar"),
    ("id", "pembayaran gagal", "Cara membayar"),
    ("id", "pembayran", "Cara membayar"),
    ("id", "bayar pakai QRIS", "Cara membayar"),
    ("id", "nyuci batik", "Merawat kain batik"),
    ("en", "where is my delivery", "Tracking your delivery"),
    ("en", "parcels arriving", "Tracking your delivery"),
    ("en", "delivry", "Tracking your delivery"),
    ("en", "refund", "Returning goods and refunds"),
    ("en", "how do I return something", "Returning goods and refunds"),
    ("en", "paying with a credit card", "Ways to pay"),
    ("en", "money back", "Returning goods and refunds"),  # a synonym
]


@pytest.fixture
def furnished(cast: Cast) -> Cast:
    shelf.furnish(cast.workspace)
    for words in (("uang", "dana"), ("money back", "refund")):
        save_synonyms(workspace_id=cast.workspace.pk, words=words, by=shelf.BY)
    return cast


def test_the_right_article_comes_first_for_every_question(furnished: Cast) -> None:
    wrong = []
    for language, question, wanted in QUESTIONS:
        found = search(furnished.workspace.pk, question, language=language)
        if not found or found[0].title != wanted:
            wrong.append((question, wanted, [one.title for one in found]))
    assert wrong == []


def test_a_wrong_spelling_is_said_as_it_was_understood(furnished: Cast) -> None:
    assert look(furnished.workspace.pk, "pembayran gagal", language="id").meant == "pembayaran gagal"
    assert look(furnished.workspace.pk, "pembayaran", language="id").meant == ""


def test_the_passage_that_answers_is_named(furnished: Cast) -> None:
    (first, *_rest) = search(furnished.workspace.pk, "paket belum sampai", language="id")
    assert (first.heading, first.anchor) == ("Paket belum sampai", "b-paket-belum-sampai")
    assert first.snippet.startswith("Tunggu dua hari kerja")


def test_nothing_is_found_for_what_nobody_wrote_about(furnished: Cast) -> None:
    assert search(furnished.workspace.pk, "lowongan magang", language="id") == []
    assert search(furnished.workspace.pk, "   ", language="id") == []
    assert search(furnished.workspace.pk, '" OR 1=1 --', language="id") == []


def test_a_reader_without_an_article_in_their_language_gets_the_other_one(furnished: Cast) -> None:
    (found,) = search(furnished.workspace.pk, "batik", language="en")
    assert (found.title, found.language) == ("Merawat kain batik", "id")


def test_the_public_never_finds_what_is_internal_nor_its_words(furnished: Cast) -> None:
    shelf.article(furnished.workspace, "Batas diskon rahasia", "Diskon terbesar 40 persen.", audience="internal")
    workspace = furnished.workspace.pk
    assert search(workspace, "diskon", language="id") == []
    assert look(workspace, "dikson rahasiaa", language="id").meant == ""
    assert [one.title for one in search(workspace, "diskon", language="id", audience="internal")] == ["Batas diskon rahasia"]


def test_another_business_finds_nothing_of_this_one(furnished: Cast) -> None:
    assert search(furnished.warung.workspace.pk, "pengiriman", language="id") == []
    assert look(furnished.warung.workspace.pk, "pengirman", language="id").meant == ""


def test_what_readers_cannot_see_is_not_found(furnished: Cast) -> None:
    workspace = furnished.workspace
    draft = shelf.article(workspace, "Kartu hadiah", "Kartu hadiah berlaku setahun.", live=False)
    assert search(workspace.pk, "hadiah", language="id") == []
    live = publish(article=draft, member=None, by=shelf.BY)
    assert [one.title for one in search(workspace.pk, "hadiah", language="id")] == ["Kartu hadiah"]
    shelf.rewrite(live, "Kartu hadiah", "Sekarang tentang voucer.")
    assert search(workspace.pk, "voucer", language="id") == []  # a draft
    publish(article=live, member=None, by=shelf.BY)
    assert search(workspace.pk, "setahun", language="id") == []  # an older version
    assert len(search(workspace.pk, "voucer", language="id")) == 1
    place_article(article=live, category=None, audience="internal", brand=None, topic="", by=shelf.BY)
    assert search(workspace.pk, "voucer", language="id") == []
    place_article(article=live, category=None, audience="public", brand=None, topic="", by=shelf.BY)
    archive(article=live, by=shelf.BY)
    assert search(workspace.pk, "voucer", language="id") == [] and not Passage.objects.filter(text__article=live).exists()


def test_the_newest_wins_a_tie() -> None:
    same = [Candidate(key, ["batik"], ["cuci"]) for key in (3, 9, 5)]
    assert [key for _score, key in ranked(same, [("batik",)])] == [9, 5, 3]
    assert ranked(same, [("kurir",)]) == []


def test_a_search_takes_few_statements_however_much_there_is(furnished: Cast, django_assert_max_num_queries: object) -> None:
    for count in range(12):
        shelf.article(furnished.workspace, f"Pengiriman ke kota {count}", "Kurir datang setiap pagi.")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert len(search(furnished.workspace.pk, "pengiriman kurir", language="id", limit=5)) == 5
