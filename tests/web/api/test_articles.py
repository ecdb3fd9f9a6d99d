"""Programs read what is published, and nothing that is not."""

import pytest
from django.test import Client

from percaya.core import public_ids
from tests import builders
from tests.cast import Cast
from tests.core.knowledge import shelf

pytestmark = pytest.mark.django_db


def test_published_articles_are_listed_found_and_shown(cast: Cast) -> None:
    article = shelf.article(cast.workspace, "Cara membayar", "Lewat QRIS.")
    shelf.article(cast.workspace, "Batas diskon", "Empat puluh persen.", audience="internal")
    draft = shelf.article(cast.workspace, "Masih draf", "Belum.", live=False)
    shelf.article(cast.warung.workspace, "Menu", "Soto.")
    client = Client(headers={"Authorization": f"Bearer {builders.token(cast.dewi, 'workspace:read')}"})
    listed = client.get("/api/v1/articles").json()["articles"]
    assert [one["texts"][0]["title"] for one in listed] == ["Batas diskon", "Cara membayar"]
    assert listed[0]["texts"][0]["url"] == ""  # internal: no page for everybody
    (found,) = client.get("/api/v1/articles", {"q": "pembayaran"}).json()["articles"]
    shown = client.get(f"/api/v1/articles/{found['id']}").json()
    assert shown["id"] == public_ids.encode("article", article.pk)
    (text,) = shown["texts"]
    assert text["body"] == "Lewat QRIS." and text["url"].endswith("/bantuan/toko-senja/id/a/cara-membayar")
    assert client.get(f"/api/v1/articles/{public_ids.encode('article', draft.pk)}").status_code == 404
