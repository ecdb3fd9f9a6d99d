"""On a slow line that loses every twentieth packet nothing is sent twice and no word is lost."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from percaya.core.tickets.models import Draft, Message
from tests import builders
from tests.browser.measures import note
from tests.cast import Cast
from tests.services.bad_line import Line, bad_line
from tests.services.chromium import Site

ANSWERS = [f"Jawaban nomor {count}." for count in range(4)]


def opened(page: Page, address: str) -> None:
    """As a person does: again, until it is there."""
    for _try in range(8):
        try:
            page.goto(address, timeout=20_000)
            page.wait_for_function("() => document.querySelector('#composer') && window.htmx", timeout=10_000)
            return
        except PlaywrightError:
            continue
    raise AssertionError("the page never came")


def send(page: Page, words: str) -> None:
    """Type an answer and press send; press it again whenever the page says that it did not work."""
    page.wait_for_timeout(150)  # nobody begins sooner
    field = page.locator("#form-reply textarea")
    field.click()
    field.fill(words)
    for _try in range(12):
        page.keyboard.press("Control+Enter")
        try:
            expect(page.locator("#form-reply textarea")).to_have_value("", timeout=6_000)
            return
        except AssertionError:
            page.locator("#form-reply textarea").focus()
    raise AssertionError(f"{words} was never sent")


@pytest.mark.timeout(240)
def test_answers_leave_once_and_drafts_stay(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    with bad_line(urlsplit(site.address).port or 0, Line()) as (port, proxy):
        there = Site(f"http://127.0.0.1:{port}", site.browser)
        page = there.open(cast.dewi)
        opened(page, there.address + inbox(ticket.number))
        proxy.breaks = 0.03
        for words in ANSWERS:
            send(page, words)
        proxy.breaks = 0
        other = builders.ticket(cast.rina, subject="Yang lain", account=cast.senja.email)
        opened(page, there.address + inbox(other.number))
        proxy.breaks = 0.03
        page.locator("#form-reply textarea").click()
        page.keyboard.type("Draf yang tidak boleh hilang, sampai kata terakhir.", delay=15)
        expect(page.locator("#form-reply [data-draft-status]")).to_contain_text("Draf tersimpan", timeout=40_000)
        spoilt = {"stalled": proxy.stalled, "broken": proxy.broken}
        page.close()
    note("a line that loses 5 %", {**spoilt, "answers": len(ANSWERS)})
    sent = list(Message.objects.filter(ticket=ticket, member=cast.dewi, direction="outbound").order_by("pk"))
    assert [message.body_text for message in sent] == ANSWERS
    assert (
        Draft.objects.get(ticket=other, member=cast.dewi, kind="reply").text
        == "Draf yang tidak boleh hilang, sampai kata terakhir."
    )
    assert spoilt["stalled"] > 5 and spoilt["broken"] > 0, "the line was bad indeed"
