"""``percaya knowledge import``: a folder comes in, and what is wrong with some of it is said."""

import argparse
from pathlib import Path

import pytest

from percaya.core.knowledge.models import Article
from percaya.runtime.commands import knowledge
from percaya.runtime.errors import Refusal
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def bring(folder: Path, *, publish: bool = False) -> int:
    return knowledge.run(argparse.Namespace(folder=str(folder), workspace="toko-senja", language="", publish=publish))


def test_a_folder_becomes_articles(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Pesanan").mkdir()
    (tmp_path / "Pesanan" / "resi.md").write_text("---\ntitle: Letak resi\nstate: published\n---\nDi e-mail.")
    (tmp_path / "rusak.md").write_bytes(b"\xff\xfe\x00")
    assert bring(tmp_path, publish=True) == 0
    said = capsys.readouterr()
    assert "1 new, 0 changed, 1 published, 1 left out" in said.out and "rusak.md" in said.err
    article = Article.objects.get(workspace=cast.workspace)
    assert article.state == "published" and article.category is not None and article.category.name == "Pesanan"


def test_what_is_no_folder_is_refused(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        bring(tmp_path / "tidak-ada")
