"""What is typed is never lost or mixed up: crashes, two devices, lost lines; templates, mentions and sending as one sees them."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from percaya.core.desk.actions.macros import save_macro
from percaya.core.desk.steps import parse
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.drafts import draft_of, save_draft
from percaya.core.tickets.models import Draft, Message, Ticket
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site
from tests.services.waiting import until

REPLY = "#form-reply textarea"
# In the page itself: what one sends while it is left goes past every route.
NO_DRAFTS = """() => {
    const send = window.fetch
    window.fetch = (url, ...how) => String(url).includes("/draft/") ? Promise.reject(new TypeError("cut")) : send(url, ...how)
}"""


def ticket_of(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)


def writing(site: Site, cast: Cast, inbox: Callable[..., str], ticket: Ticket) -> Page:
    page = site.open(cast.dewi, inbox(ticket.number))
    page.locator(REPLY).click()
    return page


def test_words_that_never_reached_the_server_come_back_after_a_crash(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = ticket_of(cast)
    page = writing(site, cast, inbox, ticket)
    page.evaluate(NO_DRAFTS)
    page.keyboard.type("Jangan hilang")
    page.goto("about:blank")
    page.goto(site.address + inbox(ticket.number))
    expect(page.locator(REPLY)).to_have_value("Jangan hilang")
    expect(page.locator("#form-reply [data-draft-status]")).to_contain_text("Draf tersimpan")
    assert draft_of(ticket, cast.dewi, "reply").text == "Jangan hilang"


def test_the_newer_words_of_another_device_are_taken_over_where_nothing_was_typed(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    ticket = ticket_of(cast)
    page = site.open(cast.dewi, inbox(ticket.number))
    save_draft(ticket=ticket, member=cast.dewi, kind="reply", text="Dari ponsel", revision=0)
    page.keyboard.press("r")
    expect(page.locator(REPLY)).to_have_value("Dari ponsel")


def test_words_of_two_devices_stand_side_by_side_until_one_chooses(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = ticket_of(cast)
    page = writing(site, cast, inbox, ticket)
    page.wait_for_timeout(300)
    save_draft(ticket=ticket, member=cast.dewi, kind="reply", text="Dari ponsel", revision=0)
    page.keyboard.type("Dari laptop")
    expect(page.locator(".composer__clash")).to_contain_text("Dari ponsel")
    expect(page.locator(REPLY)).to_have_value("Dari laptop")
    page.get_by_role("button", name="Pertahankan yang di sini").click()
    expect(page.locator("#form-reply [data-draft-status]")).to_contain_text("Draf tersimpan")
    assert draft_of(ticket, cast.dewi, "reply").text == "Dari laptop"


def test_a_late_save_does_not_wake_a_sent_draft(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = ticket_of(cast)
    page = writing(site, cast, inbox, ticket)
    page.keyboard.type("Terkirim sekali")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--out:not(.entry--sending)").last).to_contain_text("Terkirim sekali")
    page.wait_for_timeout(900)
    assert Draft.objects.get(ticket=ticket, member=cast.dewi, kind="reply").text == ""
    assert Message.objects.filter(ticket=ticket, member=cast.dewi).count() == 1
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('percaya.draft')).length") == 0


def test_a_template_is_found_at_the_caret_filled_and_does_its_steps(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    by = Actor.member(cast.dewi.pk)
    save_macro(member=cast.dewi, name="Resi", text="Resi {{field.resi}} untuk {{contact.name}}", by=by)
    save_macro(member=cast.dewi, name="Retur", text="Retur disetujui", steps=parse(["label:retur", "priority:high"]), by=by)
    ticket = ticket_of(cast)
    page = writing(site, cast, inbox, ticket)
    page.keyboard.type("Halo, /resi")
    expect(page.locator(".picker [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(REPLY)).to_have_value("Halo, Resi {{field.resi}} untuk Rina Marlina")
    expect(page.locator(".composer__open")).to_contain_text("{{field.resi}}")
    page.keyboard.type("JX1")  # the open slot is selected
    expect(page.locator(".composer__open")).to_have_count(0)
    page.keyboard.press("Control+End")
    page.keyboard.type(" /retur")
    expect(page.locator(".picker [role=option]")).to_have_count(1)
    page.keyboard.press("Tab")
    page.get_by_label("Prioritas: Tinggi").uncheck()
    expect(page.locator("#form-reply [data-draft-status]")).to_contain_text("Draf tersimpan")
    until(lambda: [deed["do"] for deed in draft_of(ticket, cast.dewi, "reply").deeds or () if "do" in deed] == ["label"])
    page.reload()  # or another device: what goes along is kept with the words
    expect(page.locator("#form-reply .chip--step")).to_have_text("Label: retur")
    page.locator(REPLY).focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--out:not(.entry--sending)").last).to_contain_text("Resi JX1 untuk Rina Marlina Retur disetujui")
    now = builders.fresh(ticket)
    assert now.priority == "normal" and now.ticketlabel_set.filter(label__name="retur").exists()


def test_colleagues_are_mentioned_in_notes_and_only_there(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = ticket_of(cast)
    page = writing(site, cast, inbox, ticket)
    page.keyboard.type("Halo @")
    expect(page.locator("#form-reply [data-draft-status]")).to_contain_text("pakai catatan")
    expect(page.locator(".picker")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("Tolong @bud")
    expect(page.locator(".picker [role=option]")).to_have_text("Budi")
    page.keyboard.press("Tab")
    expect(page.locator("#form-note textarea")).to_have_value("Tolong @Budi ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--note:not(.entry--sending)").last).to_contain_text("Tolong @Budi")


def test_what_is_sent_stands_on_the_thread_at_once_and_once(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = ticket_of(cast)
    page = writing(site, cast, inbox, ticket)
    page.evaluate(
        """() => {
          const watch = new MutationObserver(() => {
            if (document.querySelector('.entry--sending')) window.seen ??= performance.now()
          })
          watch.observe(document.getElementById('thread'), { childList: true })
          addEventListener('keydown', () => (window.pressed = performance.now()), true)
        }"""
    )
    page.keyboard.type("Segera")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--out:not(.entry--sending)").last).to_contain_text("Segera")
    expect(page.locator(".entry--sending")).to_have_count(0)
    assert page.evaluate("window.seen - window.pressed") < 50


def test_without_a_line_nothing_is_sent_and_the_words_stay(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = ticket_of(cast)
    page = writing(site, cast, inbox, ticket)
    page.context.set_offline(True)
    page.evaluate("document.getElementById('offline').hidden = false")
    page.keyboard.type("Ditulis di kereta")
    expect(page.locator("#form-reply [data-send]")).to_have_text("Menyambung… draf aman")
    page.keyboard.press("Control+Enter")
    expect(page.locator(REPLY)).to_have_value("Ditulis di kereta")
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()
    page.context.set_offline(False)


def test_enter_never_sends_while_letters_are_composed(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    cast.dewi.settings = {**cast.dewi.settings, "enter_sends": "always"}
    cast.dewi.save()
    ticket = ticket_of(cast)
    page = writing(site, cast, inbox, ticket)
    page.keyboard.type("Baik")
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))"""
    )
    page.wait_for_timeout(300)
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()
    page.keyboard.press("Enter")
    expect(page.locator(".entry--out:not(.entry--sending)").last).to_contain_text("Baik")


def test_a_forward_is_a_draft_of_its_own_and_leaves_for_the_third_party(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    ticket = ticket_of(cast)
    page = writing(site, cast, inbox, ticket)
    page.keyboard.type("Untuk pelanggan")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.locator("#composer")).to_have_class("composer composer--forward")
    page.keyboard.type("kurir@jne.example,")
    expect(page.locator(".people__one")).to_contain_text("kurir@jne.example")
    page.get_by_role("button", name="Teruskan", exact=True).last.click()
    expect(page.locator(".entry--out:not(.entry--sending)").last).to_contain_text("kurir@jne.example")
    expect(page.locator(REPLY)).to_have_value("Untuk pelanggan")
