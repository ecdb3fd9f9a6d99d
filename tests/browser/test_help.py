"""A reader finds an answer by keyboard alone, says whether it helped, and goes on to write to the team with the words already
there; axe finds nothing on the way, in either language."""

import re

import pytest
from playwright.sync_api import expect

from percaya.core.knowledge.models import Article, Feedback
from tests.browser.test_access import PHONE, clean
from tests.browser.test_portal import tab_to
from tests.cast import Cast
from tests.core.knowledge import shelf
from tests.services.chromium import Site


@pytest.mark.parametrize(("language", "theme", "device"), [("id", "light", {}), ("en", "dark", PHONE)], ids=["id", "phone-en"])
def test_from_a_mistyped_word_to_an_answer_a_verdict_and_a_request(
    site: Site, cast: Cast, language: str, theme: str, device: dict[str, object]
) -> None:
    words = {
        "id": ("Cara membayar", "Lewat QRIS atau transfer.", "membayr"),
        "en": ("How to pay", "By card or transfer.", "transferr"),
    }
    title, body, typed = words[language]
    article = shelf.article(cast.workspace, title, body, language=language)
    page = site.open(None, f"/bantuan/toko-senja/{language}", language=language, theme=theme, **device)
    clean(page)

    tab_to(page, "#ask")
    page.keyboard.type(typed)
    expect(page.locator("#ask-found")).to_contain_text(title)
    page.keyboard.press("Enter")
    expect(page.locator(".help-list--found a")).to_have_count(1)
    clean(page)
    tab_to(page, ".help-list--found a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    clean(page)

    tab_to(page, "#answered button[value=no]")
    page.keyboard.press("Enter")
    expect(page.locator("#told-words")).to_be_visible()
    clean(page)
    tab_to(page, "#told-words")
    page.keyboard.type("Bagaimana dengan cicilan?")
    tab_to(page, "#answered button.button--primary")
    page.keyboard.press("Enter")
    expect(page.locator("#answered [role=status]")).to_be_visible()
    clean(page)
    assert Feedback.objects.get().words == "Bagaimana dengan cicilan?"
    assert Article.objects.get(pk=article.pk).missed == 1

    page.goto(f"{site.address}/bantuan/toko-senja/{language}/cari?q=zzcicilan")
    clean(page)
    tab_to(page, ".help__person a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("zzcicilan"))
    clean(page)
    assert page.loud == []  # type: ignore[attr-defined]
