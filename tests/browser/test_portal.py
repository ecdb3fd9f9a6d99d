"""A customer gets into the portal, answers and asks by keyboard alone, in either language; axe finds nothing on the way, and the
first visit is light."""

import gzip
import random

import pytest
from playwright.sync_api import Page, Response, expect

from percaya.core.journal.actor import Actor
from percaya.core.people.models import PortalEntry
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.brands import save_brand
from percaya.core.workspace.actions.logos import checked_logo, save_logo
from percaya.core.workspace.pictures import MOST_BYTES
from percaya.web.portal.sending import send_entry
from tests import builders
from tests.browser.test_access import PHONE, clean
from tests.cast import Cast
from tests.core.workspace.test_pictures import png
from tests.services.chromium import Site
from tests.web.portal.visiting import code_in

HOME = "/p/toko-senja"
MOST = 60_000  # bytes over the wire of a first visit, everything in it


@pytest.mark.parametrize(("language", "theme", "device"), [("id", "light", {}), ("en", "dark", PHONE)], ids=["id", "phone-en"])
def test_the_whole_way_by_keyboard_alone(
    site: Site, cast: Cast, mailoutbox: list[object], language: str, theme: str, device: dict[str, object]
) -> None:
    ticket = builders.ticket(cast.rina, subject="Kain luntur", assignee=cast.dewi, account=cast.senja.email)
    page = site.open(None, HOME, language=language, theme=theme, **device)
    clean(page)
    _type_into(page, "address", "rina@contoh.example")
    expect(page.locator("#f-code")).to_be_visible()
    send_entry(entry_id=PortalEntry.objects.latest("pk").pk)
    clean(page)
    _type_into(page, "code", code_in(str(mailoutbox[-1].body)))  # type: ignore[attr-defined]
    expect(page.locator(".mine__link")).to_have_count(1)
    clean(page)
    page.locator(".mine__link").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".status__word")).to_be_visible()
    clean(page)
    page.locator("#text").focus()
    page.keyboard.type("Masih luntur juga")
    _press_first_button_after(page)
    expect(page.locator("#news .banner")).to_be_visible()
    assert Message.objects.filter(ticket=ticket).latest("pk").body_text == "Masih luntur juga"
    page.goto(site.address + HOME + "/new")
    clean(page)
    tab_to(page, "#f-text")
    page.keyboard.type("Ada ukuran L?")
    _press_first_button_after(page)
    expect(page.locator("#news .banner")).to_be_visible()
    assert Ticket.objects.latest("pk").channel == "portal"
    assert page.loud == []  # type: ignore[attr-defined]


def test_a_first_visit_is_light(site: Site, cast: Cast) -> None:
    """Page, style sheet, scripts, icons and the largest logo, as they come over the wire. Scripts and style sheets that
    the tests serve as they are come packed where Percaya runs (``LeanStaticFiles``): so they count."""
    dice = random.Random(7)
    drawn = b"".join(b"\0" + dice.randbytes(300) for _line in range(60))
    full = png(100, 60, lines=drawn)
    assert MOST_BYTES - 400 < len(full) <= MOST_BYTES
    brand = save_brand(workspace=cast.workspace, name="Senja", is_default=True, by=Actor.system())
    save_logo(wearer=brand, picture=checked_logo(full), by=Actor.system())
    page = site.context(None).new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    bytes_of: list[float] = []
    wire.on("Network.loadingFinished", lambda event: bytes_of.append(event["encodedDataLength"]))
    plain: list[Response] = []
    page.on("response", lambda answer: plain.append(answer) if "/static/" in answer.url else None)
    answer = page.goto(site.address + HOME, wait_until="networkidle")
    assert answer is not None and answer.ok
    assert page.locator("img.brand-logo").evaluate("image => image.naturalWidth") == 100
    spared = sum(len(body) - len(gzip.compress(body, 9)) for body in (one.body() for one in plain))
    assert plain and 0 < sum(bytes_of) - spared <= MOST, (spared, sorted(bytes_of))


def _type_into(page: Page, name: str, text: str) -> None:
    """As somebody without a mouse does: along the page until the field has the focus, then type and send."""
    tab_to(page, f"#f-{name}")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    for _key in range(40):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def _press_first_button_after(page: Page) -> None:
    """On to the form's own button, past the files."""
    tab_to(page, "main form button.button--primary:has(.icon)")
    page.keyboard.press("Enter")
