"""Beside the ticket, in a real browser: the tab comes when it is asked for, and nothing typed there is lost."""

from collections.abc import Callable

from playwright.sync_api import expect

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.checklists import add_steps
from tests import builders
from tests.cast import Cast
from tests.core.tickets.test_fields import a_field
from tests.services.chromium import Site


def test_a_refused_resolving_leads_to_the_field_and_a_push_takes_nothing_typed(
    site: Site, cast: Cast, inbox: Callable[..., str]
) -> None:
    a_field(cast, "Alasan", required_to_resolve=True)
    ticket = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)
    page = site.open(cast.dewi, inbox(ticket.number))
    assert page.locator("#ticket-around").count() == 0, "a tab that is shut is not fetched"
    page.keyboard.press("e")
    page.locator("#toasts a").click()
    field = page.locator('[name="field-alasan"]')
    expect(field).to_be_focused()
    page.keyboard.type("Salah warna")
    page.locator("#thread").click(position={"x": 5, "y": 5})
    add_steps(ticket=ticket, steps=[("Cek resi", False)], by=Actor.member(cast.budi.pk))
    expect(page.locator("#head-chips")).to_contain_text("0/1")
    expect(field).to_have_value("Salah warna")
    field.press("Enter")
    expect(page.locator("#around-fields dl")).to_contain_text("Salah warna")
    expect(page.locator("#around-checklist")).to_contain_text("Cek resi")


def test_one_follows_and_ticks_without_the_mouse(site: Site, cast: Cast, inbox: Callable[..., str]) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email)
    add_steps(ticket=ticket, steps=[("Cek resi", False)], by=Actor.member(cast.budi.pk))
    page = site.open(cast.dewi, inbox(ticket.number))
    page.keyboard.press("Shift+F")
    expect(page.locator("#head-chips button")).to_have_attribute("aria-pressed", "true")
    page.locator("#beside-customer-tab").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#beside-ticket-tab")).to_be_focused()
    step = page.locator(".step__tick")
    expect(step).to_be_visible()
    step.focus()
    page.keyboard.press("Space")
    expect(step).to_have_attribute("aria-checked", "true")
    expect(step).to_be_focused()
    expect(page.locator("#head-chips")).to_contain_text("1/1")
