"""Focus time in Chromium: a page tells where it was worked at when it goes, and what was written stays untold."""

from collections.abc import Callable
from urllib.parse import unquote

from playwright.sync_api import expect

from percaya.stages.analytics.models import TicketWork, WorkDay
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site
from tests.services.waiting import until

LOADED = "performance.getEntriesByType('resource').some((one) => one.name.includes('work.'))"
KEEP = """
const send = window.fetch
window.fetch = (to, what) => {
  if (String(to).endsWith("/live/work")) sessionStorage.setItem("told", String(what.body))
  return send(to, what)
}
"""


def test_reading_and_writing_at_a_ticket_is_told_when_the_page_goes(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi)
    page.add_init_script(KEEP)
    page.goto(site.address + inbox(ticket.number))
    until(lambda: page.evaluate(LOADED))
    for turn in range(4):  # each at least a second long, as a glance is not work
        page.mouse.move(300 + turn, 300)
        page.wait_for_timeout(1100)
    page.keyboard.press("r")
    expect(page.locator("#composer textarea").first).to_be_focused()
    page.keyboard.type("rahasia")
    page.wait_for_timeout(1500)
    page.keyboard.press("Escape")
    page.goto(f"{site.address}/w/{cast.workspace.slug}/settings/me/")
    told = page.evaluate("sessionStorage.getItem('told')") or ""
    places = {span.split(":")[0] for span in unquote(told).removeprefix("spans=").split(";")}
    assert {"ticket", "compose"} <= places and "rahasia" not in told
    until(lambda: TicketWork.objects.filter(ticket=ticket, member=cast.dewi, seconds__gte=2).exists())
    assert WorkDay.objects.get().handling >= 2
