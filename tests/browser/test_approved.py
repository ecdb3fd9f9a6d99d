"""Chat channels in Chromium: the window counts down, a closed one gives way to approved templates that say beforehand what they
will say, an emoji goes to the message it was chosen for; by keyboard, in both languages and themes, on the desk and the phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.handles import add_handle
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.stages.delivery.models import ChannelTemplate, ReplyWindow
from tests import builders
from tests.browser.test_access import PHONE, clean
from tests.cast import Cast
from tests.services.chromium import Site
from tests.services.waiting import until

Inbox = Callable[..., str]


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    account = connect_account(workspace=cast.workspace, channel="whatsapp", name="WA Toko", address="1100", by=Actor.system())
    add_handle(contact=cast.rina, kind="external", value="whatsapp:ID.1", by=Actor.system())
    for name, state in (("pesanan_dikirim", "approved"), ("promo_akhir_tahun", "paused")):
        ChannelTemplate.objects.create(
            workspace=cast.workspace, account=account, name=name, language="id", state=state, synced_at=timezone.now(),
            body="Halo {{1}}, pesanan {{nomor}} sudah dikirim.", blanks=["1", "nomor"], examples={"1": "Rina"},
        )  # fmt: skip
    return builders.ticket(cast.rina, account=account, assignee=cast.dewi, text="Kapan dikirim kak?")


def heard(ticket: Ticket, **ago: int) -> None:
    ReplyWindow.objects.update_or_create(
        account_id=ticket.account_id, contact_id=ticket.contact_id,
        defaults={"workspace_id": ticket.workspace_id, "heard_at": timezone.now() - timedelta(**ago)},
    )  # fmt: skip


def test_a_template_is_chosen_filled_seen_and_sent(site: Site, cast: Cast, inbox: Inbox, ticket: Ticket) -> None:
    heard(ticket, days=2)
    page = site.open(cast.dewi, inbox(ticket.number))
    expect(page.locator("#composer")).to_contain_text("Jendela balas")
    assert page.locator("#form-reply").count() == 0
    expect(page.locator(".approved__one--off")).to_contain_text("promo_akhir_tahun")
    page.get_by_role("link", name="pesanan_dikirim").click()
    blanks = page.locator("#form-approved input[name=blank]")
    expect(blanks).to_have_count(2)
    blanks.nth(0).fill("Rina")
    blanks.nth(1).fill("TS-204")
    expect(page.locator("#approved-preview")).to_have_text("Halo Rina, pesanan TS-204 sudah dikirim.")
    page.locator("#form-approved button.button--primary").press("Enter")
    rows = Message.objects.filter(ticket=ticket, direction="outbound", auto="")
    out = until(lambda: rows.first())
    assert out is not None and out.body_text == "Halo Rina, pesanan TS-204 sudah dikirim."
    values = {"1": "Rina", "nomor": "TS-204"}
    assert out.fields["out"]["template"] == {"name": "pesanan_dikirim", "language": "id", "values": values}
    assert page.loud == []  # type: ignore[attr-defined]


def test_an_open_window_says_how_long_and_an_emoji_goes_to_its_message(
    site: Site, cast: Cast, inbox: Inbox, ticket: Ticket
) -> None:
    heard(ticket, hours=20)
    said = Message.objects.get(ticket=ticket, direction="inbound")
    page = site.open(cast.dewi, inbox(ticket.number))
    expect(page.locator("[data-closes]")).to_contain_text("Jendela balas tertutup dalam 3 j")
    page.locator(f"#m-{said.pk} [data-message]").click()
    page.locator("[data-do=react]:visible").click()
    page.get_by_role("button", name="👍").click()
    until(lambda: [one["emoji"] for one in Message.objects.get(pk=said.pk).fields.get("reactions", [])] == ["👍"])
    assert Message.objects.get(ticket=ticket, auto="reaction").fields["out"]["reaction"] == "👍"
    expect(page.locator(f"#m-{said.pk}")).to_contain_text("👍")


@pytest.mark.parametrize(("language", "theme", "phone"), [("id", "dark", False), ("en", "light", True)])
def test_window_and_picker_are_clean(
    site: Site, cast: Cast, inbox: Inbox, ticket: Ticket, language: str, theme: str, phone: bool
) -> None:
    heard(ticket, days=2)
    page = site.open(cast.dewi, inbox(ticket.number), language=language, theme=theme, **(PHONE if phone else {}))
    expect(page.locator("#approved")).to_be_visible()
    clean(page)
    page.locator(".approved__one").first.click()
    expect(page.locator("#form-approved")).to_be_visible()
    clean(page)
