"""Everyone can use the pages: axe finds nothing in either language or theme, on the desk and on the phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.deliveries import mark_delivery
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


LENGTHEN = """() => {
  for (const element of document.querySelectorAll('button, .chip, h1, .nav-item__text'))
    for (const node of element.childNodes)
      if (node.nodeType === 3 && node.data.trim()) node.data += ' ' + 'x'.repeat(Math.ceil(node.data.trim().length * .4))
}"""


def furnish(cast: Cast) -> int:
    """A ticket with everything on its thread, others around it, an arrival that cannot be read. Its number."""
    for count in range(6):
        builders.ticket(cast.rina, subject=f"Pesanan {count}", account=cast.senja.form, priority="high", labels=["refund"])
    ticket = builders.ticket(cast.rina, account=cast.senja.email, priority="urgent", labels=["refund"], messages=2)
    sent = builders.reply(ticket, cast.dewi, "Baik kak, **kami cek**.")
    mark_delivery(message=sent, state="failed", reason="Mailbox full", code="5.2.2", by=Actor.system())
    builders.note(ticket, cast.budi, "Lihat https://contoh.example/resi")
    builders.inbound(ticket, "Ini buktinya.", files=[builders.stored_file()], raw=builders.raw_mail())
    return ticket.number


def clean(page: Page) -> None:
    page.wait_for_timeout(400)
    found = Axe().run(page, options=OPTIONS).response["violations"]
    said = [f"{one['id']}: {one['nodes'][0]['html'][:160]} ({one['nodes'][0].get('failureSummary', '')[:200]})" for one in found]
    assert not said, "\n".join(said)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_inbox_pages_are_clean(site: Site, cast: Cast, inbox: Callable[..., str], language: str, theme: str) -> None:
    number = furnish(cast)
    Arrival.objects.create(
        workspace=cast.workspace, channel="email", door="smtp", sha256="0" * 64, size=120, state="quarantined",
        reason="timeout", detail="Reading took too long.", received_at=builders.fresh(builders.Ticket.objects.last()).created_at,
    )  # fmt: skip
    root = f"/w/{cast.workspace.slug}"
    page = site.open(cast.sari, language=language, theme=theme)
    held = Arrival.objects.latest("pk").pk
    pages = (inbox(), inbox(number), f"{root}/search?q=paket", f"{root}/new", f"{root}/quarantine", f"{root}/quarantine/{held}",
             f"{root}/stuck", "/_kit", "/w/nowhere/inbox")  # fmt: skip
    for path in pages:
        page.goto(site.address + path)
        clean(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_phone_pages_are_clean(site: Site, cast: Cast, inbox: Callable[..., str], theme: str) -> None:
    number = furnish(cast)
    page = site.open(cast.dewi, inbox(), theme=theme, **PHONE)
    clean(page)
    page.goto(site.address + inbox(number))
    clean(page)


def test_open_menus_and_dialogs_are_clean(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    page = site.open(cast.dewi, inbox(furnish(cast)))
    for key in ("s", "a", "p", "l", "h", "?", "Control+k"):
        page.keyboard.press(key)
        clean(page)
        page.keyboard.press("Escape")
    page.keyboard.press("n")
    clean(page)


def test_one_pane_at_a_time_on_a_phone_with_a_real_way_back(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    number = furnish(cast)
    page = site.open(cast.dewi, inbox(), **PHONE)
    page.locator(f"#row-{number} .row__link").click()
    expect(page.locator("#composer")).to_be_visible()
    expect(page.locator("#rows")).to_be_hidden()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "nothing sticks out sideways"
    page.go_back()
    expect(page.locator("#rows")).to_be_visible()


def test_text_forty_percent_longer_still_fits(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    number = furnish(cast)
    for width in (1440, 1100, 800, 390):
        page = site.open(cast.dewi, inbox(number), viewport={"width": width, "height": 844})
        page.evaluate(LENGTHEN)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_full_list_beside_a_full_ticket_stays_a_small_page(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    for count in range(40):
        builders.ticket(cast.rina, subject=f"Pesanan {count}", account=cast.senja.email, priority="high", labels=["refund"])
    ticket = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi, messages=40)
    page = site.open(cast.dewi, inbox(ticket.number))
    assert page.evaluate("document.querySelectorAll('*').length") <= 1800
