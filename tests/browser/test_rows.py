"""A row in the hand: one stop for Tab, a menu by right click and by keys, a swipe, the list as a table, presence in it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from percaya.core.tickets.models import Ticket
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site
from tests.services.waiting import until

STOPS = "[...document.querySelectorAll('#rows a, #rows button, #rows input')].filter(e => e.tabIndex === 0).length"
TOUCH = """([number, by]) => {
  const row = document.getElementById(`row-${number}`), box = row.getBoundingClientRect()
  const at = (type, x) => row.querySelector('.row__link').dispatchEvent(new PointerEvent(type,
    { bubbles: true, cancelable: true, pointerType: 'touch', pointerId: 1, clientX: x, clientY: box.top + 20 }))
  at('pointerdown', 150); at('pointermove', 150 + by / 2); at('pointermove', 150 + by); at('pointerup', 150 + by)
}"""


def test_the_list_is_one_stop_of_the_tab_key(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    for _ in range(3):
        builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    assert page.evaluate(STOPS) == 1
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(STOPS) == 1
    assert page.evaluate("document.activeElement.tabIndex") == 0


def test_the_menu_of_a_row_does_what_the_keys_do(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    first = builders.ticket(cast.rina, subject="Satu", account=cast.senja.email)
    second = builders.ticket(cast.rina, subject="Dua", account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    page.locator(f"#row-{first.number}").click(button="right")
    expect(page.locator("#row-menu")).to_be_visible()
    page.locator("#row-menu [data-row=take]").click()
    expect(page.locator(f"#row-{first.number} .row__chips .avatar")).to_have_attribute("title", cast.dewi.name)
    page.locator(f"#row-{second.number} .row__link").focus()
    page.keyboard.press("Shift+F10")
    expect(page.locator("#row-menu .menu__item").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#row-{second.number} .row__link")).to_be_focused()
    page.locator(f"#row-{second.number}").hover()
    page.locator(f"#row-{second.number} .row__more").click()
    page.locator("#row-menu [data-row=resolve]").click()
    expect(page.locator(".toast").last).to_contain_text(f"#{second.number}")
    until(lambda: Ticket.objects.get(pk=second.pk).state == "resolved")
    page.locator(f"#row-{first.number}").click(button="right", position={"x": 70, "y": 12})
    page.locator("#row-menu [data-row=label]").click()  # opens the ticket, then its menu of labels
    expect(page.locator("#label-menu")).to_be_visible()
    assert page.loud == []  # type: ignore[attr-defined]


def test_a_swipe_resolves_or_reminds_and_a_small_one_does_nothing(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    first = builders.ticket(cast.rina, account=cast.senja.email)
    second = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    page.set_viewport_size({"width": 390, "height": 800})
    page.mouse.move(200, 700)  # the first sign of a person fetches what a finger needs
    page.wait_for_timeout(600)
    page.evaluate(TOUCH, [first.number, 40])
    page.evaluate(TOUCH, [second.number, -110])
    expect(page.locator("#row-menu")).to_be_visible()
    expect(page.locator("#row-menu [data-row=resolve]")).to_be_hidden()
    page.locator("#row-menu [data-until='3h']").click()
    expect(page.locator(".toast").first).to_be_visible()
    until(lambda: Ticket.objects.get(pk=second.pk).snoozed_until is not None)
    assert Ticket.objects.get(pk=first.pk).state == "new"
    page.evaluate(TOUCH, [first.number, 110])
    expect(page.locator(".toast").nth(1)).to_be_visible()
    until(lambda: Ticket.objects.get(pk=first.pk).state == "resolved")


def test_who_looks_and_who_types_stands_in_the_row(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    dewi = site.open(cast.dewi, inbox())
    dewi.wait_for_timeout(700)
    budi = site.open(cast.budi, inbox(ticket.number))
    expect(dewi.locator(f"#row-{ticket.number} .row__end .avatar")).to_have_attribute("title", cast.budi.name)
    budi.keyboard.press("r")
    budi.keyboard.type("Halo")
    expect(dewi.locator(f"#row-{ticket.number} .row__preview--typing")).to_contain_text("mengetik")


def test_the_table_is_worked_with_the_same_keys(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    builders.ticket(cast.rina, subject="Kain sutra", account=cast.senja.email)
    builders.ticket(cast.rina, subject="Kain katun", account=cast.senja.email, priority="urgent")
    page = site.open(cast.dewi, inbox())
    _choose(page, "layout-menu", "button[value=table]")
    page.locator("thead button", has_text="Prioritas").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Prioritas")
    expect(page.locator("tr.row").first).to_contain_text("Kain katun")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_visible()
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-head")).to_contain_text("Kain katun")
    _choose(page, "layout-menu", "button[value=split]")
    expect(page.locator("li.row")).to_have_count(2)
    assert page.loud == []  # type: ignore[attr-defined]


def _choose(page: Page, menu: str, item: str) -> None:
    page.locator(f"[popovertarget={menu}]").click()
    page.locator(f"#{menu} {item}").click()
    page.wait_for_load_state()
