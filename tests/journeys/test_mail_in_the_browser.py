"""The same journey through the eyes of an agent: the mail appears by itself, is answered in Chromium, and comes back."""

import re

import pytest
from playwright.sync_api import expect

from percaya.core.tickets.models import Message
from tests.journeys.conftest import Desk
from tests.services.chromium import Site
from tests.services.waiting import until

pytestmark = [pytest.mark.mailservers, pytest.mark.browser, pytest.mark.slow]

WORDS = {
    "id": (
        "Paket belum sampai",
        "Halo kak, pesanan saya belum sampai juga.",
        "Baik kak, kami cek ke kurir.",
        "Sudah sampai, terima kasih!",
    ),
    "en": (
        "Parcel not here",
        "Hello, my order has not arrived yet.",
        "We will ask the courier today.",
        "It has arrived, thank you!",
    ),
}


@pytest.mark.parametrize(("language", "style"), [("id", "gmail-id"), ("en", "outlook-en")])
def test_answered_in_chromium(site: Site, desk: Desk, language: str, style: str) -> None:
    subject, first, reply, second = WORDS[language]
    page = site.open(desk.cast.dewi, f"/w/{desk.cast.workspace.slug}/inbox?view=open", language=language)
    page.wait_for_timeout(700)
    desk.rina.write(subject, first)
    ticket = desk.ticket_of(desk.rina.address)
    row = page.locator(f"#row-{ticket.number}")
    expect(row).to_be_visible()
    expect(row).to_contain_text(subject)
    row.locator(".row__link").click()
    expect(page.locator("#thread")).to_contain_text(first)
    page.locator("#form-reply textarea").fill(reply)
    page.locator("#form-reply [data-command=send]").click()
    expect(page.locator("#thread")).to_contain_text(reply)

    mail = desk.rina.received(automatic=False)
    assert reply in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    desk.rina.answer(mail, second, style)
    desk.ticket_of(desk.rina.address, messages=2)
    last = until(lambda: Message.objects.filter(ticket=ticket, direction="inbound").order_by("-pk").first())
    seen = page.locator(f"#m-{last.pk}")
    expect(seen).to_be_visible()
    if seen.locator("iframe").count():
        frame = seen.frame_locator("iframe")
        expect(frame.locator("body")).to_contain_text(second)
        expect(frame.get_by_text(re.compile(re.escape(reply))).first).to_be_hidden()
    else:
        expect(seen).to_contain_text(second)
        fold = seen.locator("details.fold").first
        assert fold.get_attribute("open") is None
        expect(fold.get_by_text(re.compile(re.escape(reply)))).to_be_hidden()
    assert page.loud == []  # type: ignore[attr-defined]
