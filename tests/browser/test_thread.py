"""The thread in Chromium: long ones are light, words are found anywhere in them, and merging never costs a word."""

from collections.abc import Callable

from playwright.sync_api import expect

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.models import Message
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site

Inbox = Callable[..., str]
ENTRIES = "document.querySelectorAll('#thread .entry').length"


def test_older_messages_come_by_scrolling_and_what_one_reads_stays_where_it_is(site: Site, cast: Cast, inbox: Inbox) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, messages=80)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.wait_for_timeout(400)
    assert page.evaluate(ENTRIES) <= 30
    page.locator("#thread .entry").last.hover()
    for _turn in range(20):  # the scripts may still be on their way
        page.mouse.wheel(0, -100_000)
        page.wait_for_timeout(300)
        if page.evaluate(ENTRIES) > 45:
            break
    assert page.evaluate(ENTRIES) > 45
    assert page.evaluate("document.querySelector('[data-thread-scroll]').scrollTop") > 100  # the rest was put above
    expect(page.locator("#to-latest")).to_be_visible()
    page.locator("#to-latest").click()
    expect(page.locator("#thread .entry").last).to_be_in_viewport()


def test_words_are_found_where_nothing_is_loaded_and_the_way_back_is_one_click(site: Site, cast: Cast, inbox: Inbox) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, text="Nomor resinya JNE-77")
    for count in range(70):
        builders.inbound(ticket, f"kabar {count}")
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.locator("#find input").fill("jne-77")
    expect(page.locator(".entry--found")).to_contain_text("JNE-77")
    assert page.locator("#later").count() == 1
    page.keyboard.press("Escape")
    expect(page.locator("#find")).to_be_hidden()
    builders.inbound(ticket, "kabar terbaru")
    expect(page.locator("#to-latest")).to_contain_text("1 pesan baru")
    page.locator("#to-latest").click()
    expect(page.locator("#thread")).to_contain_text("kabar terbaru")


def test_a_link_to_a_message_opens_its_window(site: Site, cast: Cast, inbox: Inbox) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, messages=70)
    first = Message.objects.filter(ticket=ticket, direction="inbound").earliest("pk")
    page = site.open(cast.dewi, inbox(ticket.number, f"view=open&at={first.pk}"))
    expect(page.locator(f"#m-{first.pk}.entry--found")).to_be_in_viewport()


def test_a_ticket_is_merged_by_keys_and_taken_back(site: Site, cast: Cast, inbox: Inbox) -> None:
    one = builders.ticket(cast.rina, account=cast.senja.email, subject="Warna salah", text="warnanya salah")
    two = builders.ticket(cast.rina, account=cast.senja.email, subject="Paket belum sampai", text="paketnya mana")
    page = site.open(cast.dewi, inbox(one.number))
    page.keyboard.press("m")
    page.locator("#sheet .mini-ticket", has_text=f"#{two.number}").click()
    page.get_by_role("button", name=f"Gabungkan ke #{two.number}").click()
    expect(page.locator(f"#ticket[data-ticket-number='{two.number}']")).to_be_visible()
    expect(page.locator("#thread")).to_contain_text("warnanya salah")
    page.locator("#toasts button", has_text="Urungkan").click()
    expect(page.locator(f"#ticket[data-ticket-number='{one.number}']")).to_be_visible()
    assert builders.fresh(one).merged_into_id is None


def test_who_writes_while_a_colleague_merges_loses_no_word(site: Site, cast: Cast, inbox: Inbox) -> None:
    one = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)
    two = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(one.number))
    page.keyboard.press("r")
    page.keyboard.type("Baik Kak, kami cek")
    page.wait_for_timeout(900)
    merge(source=one, target=two, by=Actor.member(cast.budi.pk))
    page.wait_for_timeout(1500)
    page.keyboard.type(" dulu ya")
    page.wait_for_timeout(1200)
    expect(page.locator("#form-reply textarea")).to_have_value("Baik Kak, kami cek dulu ya")
    page.goto(site.address + inbox(two.number))
    expect(page.locator("#form-reply textarea")).to_have_value("Baik Kak, kami cek dulu ya")


def test_a_message_is_quoted_into_the_reply(site: Site, cast: Cast, inbox: Inbox) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, text="Ukuran M masih ada?")
    page = site.open(cast.dewi, inbox(ticket.number))
    page.locator(".entry--in").first.hover()
    page.locator(".entry--in a[data-message]").first.click()
    page.locator("#message-menu [data-do='quote']").click()
    expect(page.locator("#form-reply textarea")).to_have_value("> Ukuran M masih ada?\n\n")
