"""One person, many addresses; merged by people on evidence, never silently."""

import pytest
from django.core.exceptions import ValidationError

from percaya.core.journal.actor import Actor
from percaya.core.people import policy, queries
from percaya.core.people.actions.contacts import add_handle, create_contact, resolve_contact
from percaya.core.people.actions.merging import dismiss_merge, merge_contacts
from tests.cast import Cast

SYSTEM = Actor.system()


@pytest.mark.parametrize(
    ("kind", "given", "normal"),
    [
        ("email", " Rina@Contoh.Example ", "rina@contoh.example"),
        ("email", "not an address", ""),
        ("email", "a@b@c", ""),
        ("phone", "0812-3456-7890", "+6281234567890"),
        ("phone", "+62 812 3456 7890", "+6281234567890"),
        ("phone", "6281234567890", "+6281234567890"),
        ("phone", "(021) 555-1234", "+62215551234"),
        ("phone", "halo", ""),
    ],
)
def test_an_address_has_one_form(kind: str, given: str, normal: str) -> None:
    assert policy.normalise(kind, given) == normal


@pytest.mark.parametrize(
    ("name", "letters"), [("Rina Marlina", "RM"), ("Sri", "S"), ("H. Ahmad, S.E.", "A"), ("", ""), ("Bu Dian", "D")]
)
def test_initials_leave_titles_out(name: str, letters: str) -> None:
    assert policy.initials(name) == letters


def test_a_name_is_never_re_cased_and_carries_no_tricks() -> None:
    assert policy.clean_name("  dewi\r\nBcc: x  ") == "dewi Bcc: x"
    assert policy.clean_name("abc\u202egnp.exe") == "abcgnp.exe"


def test_the_same_address_is_the_same_person(cast: Cast) -> None:
    again, _handle = resolve_contact(
        workspace_id=cast.workspace.pk, kind="email", value="RINA@contoh.example", name="Orang Lain", by=SYSTEM
    )
    assert again == cast.rina and again.name == "Rina Marlina"


def test_next_door_the_same_address_is_another_person(cast: Cast) -> None:
    other, _handle = resolve_contact(workspace_id=cast.warung.workspace.pk, kind="email", value="rina@contoh.example", by=SYSTEM)
    assert other != cast.rina


def test_an_address_typed_into_a_form_proposes_and_does_not_become_the_customer(cast: Cast) -> None:
    claimed, _handle = resolve_contact(
        workspace_id=cast.workspace.pk, kind="email", value="rina@contoh.example", claim="webform", by=SYSTEM
    )
    assert claimed != cast.rina
    proposal = queries.open_proposals(cast.rina.pk).get()
    assert {proposal.first_id, proposal.second_id} == {cast.rina.pk, claimed.pk}
    dismiss_merge(proposal=proposal, by=Actor.member(cast.dewi.pk))
    assert not queries.open_proposals(cast.rina.pk).exists()


def test_merging_moves_addresses_and_leaves_a_tombstone(cast: Cast) -> None:
    other = create_contact(workspace_id=cast.workspace.pk, name="R. Marlina", by=SYSTEM)
    add_handle(contact=other, kind="phone", value="081234567890", by=SYSTEM)
    merge_contacts(keep=cast.rina, gone=other, by=Actor.member(cast.dewi.pk))
    other.refresh_from_db()
    assert other.merged_into == cast.rina
    assert {handle.kind for handle in queries.handles(cast.rina.pk)} == {"email", "phone"}


def test_contacts_of_two_workspaces_never_merge(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        merge_contacts(keep=cast.rina, gone=cast.joko, by=SYSTEM)


def test_another_contacts_address_cannot_be_taken(cast: Cast) -> None:
    other = create_contact(workspace_id=cast.workspace.pk, by=SYSTEM)
    with pytest.raises(ValidationError):
        add_handle(contact=other, kind="email", value="rina@contoh.example", by=SYSTEM)
