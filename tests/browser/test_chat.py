"""Live chat on somebody else's page: it works there under their rules, in both directions, and loses nothing on the way."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Page, expect

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Delivery, Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.actions import send
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site

HOSTILE = """<!doctype html><html lang="{language}"><title>Toko</title>
<link rel="stylesheet" href="/hostile.css">
<body><h1>Toko</h1><p>Batik</p>
<script async src="{site}/w.js" data-channel="{channel}"></script>
<script async src="{site}/w.js" data-channel="{channel}"></script></body></html>"""
RESET = "*{all:unset!important;display:none!important} html,body,h1,p{display:block!important}"
POLICY = "default-src 'none'; script-src {site}; frame-src {site}; style-src 'self'"


class Shop(ThreadingHTTPServer):
    """The business's own site: another origin, a strict policy, a style sheet that unsets everything."""

    page = ""
    policy = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class ShopPages(BaseHTTPRequestHandler):
    server: Shop

    def do_GET(self) -> None:
        is_style = self.path.endswith(".css")
        self.send_response(200)
        self.send_header("Content-Type", "text/css" if is_style else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write((RESET if is_style else self.server.page).encode())

    def log_message(self, *said: object) -> None:
        """Nothing: a page is no news."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop(("127.0.0.1", 0), ShopPages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def chat(cast: Cast, shop: Shop) -> ChannelAccount:
    settings = {"origins": shop.origin, "title": "Toko Senja", "intro": "Tanya apa saja.", "topics": "Pengiriman, Retur"}
    return connect_account(workspace=cast.workspace, channel="webchat", name="Chat", settings=settings, by=Actor.system())


def visit(site: Site, shop: Shop, account: ChannelAccount, *, language: str = "id", **more: object) -> Page:
    """A visitor on the business's page."""
    channel = public_ids.encode("account", account.pk)
    shop.page = HOSTILE.format(site=site.address, channel=channel, language=language)
    shop.policy = POLICY.format(site=site.address)
    page = site.open(None, language=language, **more)
    page.asked = []  # type: ignore[attr-defined]
    page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
    page.goto(f"{shop.origin}/batik?order=1")
    return page


def opened(page: Page) -> FrameLocator:
    page.get_by_role("button", name="Chat").click()
    return page.frame_locator("iframe")


def answer(cast: Cast, ticket: Ticket, text: str) -> Message:
    reply = builders.reply(ticket, cast.dewi, text)
    send(message_id=reply.pk)
    return reply


def test_the_button_stands_under_hostile_styles_and_asks_for_nothing_before_it_is_used(
    site: Site, cast: Cast, shop: Shop, chat: ChannelAccount
) -> None:
    page = visit(site, shop, chat)
    button = page.get_by_role("button", name="Chat")
    expect(button).to_have_count(1)
    expect(button).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.evaluate("percaya('topic', 'Retur'); percaya('identify', 'a.b.c')")  # a page that names its customer has not used it
    expect(page.locator("iframe")).to_have_count(0)
    asked = {request.split("/")[-1] for request in page.asked}  # type: ignore[attr-defined]
    assert asked <= {"batik?order=1", "hostile.css", "w.js", "favicon.ico"}
    kept = {cookie["name"] for cookie in page.context.cookies(shop.origin)} - {"percaya_language"}  # the browser brought that one
    assert page.evaluate("localStorage.length") == 0 and kept == set()
    page.evaluate("document.body.replaceWith(document.createElement('body'))")
    expect(button).to_be_visible()
    assert not page.loud, page.loud  # type: ignore[attr-defined]


def test_visitor_and_agent_talk_both_ways_and_what_was_written_offline_arrives_once(
    site: Site, cast: Cast, shop: Shop, chat: ChannelAccount
) -> None:
    page = visit(site, shop, chat)
    panel = opened(page)
    expect(panel.get_by_role("heading", name="Toko Senja")).to_be_focused()
    panel.get_by_label("Nama").fill("Rina")
    panel.get_by_label("Pesan Anda").fill("Ongkir ke Malang?")
    panel.get_by_role("button", name="Kirim", exact=True).click()
    expect(panel.locator("article.yours")).to_contain_text("Ongkir ke Malang?")
    ticket = Ticket.objects.get(channel="webchat")
    reply = answer(cast, ticket, "Rp18.000, kak.")
    expect(panel.locator("article.ours")).to_contain_text("Rp18.000")
    expect(panel.locator("#unsent li")).to_have_count(0)
    wait_for(page, lambda: Message.objects.get(pk=reply.pk).delivery_state == Delivery.READ)

    page.context.set_offline(True)
    for text in ("Satu", "Dua"):
        panel.get_by_label("Pesan Anda").fill(text)
        panel.get_by_label("Pesan Anda").press("Enter")
    expect(panel.locator("#unsent li")).to_have_count(2)
    page.context.set_offline(False)
    expect(panel.locator("article.yours")).to_have_count(3)
    expect(panel.locator("#unsent li")).to_have_count(0)
    said = Message.objects.filter(ticket=ticket, direction="inbound").order_by("pk").values_list("body_text", flat=True)
    assert list(said) == ["Ongkir ke Malang?", "Satu", "Dua"]
    page.reload()
    expect(opened(page).locator("article")).to_have_count(4)


def wait_for(page: Page, is_true: object) -> None:
    """Until the database says so; the browser goes on meanwhile."""
    for _ in range(300):
        if is_true():  # type: ignore[operator]
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come true")


def test_a_forged_identity_is_refused_in_words_and_a_foreign_frame_stays_empty(
    site: Site, cast: Cast, shop: Shop, chat: ChannelAccount
) -> None:
    page = visit(site, shop, chat)
    page.evaluate("percaya('identify', 'a.b.c')")
    expect(opened(page).locator("#news")).to_contain_text("tidak berlaku")
    other = connect_account(
        workspace=cast.workspace, channel="webchat", name="Lain", settings={"origins": "https://lain.example"}, by=Actor.system()
    )
    page = visit(site, shop, other)
    page.get_by_role("button", name="Chat").click()
    expect(page.frame_locator("iframe").locator("#write")).to_have_count(0)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_panel_is_clean_and_escape_gives_the_button_back(
    site: Site, cast: Cast, shop: Shop, chat: ChannelAccount, language: str, theme: str
) -> None:
    ChannelAccount.objects.filter(pk=chat.pk).update(settings={**chat.settings, "language": language, "ask_page": True})
    page = visit(site, shop, chat, language=language, theme=theme)
    panel = opened(page)
    expect(panel.get_by_role("heading", name="Toko Senja")).to_be_focused()
    page.keyboard.press("Escape")
    button = page.get_by_role("button", name="Chat")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    alone = site.open(None, f"/chat/{public_ids.encode('account', chat.pk)}", language=language, theme=theme)
    alone.get_by_role("textbox").last.fill("Halo kak")
    alone.keyboard.press("Enter")
    expect(alone.locator("article.yours")).to_be_visible()
    answer(cast, Ticket.objects.get(channel="webchat"), "Baik, lihat https://contoh.example/ongkir")
    expect(alone.locator("article.ours")).to_be_visible()
    found = Axe().run(alone).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
