"""From ticket to ticket without waiting, many at once with the way back, and colleagues' changes said."""

import re
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from playwright.sync_api import Route, expect

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.actions.properties import change_priority
from percaya.core.tickets.models import Seen, Ticket
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site


@pytest.fixture
def worker(site: Site) -> Iterator[None]:
    """The hand that does runs, beside the server."""
    stop = threading.Event()

    def work() -> None:
        engine().work(stop, queues=("bulk",), concurrency=1)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    stop.set()
    thread.join(60)


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)


def test_a_ticket_rested_on_opens_from_what_was_fetched_ahead_and_is_read_only_then(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    asked: list[bool] = []  # for each time the pane was asked for: ahead of its time?
    page.on("request", lambda r: asked.append("x-prefetch" in r.headers) if r.headers.get("hx-target") == "ticket" else None)
    with page.expect_response(lambda answer: f"/inbox/{ticket.number}?" in answer.url):
        page.locator(f"#row-{ticket.number}").hover()
    page.wait_for_timeout(300)
    assert not Seen.objects.exists()
    page.locator(f"#row-{ticket.number} .row__link").click()
    expect(page.locator("#thread")).to_contain_text("paket saya belum sampai")
    expect(page).to_have_url(f"{site.address}{inbox(ticket.number)}&sort=urgent")
    assert asked == [True]
    until(lambda: Seen.objects.filter(ticket=ticket, member=cast.dewi, inbound_seen=1).exists())
    assert page.loud == []  # type: ignore[attr-defined]


def test_many_at_once_by_keys_with_the_way_back(site: Site, cast: Cast, inbox: Callable[..., str], worker: None) -> None:
    tickets = [builders.ticket(cast.rina, account=cast.senja.email) for _ in range(4)]
    page = site.open(cast.dewi, inbox())
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("#bulk")).to_contain_text("Pilih semua 4 di tampilan ini")
    page.locator("[data-select-view]").click()
    expect(page.locator("#bulk [data-selected]")).to_have_text("4")
    page.keyboard.press("e")
    expect(page.locator("#run-panel")).to_contain_text("4 tiket diubah")
    expect(page.locator("#bulk")).to_be_hidden()
    assert {one.state for one in Ticket.objects.all()} == {"resolved"}
    page.goto(site.address + inbox())  # the panel comes along
    expect(page.locator("#run-panel")).to_contain_text("4 tiket diubah")
    page.keyboard.press("z")
    expect(page.locator("#run-panel")).to_contain_text("4 tiket diurungkan")
    assert {builders.fresh(one).state for one in tickets} == {"new"}
    assert page.loud == []  # type: ignore[attr-defined]


def test_the_whole_view_is_offered_at_once_by_key_and_by_the_box_in_the_head(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    for _ in range(23):
        builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    head, offer = page.locator("[data-tick-all]"), page.locator("[data-select-view]")
    count = page.locator("#bulk [data-selected]")
    page.keyboard.press("j")
    page.keyboard.press("Control+a")
    expect(count).to_have_text("20")
    expect(head).to_be_checked()
    expect(offer).to_have_text("Pilih semua 23 di tampilan ini")
    page.keyboard.press("Control+a")
    expect(count).to_have_text("23")
    expect(offer).to_be_hidden()
    page.locator("#rows .row").last.scroll_into_view_if_needed()
    expect(page.locator("#rows [name=tickets]:checked")).to_have_count(23)  # what comes as one scrolls is among them
    page.keyboard.press("Control+a")
    expect(page.locator("#bulk")).to_be_hidden()
    expect(head).not_to_be_checked()
    head.click()
    page.locator("#rows [name=tickets]").first.uncheck(force=True)
    assert head.evaluate("box => box.indeterminate")
    assert page.loud == []  # type: ignore[attr-defined]


def test_a_colleagues_change_on_the_open_ticket_is_said_and_put_back(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    expect(page.locator("#thread")).to_be_visible()
    page.wait_for_timeout(800)  # the stream is there
    change_priority(ticket=ticket, to="urgent", by=Actor.member(cast.budi.pk))
    toast = page.locator(".toast", has_text="Budi mengubah prioritas dari Normal ke Mendesak")
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Kembalikan").click()
    expect(page.locator(".toast", has_text="kembali seperti semula")).to_be_visible()
    assert builders.fresh(ticket).priority == "normal"


def test_without_scripts_the_ticked_tickets_have_a_page_with_everything(
    site: Site, cast: Cast, inbox: Callable[..., str], worker: None
) -> None:
    tickets = [builders.ticket(cast.rina, account=cast.senja.email) for _ in range(2)]
    page = site.open(cast.dewi, inbox(), java_script_enabled=False)
    for ticket in tickets:
        page.locator(f"#row-{ticket.number} [name=tickets]").check(force=True)
    page.get_by_role("button", name="Lainnya…").click()
    page.get_by_role("button", name="Tunggu pelanggan").click()
    until(lambda: {builders.fresh(one).state for one in tickets} == {"waiting_customer"})
    page.reload()
    expect(page.locator("#run-stand")).to_contain_text("2 tiket diubah")
    page.get_by_role("button", name="Urungkan").click()
    until(lambda: {builders.fresh(one).state for one in tickets} == {"new"})


def test_an_answer_comes_into_the_page_as_it_is_by_then(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    """The row that asked was drawn anew: both panes hold the ticket. Another was asked for since: the late one is let go."""
    first = builders.ticket(cast.rina, subject="Satu", account=cast.senja.email)
    second = builders.ticket(cast.rina, subject="Dua", account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    held: list[Route] = []
    press = "n => document.querySelector(`#row-${n} .row__link`).click()"
    keep = lambda route: route.continue_() if "x-prefetch" in route.request.headers else held.append(route)  # noqa: E731
    page.route(f"**/inbox/{first.number}?*", keep)
    page.evaluate(press, first.number)
    while not held:
        page.wait_for_timeout(20)
    page.evaluate("n => { const row = document.getElementById(`row-${n}`); row.replaceWith(row.cloneNode(true)) }", first.number)
    held.pop().continue_()
    expect(page.locator("#ticket h1")).to_contain_text("Satu")
    expect(page.locator("#context #beside-customer")).to_contain_text(cast.rina.name)
    expect(page).to_have_url(re.compile(f"/inbox/{first.number}"))

    page.goto(f"{site.address}{inbox()}")
    page.evaluate(press, first.number)
    while not held:
        page.wait_for_timeout(20)
    page.evaluate(press, second.number)
    expect(page.locator("#ticket h1")).to_contain_text("Dua")
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(page.locator("#ticket h1")).to_contain_text("Dua")
    expect(page).to_have_url(re.compile(f"/inbox/{second.number}"))
    assert page.loud == []  # type: ignore[attr-defined]
