"""Every screen of a workspace, found in the table of addresses itself: axe finds nothing, no script fails, nothing sticks out
sideways, in both languages and themes, on the desk and on the phone. A picture of each is kept for a person to look at
(``PERCAYA_ARTEFACTS``, else ``var/artefacts``)."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from percaya.core.tickets.models import Ticket
from tests.browser.test_access import OPTIONS, PHONE, furnish
from tests.cast import Cast, logged_in
from tests.isolation import houses
from tests.isolation.barrage import paths as _paths
from tests.isolation.walking import rooms
from tests.services.chromium import Site

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
ARTEFACTS = Path(os.environ.get("PERCAYA_ARTEFACTS", "var/artefacts"))
LOOKS = [
    ("id", "light", {}),
    ("en", "dark", {}),
    ("id", "dark", PHONE),
    ("en", "light", PHONE),
]
# Answers for scripts and files to keep: no screens.
NO_SCREENS = {"live:token", "inbox:html", "inbox:raw", "inbox:arrival_raw", "inbox:file"}


@pytest.mark.parametrize(("language", "theme", "device"), LOOKS, ids=["id-light", "en-dark", "phone-id-dark", "phone-en-light"])
def test_every_screen_is_clean(
    site: Site, cast: Cast, language: str, theme: str, device: dict[str, object], request: pytest.FixtureRequest
) -> None:
    furnish(cast)
    house = houses.furnish(cast, cast.senja, cast.ratna, "nilakandi", spare_tickets=1)
    folder = ARTEFACTS / request.node.callspec.id
    folder.mkdir(parents=True, exist_ok=True)
    page = site.open(cast.ratna, language=language, theme=theme, **device)
    wrong, seen = [], 0
    for name, path in _screens(cast, house):
        page.loud.clear()  # type: ignore[attr-defined]
        page.goto(site.address + path)
        page.wait_for_timeout(150)
        page.screenshot(path=folder / f"{name.replace(':', '-')}.png")
        seen += 1
        wrong += [f"{name} {path}: {trouble}" for trouble in _troubles(page)]
    assert seen > 40, "the walk found the screens"
    assert not wrong, "\n".join(wrong)


def _screens(cast: Cast, house: houses.House) -> Iterator[tuple[str, str]]:
    """(name, path) of every address that answers a plain GET with a page."""
    client, done = logged_in(cast.ratna), set()
    for one in rooms():
        for path in _paths(one, house.values):
            answer = client.get(path)
            is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
            if (
                one.name in NO_SCREENS
                or one.name in done
                or not is_page
                or b"<!doctype html>" not in answer.content[:200].lower()
            ):
                continue
            done.add(one.name)
            yield one.name, path
    assert Ticket.objects.filter(workspace=house.workspace).exists()


def _troubles(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    said = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if wide > room:
        said.append(f"{wide - room} px stick out sideways")
    return said + [f"script: {note[:160]}" for note in page.loud]  # type: ignore[attr-defined]
