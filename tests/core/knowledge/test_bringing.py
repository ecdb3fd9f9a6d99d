"""What comes in from a folder of Markdown comes in whole, or it is said what did not."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.knowledge.actions.importing import Brought, bring_in
from percaya.core.knowledge.bringing import read_zip
from percaya.core.knowledge.models import Article, ArticleText, Image
from tests import builders
from tests.cast import Cast
from tests.core.knowledge.test_hostile import zipped

pytestmark = pytest.mark.django_db


def bring(cast: Cast, files: dict[str, bytes]) -> Brought:
    bundle = read_zip(zipped(files), language="id")
    return bring_in(workspace_id=cast.workspace.pk, bundle=bundle, member=cast.sari, may_publish=False, by=Actor.system())


def body_of(title: str) -> str:
    return ArticleText.objects.get(title=title).body


def test_folders_of_two_languages_are_one_article_each(cast: Cast) -> None:
    files = {
        "docs/id/pesanan/lacak.md": "# Melacak\n\nNomor resi.",
        "docs/en/pesanan/lacak.md": "# Tracking\n\nTracking number.",
    }
    done = bring(cast, {path: text.encode() for path, text in files.items()})
    article = Article.objects.get(workspace=cast.workspace)
    assert done.made == 1 and not done.troubles
    assert {text.language for text in article.texts.all()} == {"id", "en"}
    assert article.category is not None and article.category.name == "pesanan"


def test_pictures_are_found_however_they_are_written(cast: Cast) -> None:
    text = b'# Resi\n\n![Letak](gambar/resi%20baru.png) ![Lagi](gambar/satu.png "Dekat")'
    done = bring(cast, {"resi.md": text, "gambar/resi baru.png": builders.PNG, "gambar/satu.png": builders.PNG})
    assert not done.troubles and Image.objects.count() == 2
    assert body_of("Resi").count("](image:img_") == 2


def test_what_leads_nowhere_comes_in_as_words_and_is_said(cast: Cast) -> None:
    text = "# Retur\n\n[Ongkir](ongkir.md), ![Letak](gambar/hilang.png), [toko](https://toko.example/), [atas](#b-retur)"
    done = bring(cast, {"retur.md": text.encode()})
    assert body_of("Retur") == "Ongkir, Letak, [toko](https://toko.example/), [atas](#b-retur)"
    assert [path for path, _why in done.troubles] == ["retur.md", "retur.md"]
    assert {"gambar/hilang.png", "ongkir.md"} == {why.split()[0] for _path, why in done.troubles}
