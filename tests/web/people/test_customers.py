"""The customers' pages: found, opened, changed in place, merged with a preview, exported with a record; nobody else's."""

import html
import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.people import search
from percaya.core.people.actions.contacts import add_handle, change_contact
from percaya.core.people.actions.merging import merge_contacts
from percaya.core.people.actions.notes import add_contact_note
from percaya.core.people.actions.organisations import create_organisation
from percaya.core.people.models import Consent, Contact, ContactNote, Handle
from percaya.core.workspace.actions.members import save_team
from percaya.core.workspace.models import CustomField
from percaya.web.people import listing
from tests import builders
from tests.cast import Cast, customer, logged_in

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system()


def where(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"people:{name}", args=[cast.workspace.slug, *args])


def key(contact: Contact) -> str:
    return public_ids.encode("contact", contact.pk)


def page(cast: Cast, contact: Contact) -> str:
    return logged_in(cast.dewi).get(where(cast, "contact", key(contact))).content.decode()


def sensitive_field(cast: Cast) -> None:
    CustomField.objects.create(workspace=cast.workspace, of="contact", key="nik", name="NIK", kind="text", is_sensitive=True)
    cache.clear()


def test_the_list_finds_by_the_last_four_digits(cast: Cast) -> None:
    add_handle(contact=cast.rina, kind="phone", value="0812-3456-7890", by=SYSTEM)
    search.follow(list(EventRow.objects.order_by("pk")))
    client = logged_in(cast.dewi)
    assert "Rina Marlina" in client.get(where(cast, "contacts"), {"q": "7890"}).content.decode()
    assert "Rina Marlina" not in client.get(where(cast, "contacts"), {"q": "1111"}).content.decode()


def test_a_list_costs_as_many_statements_with_many_rows_as_with_few(cast: Cast, django_assert_max_num_queries: object) -> None:
    for n in range(30):
        customer(cast.workspace, f"Wati {n}", email=f"wati{n}@contoh.example")
    client = logged_in(cast.dewi)
    client.get(where(cast, "contacts"))
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get(where(cast, "contacts"))


def test_a_new_contact_needs_an_address_and_keeps_what_was_typed(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    refused = client.post(where(cast, "new"), {"name": "Sari Dewi"})
    assert refused.status_code == 422 and "Sari Dewi" in refused.content.decode()
    client.post(where(cast, "new"), {"name": "Sari Dewi", "phone": "0812 1111 2222", "salutation": "Mbak"})
    made = Contact.objects.get(name="Sari Dewi")
    assert made.salutation == "Mbak" and Handle.objects.get(contact=made).value == "+6281211112222"


def test_an_address_of_somebody_else_makes_no_half_contact(cast: Cast) -> None:
    refused = logged_in(cast.dewi).post(where(cast, "new"), {"name": "Bayangan", "email": "rina@contoh.example"})
    assert refused.status_code == 422 and not Contact.objects.filter(name="Bayangan").exists()


def test_changes_are_made_in_place_and_told_in_the_history(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    client.post(where(cast, "contact", key(cast.rina)), {"salutation": "Kak", "time_zone": "Asia/Jayapura"})
    shown = page(cast, cast.rina)
    assert "Kak" in shown and "WIT" in shown and "sapaan" in shown


def test_a_name_is_shown_and_never_run(cast: Cast) -> None:
    change_contact(contact=cast.rina, name="<script>alert(1)</script>", by=SYSTEM)
    assert "<script>alert" not in page(cast, cast.rina)


def test_tickets_of_a_private_team_are_not_shown_to_others(cast: Cast) -> None:
    team = save_team(workspace=cast.workspace, name="Hukum", members=[cast.sari], is_private=True, by=SYSTEM)
    builders.ticket(cast.rina, subject="Urusan rahasia", team=team)
    builders.ticket(cast.rina, subject="Urusan biasa")
    shown = page(cast, cast.rina)
    assert "Urusan biasa" in shown and "Urusan rahasia" not in shown


def test_notes_have_their_writer_and_are_changed_by_the_writer_alone(cast: Cast) -> None:
    note = add_contact_note(contact=cast.rina, text="Suka batik tulis.", by=Actor.member(cast.dewi.pk))
    at = where(cast, "note", key(cast.rina), note.pk)
    assert logged_in(cast.budi).post(at, {"remove": "1"}).status_code == 403
    logged_in(cast.dewi).post(at, {"text": "Suka lurik."})
    assert ContactNote.objects.get(pk=note.pk).text == "Suka lurik." and "Suka lurik." in page(cast, cast.rina)


def test_a_consent_is_recorded_and_withdrawn_and_both_stay_in_sight(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    client.post(
        where(cast, "add_consent", key(cast.rina)), {"purpose": "marketing", "basis": "consent", "evidence": "Formulir 12"}
    )
    row = Consent.objects.get(contact=cast.rina)
    assert "Berlaku" in page(cast, cast.rina)
    client.post(where(cast, "withdraw", key(cast.rina), row.pk))
    assert "Ditarik" in page(cast, cast.rina) and "Formulir 12" in page(cast, cast.rina)


def test_a_masked_field_is_shown_for_a_reason_that_is_written_down(cast: Cast) -> None:
    sensitive_field(cast)
    change_contact(contact=cast.rina, attributes={"nik": "3174012345678901"}, by=SYSTEM)
    shown = page(cast, cast.rina)
    assert "••••8901" in shown and "3174012345678901" not in shown
    at, client = where(cast, "reveal", key(cast.rina), "nik"), logged_in(cast.dewi)
    assert "3174012345678901" not in client.post(at, {"reason": " "}, follow=True).content.decode()
    assert "3174012345678901" in client.post(at, {"reason": "Verifikasi telepon"}).content.decode()
    row = EventRow.objects.get(kind="people.field_revealed")
    assert row.stream_type == "access" and row.actor_id == cast.dewi.pk and facts(row)["reason"] == "Verifikasi telepon"
    assert "3174012345678901" not in "".join(f"{one.data}{one.personal}" for one in EventRow.objects.all())


def test_a_form_that_leaves_a_masked_field_blank_keeps_it(cast: Cast) -> None:
    sensitive_field(cast)
    change_contact(contact=cast.rina, attributes={"nik": "3174012345678901"}, by=SYSTEM)
    logged_in(cast.dewi).post(where(cast, "contact", key(cast.rina)), {"name": "Rina", "attr-nik": "", "attr-nik-there": "1"})
    assert Contact.objects.get(pk=cast.rina.pk).attributes == {"nik": "3174012345678901"}


def test_a_merge_is_previewed_done_and_taken_back(cast: Cast) -> None:
    twin, client = customer(cast.workspace, "R. Marlina", email="rina@kantor.example"), logged_in(cast.dewi)
    at = where(cast, "merge", key(cast.rina))
    preview = client.get(at, {"with": key(twin)}).content.decode()
    assert "rina@kantor.example" in preview and Contact.objects.get(pk=twin.pk).merged_into is None
    client.post(at, {"with": key(twin)})
    assert client.get(where(cast, "contact", key(twin))).headers["Location"].endswith(key(cast.rina))
    shown = page(cast, cast.rina)
    assert "R. Marlina digabungkan" in shown and "Batalkan" in shown
    client.post(where(cast, "separate", key(cast.rina), cast.rina.merges.get().pk))
    assert Contact.objects.get(pk=twin.pk).merged_into is None


def test_next_door_nobody_can_be_chosen(cast: Cast) -> None:
    logged_in(cast.dewi).post(where(cast, "merge", key(cast.rina)), {"with": key(cast.joko)})
    assert Contact.objects.get(pk=cast.joko.pk).merged_into is None
    with pytest.raises(ValidationError):
        merge_contacts(keep=cast.rina, gone=cast.joko, by=SYSTEM)


def test_an_address_moves_to_whom_it_belongs(cast: Cast) -> None:
    phone = add_handle(contact=cast.rina, kind="phone", value="0812-3456-7890", by=SYSTEM)
    wati = customer(cast.workspace, "Wati", email="wati@contoh.example")
    logged_in(cast.dewi).post(where(cast, "move", key(cast.rina), phone.pk), {"to": key(wati)})
    assert Handle.objects.get(pk=phone.pk).contact == wati


def test_an_organisation_proposes_the_people_of_its_domain(cast: Cast) -> None:
    shop = create_organisation(workspace_id=cast.workspace.pk, name="PT Contoh", domains=["contoh.example"], by=SYSTEM)
    shop_key = public_ids.encode("organisation", shop.pk)
    assert "PT Contoh" in page(cast, cast.rina)
    at = where(cast, "organisation", shop_key)
    assert "Rina Marlina" in logged_in(cast.dewi).get(at).content.decode()
    logged_in(cast.dewi).post(where(cast, "belongs", key(cast.rina), "join"), {"organisation": shop_key})
    assert Contact.objects.get(pk=cast.rina.pk).organisation == shop


def test_an_organisation_is_changed_or_the_refusal_says_why(cast: Cast) -> None:
    shop = create_organisation(workspace_id=cast.workspace.pk, name="PT Contoh", by=SYSTEM)
    at = where(cast, "organisation", public_ids.encode("organisation", shop.pk))
    client = logged_in(cast.dewi)
    assert "email umum" in client.post(at, {"name": "PT Contoh", "domains": "gmail.com"}, follow=True).content.decode()
    assert "lurik.example" in client.post(at, {"name": "PT Contoh", "domains": "lurik.example"}, follow=True).content.decode()


def test_an_export_is_for_supervisors_guarded_and_recorded(cast: Cast) -> None:
    change_contact(contact=cast.rina, name='=HYPERLINK("x")', by=SYSTEM)
    assert logged_in(cast.dewi).post(where(cast, "export")).status_code == 403
    file = logged_in(cast.sari).post(where(cast, "export"), {"q": ""}).content.decode("utf-8-sig")
    assert "\n\"'=HYPERLINK" in file and "rina@contoh.example" in file and "joko" not in file
    row = EventRow.objects.get(kind="people.exported")
    assert row.actor_id == cast.sari.pk and facts(row)["number"] == 1


@pytest.mark.parametrize("name", ["contact", "merge"])
def test_a_light_member_reads_and_changes_nothing(cast: Cast, name: str) -> None:
    assert logged_in(cast.gilang).post(where(cast, name, key(cast.rina)), {"name": "x"}).status_code == 403
    assert Contact.objects.get(pk=cast.rina.pk).name == "Rina Marlina"


def test_an_organisation_is_found_by_typing_its_name_with_and_without_scripts(cast: Cast) -> None:
    for name in ("Koperasi Maju", "Koperasi Mundur"):
        create_organisation(workspace_id=cast.workspace.pk, name=name, by=Actor.system())
    create_organisation(workspace_id=cast.warung.workspace.pk, name="Koperasi Sebelah", by=Actor.system())
    client = logged_in(cast.dewi)
    offered = client.get(where(cast, "organisation_names"), {"organisation_name": "kopera"}).content.decode()
    assert "Koperasi Maju" in offered and "Mundur" in offered and "Sebelah" not in offered

    def save(name: str) -> str:
        page = client.post(where(cast, "contact", key(cast.rina)), {"organisation_name": name}, follow=True).content.decode()
        cast.rina.refresh_from_db()
        return page

    save("koperasi maju")
    assert cast.rina.organisation is not None and cast.rina.organisation.name == "Koperasi Maju"
    assert "Mungkin: Koperasi Maju, Koperasi Mundur" in save("koperasi")
    assert "Tidak ada organisasi bernama" in save("Koperasi Sebelah") and cast.rina.organisation.name == "Koperasi Maju"
    save("")
    assert cast.rina.organisation is None


def test_contacts_and_organisations_are_sorted_by_name_or_the_newest_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "ROWS", 2)
    for name in ("Zaki", "Agus", "Mira"):
        customer(cast.workspace, name)
    client, at = logged_in(cast.dewi), where(cast, "contacts")
    first = client.get(at, {"sort": "name"}).content.decode()
    assert first.index("Agus") < first.index("Mira") and "Rina" not in first and 'aria-sort="ascending"' in first
    following = re.search(r'href="(\?[^"]*after=[^"]+)"', first)
    assert following is not None
    second = client.get(at + html.unescape(following[1])).content.decode()
    assert second.index("Rina Marlina") < second.index("Zaki") and "Agus" not in second
    newest = client.get(at).content.decode()
    assert newest.index("Mira") < newest.index("Agus") and "Rina" not in newest
    for name in ("Alfa", "Beta"):
        create_organisation(workspace_id=cast.workspace.pk, name=name, by=Actor.system())
    both = [client.get(where(cast, "organisations"), {"sort": sort}).content.decode() for sort in ("name", "newest")]
    assert both[0].index("Alfa") < both[0].index("Beta") and both[1].index("Beta") < both[1].index("Alfa")
