"""A customer that matters most is said so by the business: shown wherever they are, in files, in the API, in conditions."""

import pytest
from django.urls import reverse
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.people.actions.contacts import change_contact
from percaya.core.people.actions.merging import merge_contacts, separate_contacts
from percaya.core.people.actions.organisations import create_organisation
from percaya.core.people.exporting import contacts_csv
from percaya.core.people.models import Contact
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.condition_rows import Asking, rows
from percaya.core.tickets.queries.conditions import read
from tests import builders
from tests.cast import Cast, customer, logged_in
from tests.core.people.test_customers import SYSTEM
from tests.core.people.test_importing import run

pytestmark = pytest.mark.django_db


def page_of(cast: Cast, contact: Contact) -> str:
    return reverse("people:contact", args=[cast.workspace.slug, public_ids.encode("contact", contact.pk)])


def test_the_star_is_set_and_taken_on_the_page_and_stands_beside_the_ticket(cast: Cast) -> None:
    ticket, client, path = builders.ticket(cast.rina), logged_in(cast.dewi), page_of(cast, cast.rina)
    client.post(path, {"vip": "1", "is_vip": "1"})
    assert Contact.objects.get(pk=cast.rina.pk).is_vip
    client.post(path, {"name": "Rina Marlina"})  # a form without the box changes nothing
    shown = client.get(path).content.decode()
    assert 'icon--s"' in shown and "VIP</span>" in shown and "★" in shown
    assert "VIP</span>" in client.get(reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])).content.decode()
    client.post(path, {"vip": "1"})
    assert not Contact.objects.get(pk=cast.rina.pk).is_vip


def test_the_star_stands_in_the_list_by_either_order_and_among_an_organisations_people(cast: Cast) -> None:
    made = create_organisation(workspace_id=cast.workspace.pk, name="Sejahtera", by=SYSTEM)
    change_contact(contact=cast.rina, is_vip=True, organisation=made, by=SYSTEM)
    client, path = logged_in(cast.dewi), reverse("people:contacts", args=[cast.workspace.slug])
    for query in ({}, {"sort": "name"}):
        assert client.get(path, query).content.decode().count("VIP</span>") == 1
    page = reverse("people:organisation", args=[cast.workspace.slug, public_ids.encode("organisation", made.pk)])
    assert client.get(page).content.decode().count("VIP</span>") == 1


def test_files_bring_it_in_and_out(cast: Cast) -> None:
    run(cast, "Nama,Email,VIP\nWati,wati@contoh.example,ya\nBayu,bayu@contoh.example,\nTuti,tuti@contoh.example,mungkin\n")
    assert list(Contact.objects.filter(is_vip=True).values_list("name", flat=True)) == ["Wati"]
    assert not Contact.objects.filter(name="Tuti").exists()  # its row is refused, with the reason
    file, _count = contacts_csv(cast.workspace.pk)
    lines = file.read().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("name,salutation,vip,") and "Wati,,vip,wati@contoh.example" in "\n".join(lines)


def test_the_api_reads_and_changes_it(cast: Cast) -> None:
    client, path = logged_in(None), f"/api/v1/contacts/{public_ids.encode('contact', cast.rina.pk)}"
    auth = {"Authorization": f"Bearer {builders.token(cast.dewi)}"}
    assert client.get(path, headers=auth).json()["is_vip"] is False
    assert client.patch(path, {"is_vip": True}, content_type="application/json", headers=auth).json()["is_vip"] is True


def test_a_condition_asks_for_it(cast: Cast) -> None:
    joko = customer(cast.workspace, "Bagus")
    theirs, other = builders.ticket(cast.rina), builders.ticket(joko)
    change_contact(contact=cast.rina, is_vip=True, by=SYSTEM)
    asking = Asking(timezone.now(), "Asia/Jakarta", {}, cast.dewi.pk, [])
    for wanted, found in ((True, theirs), (False, other)):
        group = read({"of": [{"field": "vip", "op": "is", "value": wanted}]}, {})
        assert [row.pk for row in rows(Ticket.objects.visible_to(cast.dewi), group, asking)] == [found.pk]


def test_a_merge_takes_it_along_and_back(cast: Cast) -> None:
    twin = customer(cast.workspace, "Rina M", email="rina.m@contoh.example")
    change_contact(contact=twin, is_vip=True, by=SYSTEM)
    merge = merge_contacts(keep=cast.rina, gone=twin, by=SYSTEM)
    assert Contact.objects.get(pk=cast.rina.pk).is_vip
    separate_contacts(merge=merge, by=SYSTEM)
    assert not Contact.objects.get(pk=cast.rina.pk).is_vip
