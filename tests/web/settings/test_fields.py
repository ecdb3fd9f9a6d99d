"""Settings of fields, ticket templates and checklists: what an admin builds is what the desk asks for."""

import pytest

from percaya.core import public_ids
from percaya.core.desk.models import ChecklistTemplate, TicketTemplate
from percaya.core.workspace.models import CustomField
from tests.cast import Cast, logged_in
from tests.core.tickets.test_fields import a_field

pytestmark = pytest.mark.django_db


def root(cast: Cast) -> str:
    return f"/w/{cast.workspace.slug}/settings"


def test_a_choice_is_built_changed_and_shown_by_another(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    form = {"name": "Jenis", "kind": "choice", "o0_value": "", "o0_name": "Retur", "o0_name_en": "Return", "o1_value": "",
            "o1_name": "Tukar", "o1_place": "1", "o0_place": "2"}  # fmt: skip
    assert client.post(f"{root(cast)}/fields/of/ticket/new", form).status_code == 302
    kind = CustomField.objects.get(key="jenis")
    assert [one["value"] for one in kind.options] == ["tukar", "retur"], "in the places that were typed"
    form = {"name": "Alasan", "kind": "text", "decides": "jenis", "among": ["jenis:retur", "lain:x"], "required": "1"}
    client.post(f"{root(cast)}/fields/of/ticket/new", form)
    reason = CustomField.objects.get(key="alasan")
    assert reason.shown_when == {"field": "jenis", "among": ["retur"]} and reason.required_to_resolve
    page = client.get(f"{root(cast)}/fields/").content.decode()
    assert "hanya bila Jenis adalah Retur" in page
    address = f"{root(cast)}/fields/{public_ids.encode('field', kind.pk)}"
    assert "Return" in client.get(address).content.decode()
    form = {
        "name": "Jenis",
        "o0_value": "retur",
        "o0_name": "Pengembalian",
        "o1_value": "tukar",
        "o1_name": "Tukar",
        "o1_remove": "1",
    }
    client.post(address, form)
    kind.refresh_from_db()
    assert [(one["value"], one["name"]) for one in kind.options] == [("retur", "Pengembalian")]


def test_a_refused_field_comes_back_as_it_was_typed(cast: Cast) -> None:
    response = logged_in(cast.wayan).post(f"{root(cast)}/fields/of/ticket/new", {"name": "Ukuran kain", "kind": "choice"})
    assert response.status_code == 422 and 'value="Ukuran kain"' in response.content.decode()


def test_a_field_is_moved_retired_and_brought_back(cast: Cast) -> None:
    first, second = a_field(cast, "Satu"), a_field(cast, "Dua")
    client = logged_in(cast.wayan)
    for one, verb in ((second, "up"), (first, "retire"), (first, "restore")):
        client.post(f"{root(cast)}/fields/{public_ids.encode('field', one.pk)}/{verb}")
    rows = CustomField.objects.filter(is_active=True).order_by("position")
    assert [one.key for one in rows] == ["dua", "satu"]


def test_only_admins_build_fields(cast: Cast) -> None:
    for who, status in ((cast.dewi, 403), (cast.sari, 403), (cast.wayan, 200), (cast.tono, 404)):
        assert logged_in(who).get(f"{root(cast)}/fields/").status_code == status


def test_a_ticket_template_is_made_and_taken_away(cast: Cast) -> None:
    a_field(cast, "Nilai", "money")
    client = logged_in(cast.sari)
    form = {"name": "Refund", "subject": "Refund pesanan", "team": cast.senja.team.pk, "priority": "high",
            "labels": "refund, uang ", "was-nilai": "", "field-nilai": "1,2jt", "steps": "! Cek bukti\nTransfer"}  # fmt: skip
    assert client.post(f"{root(cast)}/ticket-templates/new", form).status_code == 302
    made = TicketTemplate.objects.get()
    assert made.properties == {
        "team": cast.senja.team.pk, "priority": "high", "topic": "", "labels": ["refund", "uang"],
        "fields": {"nilai": ["1200000"]}, "checklist": [["Cek bukti", True], ["Transfer", False]],
    }  # fmt: skip
    address = f"{root(cast)}/ticket-templates/{public_ids.encode('ticket_template', made.pk)}"
    page = client.get(address).content.decode()
    assert "! Cek bukti" in page and "Rp1.200.000" in page
    assert logged_in(cast.dewi).get(address).status_code == 403
    client.post(address, {"remove": "1"})
    assert not TicketTemplate.objects.exists()


def test_a_ready_made_checklist_is_made_and_needs_a_step(cast: Cast) -> None:
    client = logged_in(cast.sari)
    assert client.post(f"{root(cast)}/checklists/new", {"name": "Retur", "steps": " \n !"}).status_code == 422
    client.post(f"{root(cast)}/checklists/new", {"name": "Retur", "steps": "Foto\n! Resi balik"})
    assert ChecklistTemplate.objects.get().steps == [("Foto", False), ("Resi balik", True)]
