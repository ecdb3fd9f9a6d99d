"""A ticket can be handled without a pointer, from the list to solved."""

from collections.abc import Callable

from playwright.sync_api import expect

from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.members import change_habits
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site
from tests.services.waiting import until


def test_a_ticket_is_found_answered_noted_and_solved_by_keys_alone(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    first = builders.ticket(cast.rina, subject="Paket belum sampai", account=cast.senja.email, priority="urgent")
    second = builders.ticket(cast.rina, subject="Tukar ukuran", account=cast.senja.email)
    change_habits(member=cast.dewi, after_action="stay")
    page = site.open(cast.dewi, inbox())
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-head h1")).to_contain_text("Paket belum sampai")
    assert f"/inbox/{first.number}" in page.url

    page.keyboard.press("i")
    expect(page.locator("#ticket-head")).to_contain_text("Dewi")

    page.keyboard.press("n")
    page.keyboard.type("Kurir sudah ditelepon.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--note")).to_contain_text("Kurir sudah ditelepon.")

    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("Halo Kak, paketnya sedang kami cari.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--out").last).to_contain_text("sedang kami cari")
    expect(page.locator("#form-reply textarea")).to_have_value("")
    assert Message.objects.get(ticket=first, direction="outbound", auto="").body_text == "Halo Kak, paketnya sedang kami cari."

    change_habits(member=cast.dewi, after_action="next")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator("#ticket-head h1")).to_contain_text("Tukar ukuran")  # the next one comes by itself
    assert f"/inbox/{second.number}" in page.url
    assert Ticket.objects.get(pk=first.pk).state == "resolved"
    assert page.loud == []  # type: ignore[attr-defined]


def test_a_menu_is_opened_moved_in_and_chosen_from_by_keys(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("p")
    expect(page.locator("#priority-menu")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-head .priority[data-priority=urgent]").first).to_be_visible()
    assert Ticket.objects.get(pk=ticket.pk).priority == "urgent"


def test_keys_are_letters_while_one_is_writing(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("r")
    page.keyboard.type("je x e ? /")
    expect(page.locator("#form-reply textarea")).to_have_value("je x e ? /")
    assert Ticket.objects.get(pk=ticket.pk).state == "new"


def test_help_lists_every_key_and_the_palette_finds_in_both_languages(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_contain_text("Balas")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("resolve")
    expect(page.locator("#palette-list [aria-selected=true]")).to_contain_text("Selesaikan")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("selesai")


def test_single_keys_are_switched_off_for_every_device(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("?")
    page.locator("#keys-switch").uncheck()
    expect(page.locator(".toast")).to_contain_text("mati")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    elsewhere = site.open(cast.dewi, inbox(ticket.number))
    elsewhere.keyboard.press("e")
    elsewhere.wait_for_timeout(300)
    assert Ticket.objects.get(pk=ticket.pk).state == "new"
    elsewhere.keyboard.press("Control+k")
    expect(elsewhere.locator("#palette-input")).to_be_focused()


def test_a_key_learnt_in_the_help_sheet_works_at_once_and_on_the_next_device(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("?")
    page.get_by_role("button", name="Ambil: i").click()
    page.keyboard.press("9")
    expect(page.get_by_role("button", name="Ambil: 9")).to_be_focused()
    page.get_by_role("button", name="Selesaikan: e").click()
    page.keyboard.press("9")
    expect(page.locator(".toast--error")).to_contain_text("sudah dipakai untuk")
    elsewhere = site.open(cast.dewi, inbox(ticket.number))
    assert elsewhere.locator("[data-command=take]").first.get_attribute("title") == "Ambil (9)"
    elsewhere.keyboard.press("9")
    expect(elsewhere.locator("#ticket-head")).to_contain_text("Dewi")


def test_a_command_acts_on_the_focused_row_and_not_on_the_open_ticket(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    opened = builders.ticket(cast.rina, subject="Yang terbuka", account=cast.senja.email, priority="urgent")
    other = builders.ticket(cast.rina, subject="Yang disorot", account=cast.senja.email)
    third = builders.ticket(cast.rina, subject="Yang ketiga", account=cast.senja.email)
    page = site.open(cast.dewi, inbox(opened.number))
    page.locator(f"#row-{other.number} .row__link").focus()
    page.keyboard.press("i")
    page.keyboard.press("e")
    expect(page.locator(".toast", has_text=f"#{other.number} selesai")).to_be_visible()
    page.wait_for_timeout(200)
    assert (Ticket.objects.get(pk=other.pk).state, Ticket.objects.get(pk=opened.pk).state) == ("resolved", "new")
    page.locator(f"#row-{third.number} .row__link").focus()
    page.keyboard.press("n")
    expect(page.locator("#ticket-head h1")).to_contain_text("Yang ketiga")
    expect(page.locator("#form-note textarea")).to_be_focused()


def test_a_key_that_is_held_down_does_its_work_once(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    for count in range(3):
        builders.ticket(cast.rina, subject=f"Pesanan {count}", account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#ticket-head")).to_be_visible()
    page.keyboard.down("e")
    for _again in range(4):
        page.keyboard.down("e")
        page.wait_for_timeout(150)
    page.keyboard.up("e")
    until(lambda: Ticket.objects.filter(state="resolved").exists())
    page.wait_for_load_state("networkidle")  # had the others been sent as well, they would be answered by now
    assert Ticket.objects.filter(state="resolved").count() == 1
