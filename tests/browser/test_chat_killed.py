"""An agent and a visitor in two browsers, across a cut of the network and a kill of the server: every word of both is there
once, in its order, and none of it in the conversation of the visitor beside."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.test_chat import HOSTILE, POLICY, Shop, ShopPages
from tests.services.chromium import Chromium, Site
from tests.services.cut_line import CutLine
from tests.services.house import ROOT, House

pytestmark = pytest.mark.timeout(600)
PASSWORD = "kain lurik dari Klaten"
ADMIN = "ratna@senja.example"


class Talk:
    """A house behind a line, an agent at the one end, and a visitor with another one beside at the shop's page."""

    def __init__(self, house: House, line: CutLine, shop: Shop, browser: Any) -> None:
        self.house, self.line, self.shop = house, line, shop
        self.site = Site(f"http://127.0.0.1:{line.port}", browser)
        self.slug = self.channel = ""

    def begin(self) -> None:
        made = self.house.run("init", "--workspace", "Toko Senja", "--admin", ADMIN, "--password-stdin", stdin=PASSWORD)
        assert made.returncode == 0, made.stderr
        found = self.inside("furnish", self.shop.origin)
        self.slug, self.channel = found["slug"], found["channel"]
        self.shop.page = HOSTILE.format(site=self.site.address, channel=self.channel, language="id")
        self.shop.policy = POLICY.format(site=self.site.address)
        self.house.start()

    def visitor(self) -> FrameLocator:
        page = self.site.open(None)
        page.goto(self.shop.origin)
        page.get_by_role("button", name="Chat").click()
        panel = page.frame_locator("iframe")
        expect(panel.get_by_label("Pesan Anda")).to_be_visible()
        return panel

    def agent(self, number: int) -> Page:
        page = self.site.open(None, "/accounts/login/")
        page.locator("input[name=login]").fill(ADMIN)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        page.goto(f"{self.site.address}/w/{self.slug}/inbox/{number}?view=open")
        return page

    def inside(self, *words: str) -> Any:
        command = [sys.executable, "-m", "tests.journeys.killing.inside", f"tests.browser.talks:{words[0]}", *words[1:]]
        done = subprocess.run(
            command, env=self.house.environment, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)


def ended(house: House) -> None:
    if house.process is not None and house.process.poll() is None:
        house.kill()


@pytest.fixture
def talk(tmp_path: Path, chromium: Chromium) -> Iterator[Talk]:
    with ExitStack() as stack:
        house = House(tmp_path / "home")
        line = stack.enter_context(CutLine(house.port).laid())
        house.more = {"PERCAYA_PUBLIC_URL": f"http://127.0.0.1:{line.port}"}
        shop = stack.enter_context(Shop(("127.0.0.1", 0), ShopPages))
        threading.Thread(target=shop.serve_forever, daemon=True).start()
        stack.callback(shop.shutdown)
        stack.callback(ended, house)
        stack.callback(chromium.clear)
        made = Talk(house, line, shop, chromium.browser)
        made.begin()
        yield made


def write(panel: FrameLocator, *words: str) -> None:
    """The visitor sends; whether it arrives is the line's affair."""
    for each in words:
        panel.get_by_label("Pesan Anda").fill(each)
        panel.get_by_label("Pesan Anda").press("Enter")


def try_reply(agent: Page, words: str) -> None:
    """The agent writes and presses send while nothing can leave: it stays where it was written."""
    agent.locator("#form-reply textarea").fill(words)
    expect(agent.locator("#offline")).to_be_visible()
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#form-reply textarea")).to_have_value(words)


def reply(agent: Page, words: str = "") -> None:
    """Send, and again as long as the page has it still; then back to this ticket, since a sent answer leads to the next one."""
    field, here = agent.locator("#form-reply textarea"), agent.url
    if words:
        field.fill(words)
    expect(agent.locator("#offline")).to_be_hidden()
    for _try in range(10):
        field.press("Control+Enter")
        try:
            expect(field).to_have_value("", timeout=10_000)
            agent.goto(here)
            return
        except AssertionError:
            continue
    raise AssertionError("it was never sent")


def shown(panel: FrameLocator, *words: str) -> None:
    """Exactly these stand in the visitor's talk, and nothing waits to be sent."""
    expect(panel.locator("[role=log] article .text")).to_have_text(list(words))
    expect(panel.locator("#unsent li")).to_have_count(0)


def read(agent: Page, *words: str) -> None:
    for each in words:
        expect(agent.locator("#thread .message", has_text=each)).to_have_count(1)


def test_nothing_is_lost_repeated_or_told_to_another_across_a_cut_and_a_kill(talk: Talk) -> None:
    rina, beside = talk.visitor(), talk.visitor()
    write(rina, "Rina: sebelum")
    shown(rina, "Rina: sebelum")
    write(beside, "Wati: sebelum")
    shown(beside, "Wati: sebelum")
    numbers = [talk.inside("number_of", words) for words in ("Rina: sebelum", "Wati: sebelum")]
    agent = talk.agent(numbers[0])
    reply(agent, "Dewi: sebelum")
    shown(rina, "Rina: sebelum", "Dewi: sebelum")

    talk.line.cut()
    write(rina, "Rina: terputus 1", "Rina: terputus 2")
    write(beside, "Wati: terputus")
    expect(rina.locator("#unsent li")).to_have_count(2)
    expect(beside.locator("#unsent li")).to_have_count(1)
    try_reply(agent, "Dewi: terputus")
    talk.line.mend()
    first = ("Rina: sebelum", "Dewi: sebelum", "Rina: terputus 1", "Rina: terputus 2")
    shown(rina, *first)
    shown(beside, "Wati: sebelum", "Wati: terputus")
    read(agent, "Rina: terputus 1", "Rina: terputus 2")
    reply(agent)
    shown(rina, *first, "Dewi: terputus")

    talk.house.kill()
    write(rina, "Rina: mati")
    write(beside, "Wati: mati")
    expect(rina.locator("#unsent li")).to_have_count(1)
    expect(beside.locator("#unsent li")).to_have_count(1)
    try_reply(agent, "Dewi: mati")
    talk.house.start()
    shown(rina, *first, "Dewi: terputus", "Rina: mati")
    shown(beside, "Wati: sebelum", "Wati: terputus", "Wati: mati")
    read(agent, "Rina: mati")
    reply(agent)
    write(rina, "Rina: sesudah")
    read(agent, "Rina: sesudah")
    reply(agent, "Dewi: sesudah")
    last = (*first, "Dewi: terputus", "Rina: mati", "Dewi: mati", "Rina: sesudah", "Dewi: sesudah")
    shown(rina, *last)
    shown(beside, "Wati: sebelum", "Wati: terputus", "Wati: mati")

    found = talk.inside("told")
    ways = {"Rina": "inbound", "Wati": "inbound", "Dewi": "outbound"}
    assert found["words"] == {
        str(numbers[0]): [[ways[each.split(":")[0]], each] for each in last],
        str(numbers[1]): [["inbound", each] for each in ("Wati: sebelum", "Wati: terputus", "Wati: mati")],
    }
    assert found["conversations"] == sorted(numbers) and found["broken"] == []
