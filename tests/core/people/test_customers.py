"""Customers as the desk keeps them: found, addressed, noted, agreed with, of an organisation, merged and separated."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.people import policy, search
from percaya.core.people.actions.consents import record_consent, withdraw_consent
from percaya.core.people.actions.contacts import add_handle, change_contact, create_contact, keep_apart, resolve_contact
from percaya.core.people.actions.handles import move_handle, remove_handle
from percaya.core.people.actions.merging import merge_contacts, separate_contacts
from percaya.core.people.actions.notes import add_contact_note
from percaya.core.people.actions.organisations import change_organisation, create_organisation
from percaya.core.people.models import Consent, Contact, ContactNote, Handle
from percaya.core.people.queries import holder_of, open_proposals, page, proposed_members, proposed_organisation
from percaya.core.tickets.models import Ticket
from tests import builders
from tests.cast import Cast, customer

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system()


def current() -> None:
    """Bring the index up with the journal, as the follower does a moment after the commit."""
    search.follow(list(EventRow.objects.order_by("pk")))


def names(cast: Cast, text: str) -> list[str]:
    return [row.name for row in page(cast.workspace.pk, text).rows]


@pytest.mark.parametrize(
    "text", ["rina", "MAR", "rina marl", "contoh.example", "7890", "0812-3456-7890", "+62 812 3456 7890", "batik"]
)
def test_a_contact_is_found_by_name_address_last_digits_and_organisation(cast: Cast, text: str) -> None:
    add_handle(contact=cast.rina, kind="phone", value="0812-3456-7890", by=SYSTEM)
    shop = create_organisation(workspace_id=cast.workspace.pk, name="Batik Senja", by=SYSTEM)
    change_contact(contact=cast.rina, organisation=shop, by=SYSTEM)
    current()
    assert names(cast, text) == ["Rina Marlina"]
    assert "Rina Marlina" not in [row.name for row in page(cast.warung.workspace.pk, text).rows]


def test_fewer_than_four_digits_find_no_number(cast: Cast) -> None:
    add_handle(contact=cast.rina, kind="phone", value="0812-3456-7890", by=SYSTEM)
    current()
    assert names(cast, "890") == []


def test_a_list_goes_on_where_it_ended(cast: Cast) -> None:
    made = [customer(cast.workspace, f"Wati {n}", email=f"wati{n}@contoh.example").pk for n in range(5)]
    current()
    seen, before = [], None
    for _round in range(3):
        found = page(cast.workspace.pk, "wati", before=before, limit=2)
        seen += [row.id for row in found.rows]
        before = found.before
    assert seen == made[::-1] and before is None


def test_what_changes_is_kept_with_what_was_and_nothing_new_leaves_no_event(cast: Cast) -> None:
    change_contact(contact=cast.rina, salutation="Kak", by=SYSTEM)
    change_contact(contact=cast.rina, salutation="Kak", by=SYSTEM)
    rows = EventRow.objects.filter(stream_type="contact", stream_id=cast.rina.pk, kind="contact.changed")
    assert [facts(row)["after"] for row in rows] == [{"salutation": "Kak"}]
    assert "Kak" not in rows[0].data, "names stand beside the chain, where they can be erased"


def test_the_last_address_is_not_taken_away(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        remove_handle(handle=Handle.objects.get(contact=cast.rina), by=SYSTEM)
    phone = add_handle(contact=cast.rina, kind="phone", value="0812-3456-7890", by=SYSTEM)
    remove_handle(handle=phone, by=SYSTEM)
    assert not Handle.objects.filter(pk=phone.pk).exists()


def test_a_moved_address_leads_to_the_right_person(cast: Cast) -> None:
    twin = create_contact(workspace_id=cast.workspace.pk, name="Rini", by=SYSTEM)
    phone = add_handle(contact=cast.rina, kind="phone", value="0812-3456-7890", by=SYSTEM)
    move_handle(handle=phone, to=twin, by=SYSTEM)
    found = holder_of(cast.workspace.pk, "phone", "081234567890")
    assert found is not None and found.contact == twin
    with pytest.raises(ValidationError):
        move_handle(handle=phone, to=cast.joko, by=SYSTEM)


def test_a_consent_needs_its_evidence_and_is_withdrawn_once(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        record_consent(contact=cast.rina, purpose="marketing", by=SYSTEM)
    row = record_consent(contact=cast.rina, purpose="marketing", evidence="Formulir 12", text_version="2026-11", by=SYSTEM)
    first = withdraw_consent(consent=row, by=SYSTEM).withdrawn_at
    withdraw_consent(consent=Consent.objects.get(pk=row.pk), by=SYSTEM)
    assert Consent.objects.get(pk=row.pk).withdrawn_at == first
    kinds = list(EventRow.objects.filter(stream_id=cast.rina.pk, kind__contains="consent").values_list("kind", flat=True))
    assert kinds == ["contact.consent_given", "contact.consent_withdrawn"]


@pytest.mark.parametrize("domain", ["gmail.com", "bukan domain", "x"])
def test_a_domain_that_says_nothing_is_refused(cast: Cast, domain: str) -> None:
    with pytest.raises(ValidationError):
        create_organisation(workspace_id=cast.workspace.pk, name="Kampung Batik", domains=[domain], by=SYSTEM)


def test_people_of_a_domain_are_proposed_until_a_person_decides(cast: Cast) -> None:
    shop = create_organisation(workspace_id=cast.workspace.pk, name="Contoh", domains=["@Contoh.Example"], by=SYSTEM)
    assert proposed_organisation(cast.rina) == (shop, "contoh.example")
    assert [one for one, _address in proposed_members(shop)] == [cast.rina]
    keep_apart(contact=cast.rina, organisation=shop, by=SYSTEM)
    cast.rina.refresh_from_db()
    assert proposed_organisation(cast.rina) is None and proposed_members(shop) == []


def test_an_organisation_may_take_newcomers_in_or_leave_them_alone(cast: Cast) -> None:
    shop = create_organisation(
        workspace_id=cast.workspace.pk, name="PT Lurik", domains=["lurik.example"], joining="join", by=SYSTEM
    )
    assert customer(cast.workspace, "Ani", email="ani@lurik.example").organisation == shop
    change_organisation(organisation=shop, joining="off", by=SYSTEM)
    customer(cast.workspace, "Bayu", email="bayu@lurik.example")
    bayu = Contact.objects.get(name="Bayu")
    assert bayu.organisation is None and proposed_organisation(bayu) is None


def test_a_merge_can_be_taken_back_whole(cast: Cast) -> None:
    twin = customer(cast.workspace, "R. Marlina", email="rina@kantor.example")
    change_contact(contact=twin, salutation="Ibu", by=SYSTEM)
    add_contact_note(contact=twin, text="Suka batik tulis.", by=Actor.member(cast.dewi.pk))
    record_consent(contact=twin, purpose="survey", evidence="Telepon", by=SYSTEM)
    old, own = builders.ticket(twin), builders.ticket(cast.rina)
    merge = merge_contacts(keep=cast.rina, gone=twin, by=Actor.member(cast.dewi.pk))
    assert set(Ticket.objects.filter(contact=cast.rina)) == {old, own}
    assert Contact.objects.get(pk=cast.rina.pk).salutation == "Ibu"
    current()
    assert names(cast, "kantor") == ["Rina Marlina"]

    since = builders.ticket(cast.rina, subject="Sesudahnya")
    separate_contacts(merge=merge, by=Actor.member(cast.dewi.pk))
    current()
    assert set(Ticket.objects.filter(contact=cast.rina)) == {own, since}
    assert set(Ticket.objects.filter(contact=twin)) == {old}
    assert Contact.objects.get(pk=cast.rina.pk).salutation == ""
    assert [model.objects.get(contact=twin) for model in (ContactNote, Consent, Handle)]
    assert names(cast, "kantor") == ["R. Marlina"]
    with pytest.raises(ValidationError):
        separate_contacts(merge=merge, by=SYSTEM)


def test_after_a_week_a_merge_stands(cast: Cast) -> None:
    twin = customer(cast.workspace, "Rina M.", email="rina@kantor.example")
    merge = merge_contacts(keep=cast.rina, gone=twin, by=SYSTEM)
    with time_machine.travel(timezone.now() + timedelta(days=8)), pytest.raises(ValidationError):
        separate_contacts(merge=merge, by=SYSTEM)


@pytest.mark.parametrize(("value", "shown"), [("3174012345678901", "••••8901"), ("1234", "••••"), ("", "••••")])
def test_a_masked_value_shows_its_end_only_when_most_stays_hidden(value: str, shown: str) -> None:
    assert policy.mask(value) == shown


def test_who_may_be_the_one_that_went_in_may_be_the_one_that_stays(cast: Cast) -> None:
    twin = customer(cast.workspace, "R. Marlina", email="rina@kantor.example")
    claimed, _handle = resolve_contact(
        workspace_id=cast.workspace.pk, kind="email", value="rina@kantor.example", claim="webform", name="R.", by=SYSTEM
    )
    merge_contacts(keep=cast.rina, gone=twin, by=SYSTEM)
    (proposal,) = open_proposals(cast.rina.pk)
    assert {proposal.first_id, proposal.second_id} == {cast.rina.pk, claimed.pk}
    assert list(open_proposals(twin.pk)) == []
