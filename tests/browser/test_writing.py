"""Files come by choice and by paste; what is typed survives a broken connection."""

from collections.abc import Callable

from playwright.sync_api import expect

from percaya.core.tickets.models import Draft, Message
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site

PASTE = """() => {
  const data = new DataTransfer()
  data.items.add(new File(['halo'], 'catatan.txt', { type: 'text/plain' }))
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def test_chosen_and_pasted_files_leave_with_the_reply(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("r")
    with page.expect_file_chooser() as chooser:
        page.locator("#form-reply [data-choose-file]").click()
    chooser.value.set_files([{"name": "resi.png", "mimeType": "image/png", "buffer": builders.PNG}])
    expect(page.locator("#form-reply .attachment")).to_contain_text("resi.png")
    page.locator("#form-reply textarea").focus()
    page.evaluate(PASTE)
    expect(page.locator("#form-reply .attachment")).to_have_count(2)
    page.locator("#form-reply .attachment").first.get_by_role("button").click()
    expect(page.locator("#form-reply .attachment")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("Ini berkasnya.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--out .attachment")).to_contain_text("catatan.txt")
    sent = Message.objects.get(ticket=ticket, member=cast.dewi)
    assert [file.name for file in sent.attachment_set.all()] == ["catatan.txt"]


def test_words_typed_while_the_connection_is_gone_are_saved_when_it_is_back(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("r")
    page.context.set_offline(True)
    page.keyboard.type("Ditulis tanpa jaringan")
    expect(page.locator("#form-reply [data-draft-status]")).to_contain_text("belum tersimpan")
    page.context.set_offline(False)
    expect(page.locator("#form-reply [data-draft-status]")).to_contain_text("Draf tersimpan")
    assert Draft.objects.get(ticket=ticket, member=cast.dewi, kind="reply").text == "Ditulis tanpa jaringan"


def test_a_lost_live_connection_is_said_and_the_gap_is_filled_when_it_is_back(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi)
    broken = [False]
    page.route("**/live/token*", lambda route: route.abort() if broken[0] else route.continue_())
    page.route("**/rt/stream*", lambda route: route.abort() if broken[0] else route.continue_())
    broken[0] = True
    page.goto(site.address + inbox(ticket.number))
    expect(page.locator("#offline")).to_contain_text("draf Anda aman")
    builders.inbound(ticket, "Masih di sana, kak?")
    broken[0] = False
    expect(page.locator("#thread")).to_contain_text("Masih di sana")
    expect(page.locator("#offline")).to_be_hidden()


def test_one_who_was_signed_out_is_told_and_keeps_the_text(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    page = site.open(cast.dewi)
    login = {"status": 302, "headers": {"location": "/accounts/login/"}}
    page.route("**/live/token*", lambda route: route.fulfill(**login))  # type: ignore[arg-type]
    page.goto(site.address + inbox(ticket.number))
    page.keyboard.press("r")
    page.keyboard.type("Halo")
    expect(page.locator("#offline")).to_contain_text("Anda sudah keluar")
    expect(page.locator("#form-reply textarea")).to_have_value("Halo")
