"""One person, several addresses: found by any that a channel vouches for, joined by evidence, never merged silently."""

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.people.actions.knowing import close_or_open, renumber
from percaya.core.people.models import Contact, Handle, MergeProposal
from percaya.core.people.queries import address_for
from tests.cast import Cast

SYSTEM = Actor.system()
ID, PHONE = ("external", "stall:ani"), ("phone", "+6281234567890")


def met(cast: Cast, main: tuple[str, str], *also: tuple[str, str], name: str = "Ani") -> Contact:
    contact, handle = resolve_contact(
        workspace_id=cast.workspace.pk, kind=main[0], value=main[1], name=name, also=also, by=SYSTEM
    )
    assert (handle.kind, handle.value) == main
    return contact


def test_what_is_vouched_for_beside_the_sender_joins_the_contact(cast: Cast) -> None:
    contact = met(cast, ID, ("phone", "0812-3456-7890"))
    assert set(contact.handles.values_list("kind", "value")) == {ID, PHONE}
    assert met(cast, ID, PHONE) == contact
    assert contact.handles.count() == 2


def test_a_person_is_found_by_any_of_the_addresses(cast: Cast) -> None:
    before = met(cast, PHONE)  # an older payload, without the vendor's id
    assert met(cast, ID, PHONE) == before
    assert met(cast, ID) == before
    assert not MergeProposal.objects.exists()


def test_two_contacts_behind_two_addresses_stay_two_and_are_proposed_once(cast: Cast) -> None:
    one, other = met(cast, ID), met(cast, PHONE, name="Anita")
    assert met(cast, ID, PHONE) == one
    assert met(cast, ID, PHONE) == one
    proposal = MergeProposal.objects.get()
    assert {proposal.first_id, proposal.second_id} == {one.pk, other.pk}
    assert proposal.evidence == "+6281234567890"
    other.refresh_from_db()
    assert other.merged_into_id is None and other.handles.get().value == "+6281234567890"


def test_what_was_merely_typed_in_finds_nobody(cast: Cast) -> None:
    typed, _handle = resolve_contact(
        workspace_id=cast.workspace.pk, kind="phone", value="+6281234567890", name="Ani?", claim="webform", by=SYSTEM
    )
    assert met(cast, ID, PHONE) != typed
    assert MergeProposal.objects.count() == 1


def test_nobody_is_found_in_another_workspace(cast: Cast) -> None:
    stranger, _handle = resolve_contact(workspace_id=cast.warung.workspace.pk, kind="phone", value=PHONE[1], by=SYSTEM)
    assert met(cast, ID, PHONE) != stranger
    assert not MergeProposal.objects.exists()


def test_what_is_no_address_is_passed_over(cast: Cast) -> None:
    assert met(cast, ID, ("phone", "halo"), ("phone", "")).handles.count() == 1


def test_a_new_number_joins_the_contact_and_the_old_one_is_written_to_no_more(cast: Cast) -> None:
    contact = met(cast, ID)
    assert renumber(workspace_id=cast.workspace.pk, old=ID, new=("external", "stall:ani-new"), by=SYSTEM) == contact
    reached = address_for(contact.pk, "external")
    assert reached is not None and reached.value == "stall:ani-new"
    assert Handle.objects.get(value="stall:ani").unreachable == "renumbered"
    assert met(cast, ("external", "stall:ani-new")) == contact


def test_a_new_number_that_is_somebody_elses_is_proposed(cast: Cast) -> None:
    contact, other = met(cast, ID), met(cast, ("external", "stall:budi"), name="Budi")
    renumber(workspace_id=cast.workspace.pk, old=ID, new=("external", "stall:budi"), by=SYSTEM)
    assert MergeProposal.objects.filter(first__in=[contact, other], second__in=[contact, other]).count() == 1
    assert Handle.objects.get(value="stall:budi").contact == other


def test_renumbering_somebody_unknown_changes_nothing(cast: Cast) -> None:
    before = Contact.objects.count()
    assert renumber(workspace_id=cast.workspace.pk, old=ID, new=PHONE, by=SYSTEM) is None
    assert Contact.objects.count() == before


def test_who_wants_no_messages_is_unreachable_until_they_do(cast: Cast) -> None:
    met(cast, ID)
    assert close_or_open(workspace_id=cast.workspace.pk, address=ID, unreachable="blocked", by=SYSTEM)
    assert Handle.objects.get(value="stall:ani").unreachable == "blocked"
    assert close_or_open(workspace_id=cast.workspace.pk, address=ID, unreachable="", by=SYSTEM)
    assert Handle.objects.get(value="stall:ani").unreachable == ""
    assert not close_or_open(workspace_id=cast.warung.workspace.pk, address=ID, unreachable="blocked", by=SYSTEM)
