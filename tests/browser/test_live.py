"""News arrives by itself and takes nothing away from the one who is working: focus, order, scroll, text."""

from collections.abc import Callable

from playwright.sync_api import Route, expect

from percaya.core.tickets.models import Message
from tests import builders
from tests.browser.measures import note
from tests.cast import Cast
from tests.services.chromium import Site

# From the moment the network is there again to the moment the missed message is on the page.
BACK = """() => addEventListener('online', () => {
  const from = performance.now()
  const look = () => {
    if (!document.getElementById('thread').innerText.includes('Sudah sampai')) return setTimeout(look, 10)
    window.filled = performance.now() - from
  }
  look()
})"""


def test_a_message_appears_in_the_open_ticket_while_one_types(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("r")
    page.keyboard.type("Halo Kak, ")
    page.wait_for_timeout(700)
    builders.inbound(ticket, "Kak, ternyata sudah sampai!")
    expect(page.locator("#thread")).to_contain_text("ternyata sudah sampai")
    page.keyboard.type("sebentar ya")
    expect(page.locator("#form-reply textarea")).to_have_value("Halo Kak, sebentar ya")
    assert page.evaluate("document.activeElement.name") == "text"


def test_the_order_is_frozen_while_the_list_is_in_use_and_the_pill_counts(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    low = builders.ticket(cast.rina, subject="Yang lama", account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    page.keyboard.press("j")
    expect(page.locator(f"#row-{low.number} .row__link")).to_be_focused()
    page.wait_for_timeout(700)
    new = builders.ticket(cast.rina, subject="Yang mendesak", account=cast.senja.email, priority="urgent")
    expect(page.locator("#pill")).to_be_visible()
    assert page.locator(f"#row-{new.number}").count() == 0
    expect(page.locator(f"#row-{low.number} .row__link")).to_be_focused()
    page.keyboard.press(".")
    expect(page.locator(f"#row-{new.number}")).to_be_visible()
    expect(page.locator(f"#row-{low.number} .row__link")).to_be_focused()


def test_a_row_on_show_changes_where_it_stands(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    page.keyboard.press("j")
    page.wait_for_timeout(700)
    builders.inbound(ticket, "Halo? Ada orang?")
    expect(page.locator(f"#row-{ticket.number}")).to_contain_text("Ada orang?")
    expect(page.locator(f"#row-{ticket.number} .row__link")).to_be_focused()


def test_a_list_that_nobody_uses_takes_arrivals_by_itself(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    page = site.open(cast.dewi, inbox())
    page.wait_for_timeout(700)
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    expect(page.locator(f"#row-{ticket.number}")).to_be_visible()


def test_two_who_answer_at_once_do_not_send_twice(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    """Both write at the same moment, on two machines: one is stopped, reads what came in, and nothing typed is lost."""
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    dewi, budi = site.open(cast.dewi, inbox(ticket.number)), site.open(cast.budi, inbox(ticket.number))
    for page, words in ((dewi, "Ini jawaban Dewi."), (budi, "Ini jawaban Budi.")):
        page.keyboard.press("r")
        page.keyboard.type(words)
    for page in (dewi, budi):  # Dewi reads on further up: Budi's answer is not before her eyes when she sends
        page.evaluate("document.querySelector('[name=seen_up_to]').value = " + str(ticket.version))
    budi.keyboard.press("Control+Enter")
    expect(budi.locator(".entry--out:not(.entry--sending)").last).to_contain_text("Ini jawaban Budi.")
    dewi.evaluate("document.querySelector('[name=seen_up_to]').value = " + str(ticket.version))
    dewi.keyboard.press("Control+Enter")
    expect(dewi.locator(".conflict")).to_contain_text("Ini jawaban Budi.")
    expect(dewi.locator(".conflict")).to_contain_text("Ini jawaban Dewi.")
    expect(dewi.locator(".conflict [autofocus]")).to_be_focused()
    expect(dewi.locator("#form-reply textarea")).to_have_value("Ini jawaban Dewi.")
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()
    dewi.get_by_role("button", name="Kirim tetap").click()
    expect(dewi.locator(".entry--out:not(.entry--sending)").last).to_contain_text("Ini jawaban Dewi.")
    assert Message.objects.filter(ticket=ticket, member=cast.dewi).count() == 1


def test_others_see_who_is_here_and_who_types(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    one = site.open(cast.dewi, inbox(ticket.number))
    one.wait_for_timeout(700)
    two = site.open(cast.budi, inbox(ticket.number))
    expect(one.locator("#here [aria-label='Budi melihat']")).to_be_visible()
    two.keyboard.press("r")
    two.keyboard.type("Halo")
    expect(one.locator("#presence")).to_contain_text("Budi sedang membalas")
    expect(one.locator("#here .avatar--typing")).to_be_visible()
    expect(one.locator(f"#row-{ticket.number} .avatar--typing")).to_be_visible()
    two.close(run_before_unload=True)
    expect(one.locator("#here .avatar")).to_have_count(0)


def test_what_happened_while_the_page_was_on_its_way_is_there(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi)
    arrived: list[int] = []

    def meanwhile(route: Route) -> None:
        if not arrived:
            arrived.append(builders.inbound(ticket, "Baru saja saya kirim buktinya.").pk)
        route.continue_()

    page.route("**/live/token*", meanwhile)
    page.goto(site.address + inbox(ticket.number))
    expect(page.locator("#thread")).to_contain_text("Baru saja saya kirim buktinya.")


def test_a_lost_line_is_filled_within_a_second_of_its_return_before_anything_can_be_sent(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("r")
    page.keyboard.type("Baik kak")
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#form-reply [data-send]")).to_contain_text("Menyambung… draf aman")
    builders.inbound(ticket, "Sudah sampai, terima kasih.")
    page.evaluate(BACK)
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    assert "Sudah sampai, terima kasih." in page.locator("#thread").inner_text(), "the gap is filled when sending is let go"
    took = page.evaluate("window.filled")
    note("gap filled after the line is back", {"ms": round(took)})
    assert took <= 15_000  # the figure is noted; sooner than the next heartbeat would have brought it


AS_LEFT = """([row, scrolled]) => {
  const list = document.getElementById('rows')?.parentElement
  return list && document.activeElement?.closest('.row')?.id === row && Math.abs(list.scrollTop - scrolled) < 60
}"""


def test_back_finds_the_list_as_it_was_left(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    for count in range(24):
        builders.ticket(cast.rina, subject=f"Pesanan {count}", account=cast.senja.email)
    page = site.open(cast.dewi, inbox())
    link = page.locator("#rows .row__link").nth(18)
    link.focus()
    link.scroll_into_view_if_needed()
    scrolled = page.evaluate("document.getElementById('rows').parentElement.scrollTop")
    row = page.evaluate("document.activeElement.closest('.row').id")
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_be_visible()
    page.go_back()
    page.wait_for_function(AS_LEFT, arg=[row, scrolled])  # going back may load the page anew


def test_a_reply_can_be_called_back_while_it_is_held(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("r")
    page.keyboard.type("Salah kirim.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(page.locator("#form-reply textarea")).to_have_value("Salah kirim.")
    assert Message.objects.get(ticket=ticket, member=cast.dewi).delivery_state == "cancelled"


def test_a_draft_is_there_on_the_next_device(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("n")
    page.keyboard.type("Catatan setengah jadi")
    expect(page.locator("#form-note [data-draft-status]")).to_contain_text("Draf tersimpan")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("Balasan setengah jadi")
    expect(page.locator("#form-reply [data-draft-status]")).to_contain_text("Draf tersimpan")
    phone = site.open(cast.dewi, inbox(ticket.number), viewport={"width": 390, "height": 844})
    expect(phone.locator("#form-note textarea")).to_have_value("Catatan setengah jadi")
    expect(phone.locator("#form-reply textarea")).to_have_value("Balasan setengah jadi")
