"""A ticket opens at its newest end, one's own words are before one's eyes after sending, and menus fill when they open."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site

LONG = "Baris yang panjang sekali, dengan banyak kata.\n" * 12


def _at_the_end(page: Page) -> None:
    page.wait_for_function(
        "() => { const s = document.querySelector('[data-thread-scroll]');"
        " return s.scrollHeight - s.scrollTop - s.clientHeight < 4 }"
    )


def test_a_long_ticket_opens_at_its_newest_end(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    for _count in range(14):
        builders.inbound(ticket, LONG)
    page = site.open(cast.dewi, inbox(ticket.number))
    _at_the_end(page)
    page.goto(site.address + inbox())
    page.locator(f"#row-{ticket.number} .row__link").click()
    expect(page.locator("#thread")).to_be_visible()
    _at_the_end(page)
    assert page.loud == []  # type: ignore[attr-defined]


def test_ones_own_reply_is_before_ones_eyes_and_nobody_waits_any_more(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    for _count in range(14):
        builders.inbound(ticket, LONG)
    page = site.open(cast.dewi, inbox(ticket.number))
    expect(page.locator(f"#row-{ticket.number} [data-clock=since]")).to_be_visible()
    page.locator("[popovertarget=send-menu]").click()
    page.keyboard.press("Escape")
    page.locator("[data-thread-scroll]").evaluate("element => element.scrollTop = 0")
    page.locator("#form-reply textarea").fill("Sudah kami kirim.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--out").last).to_contain_text("Sudah kami kirim.")
    expect(page.locator(".entry--out").last).to_be_in_viewport()
    expect(page.locator("#to-latest")).to_be_hidden()
    expect(page.locator(f"#row-{ticket.number} [data-clock=since]")).to_have_count(0)
    assert page.loud == []  # type: ignore[attr-defined]


def test_the_filters_are_asked_for_when_their_menu_opens(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    builders.ticket(cast.rina, subject="Uang kembali", account=cast.senja.email, labels=["refund"])
    builders.ticket(cast.rina, subject="Lain", account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    page.locator("[popovertarget=filter-menu]").click()
    page.locator("#filter-menu a", has_text="Label").first.click()
    page.locator("#filter-menu label", has_text="refund").click()
    page.locator("#filter-menu .button--primary").click()
    expect(page.locator(".row")).to_have_count(1)
    page.locator(".row__who").first.hover()
    page.locator(".row [name=tickets]").first.check()
    page.locator("[popovertarget=bulk-assign]").click()
    page.locator("#bulk-assign").get_by_text(cast.budi.name).click()
    page.wait_for_load_state()
    expect(page.locator(".row")).to_contain_text("Uang kembali")
    assert page.loud == []  # type: ignore[attr-defined]
