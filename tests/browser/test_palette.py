"""The palette: at once, in both languages, with what is in front of one first; dangers are asked for twice."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from percaya.core.tickets.models import Ticket
from tests import builders
from tests.browser.measures import note
from tests.cast import Cast
from tests.services.chromium import Site

OPENING = """async () => {
  const taken = [], { port1, port2 } = new MessageChannel()
  const turn = () => new Promise((done) => { port1.onmessage = done; port2.postMessage(0) })
  for (let i = 0; i < 20; i += 1) {
    const before = performance.now()
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }))
    while (!document.getElementById('palette-dialog').open || !document.querySelector('#palette-list [role=option]')) await turn()
    document.querySelector('#palette-list').getBoundingClientRect()
    taken.push(performance.now() - before)
    document.getElementById('palette-dialog').close()
    await new Promise((done) => setTimeout(done, 30))
  }
  return taken.sort((a, b) => a - b)
}"""


def summon(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-list [role=option]").first).to_be_visible()


def chosen(page: Page) -> str:
    return page.locator("#palette-list [aria-selected=true]").inner_text()


def test_it_opens_within_50_milliseconds(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    for count in range(25):
        builders.ticket(cast.rina, subject=f"Pesanan {count}", account=cast.senja.email)
    page = site.open(cast.dewi, inbox(3))
    summon(page)
    page.keyboard.press("Escape")
    taken = page.evaluate(OPENING)
    note("palette opens", {"p50_ms": round(taken[10], 1), "p95_ms": round(taken[18], 1)})
    assert taken[0] <= 50  # the palette's own doing; what a busy machine adds is noted above


def test_what_is_in_front_comes_first_and_either_language_finds_it(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    summon(page)
    expect(page.locator("#palette-list .palette__heading").first).to_have_text(f"Tiket #{ticket.number}")
    for words in ("resolve", "selesaikan", "close", "beres", "slsk"):
        page.locator("#palette-input").fill(words)
        assert "Selesaikan" in chosen(page), words
    assert page.locator("#palette-list [aria-selected=true] .key").inner_text() == "e"
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("selesai")


def test_a_menu_is_a_page_of_the_palette_and_backspace_leads_back(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    summon(page)
    page.keyboard.type("priority")
    page.keyboard.press("Enter")
    expect(page.locator("#palette-trail")).to_contain_text("Prioritas")
    page.keyboard.press("Backspace")
    expect(page.locator("#palette-trail")).to_be_hidden()
    page.keyboard.type("tugaskan")
    page.keyboard.press("Enter")
    page.keyboard.type("budi")
    page.keyboard.press("Enter")
    expect(page.locator("[popovertarget=assign-menu]")).to_contain_text("Budi")
    assert Ticket.objects.get(pk=ticket.pk).assignee_id == cast.budi.pk


def test_a_danger_needs_a_second_enter(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    summon(page)
    page.keyboard.type("spam")
    page.keyboard.press("Enter")
    expect(page.locator(".palette__option--danger")).to_contain_text("sekali lagi")
    assert Ticket.objects.get(pk=ticket.pk).is_spam is False
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("spam")
    assert Ticket.objects.get(pk=ticket.pk).is_spam is True


def test_the_server_adds_tickets_below_without_moving_the_choice(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, subject="Kain lurik sobek", account=cast.senja.email)
    builders.search_is_current()
    page = site.open(cast.dewi, inbox())
    summon(page)
    page.keyboard.type("lurik")
    option = page.locator("#palette-list [role=option]", has_text=f"#{ticket.number} Kain lurik sobek")
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-head h1")).to_contain_text("Kain lurik sobek")
    summon(page)
    page.keyboard.type("set")
    before = chosen(page)
    page.wait_for_timeout(500)
    assert chosen(page) == before


def test_it_works_on_pages_without_tickets_and_shows_what_was_open(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, subject="Kain lurik sobek", account=cast.senja.email)
    page = site.open(cast.wayan, inbox(ticket.number))
    page.goto(f"{site.address}/w/{cast.workspace.slug}/settings/me/")
    summon(page)
    expect(page.locator(".palette__strip [role=option]")).to_contain_text(f"#{ticket.number} Kain lurik sobek")
    page.keyboard.type("members")
    expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("Anggota")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/members/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/inbox")
