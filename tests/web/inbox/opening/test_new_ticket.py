"""A new ticket: begun with a template, and nothing typed is lost when something does not fit."""

import pytest

from percaya.core import public_ids
from percaya.core.desk.actions.templates import TemplateWish, save_ticket_template
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.fields import ticket_fields, values_of
from percaya.core.tickets.queries.listing import labels_of
from percaya.core.tickets.queries.tickets import checklist
from tests import builders
from tests.cast import Cast, logged_in
from tests.core.tickets.test_fields import a_field

pytestmark = pytest.mark.django_db


def test_a_template_begins_the_form_and_the_ticket_has_all_of_it(cast: Cast) -> None:
    a_field(cast, "Jenis", "choice", options=[("", "Refund", ""), ("", "Retur", "")])
    wish = TemplateWish(
        name="Refund", subject="Permintaan refund", text="Halo kak", team=cast.senja.team, priority="high",
        labels=["uang"], fields={"jenis": "Refund"}, checklist=[("Cek bukti", True), ("Transfer", False)],
    )  # fmt: skip
    made = save_ticket_template(member=cast.sari, wish=wish, by=Actor.member(cast.sari.pk))
    client, root = logged_in(cast.dewi), f"/w/{cast.workspace.slug}/new"
    key = public_ids.encode("ticket_template", made.pk)
    page = client.get(f"{root}?template={key}").content.decode()
    for words in ("Permintaan refund", "Halo kak", "! Cek bukti", 'value="refund" selected', 'value="high" selected'):
        assert words in page
    form = {
        "address": "rina@contoh.example", "subject": "Permintaan refund", "text": "Halo kak", "team": cast.senja.team.pk,
        "priority": "high", "labels": "uang", "steps": "! Cek bukti\nTransfer", "was-jenis": "", "field-jenis": "refund",
    }  # fmt: skip
    assert client.post(root, form).status_code == 302
    ticket = Ticket.objects.latest("pk")
    assert (ticket.team_id, ticket.priority, ticket.contact_id) == (cast.senja.team.pk, "high", cast.rina.pk)
    assert values_of(ticket.pk, ticket_fields(cast.workspace.pk)) == {"jenis": ["refund"]}
    assert [name for _pk, name in labels_of([ticket.pk])[ticket.pk]] == ["uang"]
    assert [(one.text, one.is_required) for one in checklist(ticket.pk)] == [("Cek bukti", True), ("Transfer", False)]


def test_a_field_that_does_not_fit_makes_no_ticket_and_loses_no_word(cast: Cast) -> None:
    a_field(cast, "Nilai", "money")
    form = {
        "address": "rina@contoh.example",
        "subject": "Refund",
        "text": "Catatan panjang",
        "was-nilai": "",
        "field-nilai": "banyak",
    }
    response = logged_in(cast.dewi).post(f"/w/{cast.workspace.slug}/new", form)
    page = response.content.decode()
    assert response.status_code == 422 and not Ticket.objects.exists()
    assert "Catatan panjang" in page and 'value="banyak"' in page and "1,2jt" in page


def test_a_template_of_next_door_is_not_there(cast: Cast) -> None:
    made = save_ticket_template(member=cast.tono, wish=TemplateWish(name="Rahasia", subject="Soto"), by=Actor.system())
    key = public_ids.encode("ticket_template", made.pk)
    page = logged_in(cast.dewi).get(f"/w/{cast.workspace.slug}/new?template={key}").content.decode()
    assert "Soto" not in page and "Rahasia" not in page


def test_a_refused_resolving_leads_to_the_field(cast: Cast) -> None:
    a_field(cast, "Alasan", required_to_resolve=True)
    ticket, client = builders.ticket(cast.rina), logged_in(cast.dewi)
    address = f"/w/{cast.workspace.slug}/inbox/{ticket.number}/change/resolve"
    by_htmx = client.post(address, headers={"HX-Request": "true"})
    assert "Alasan" in by_htmx.headers["HX-Trigger"] and "field-alasan" in by_htmx.headers["HX-Trigger"]
    plain = client.post(address, follow=True).content.decode()
    assert "#field-alasan" in plain and builders.fresh(ticket).state != "resolved"
