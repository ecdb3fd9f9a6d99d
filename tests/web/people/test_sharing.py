"""The team says whose people see each other's tickets in the portal; nobody gets that along with another organisation."""

import pytest

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import change_contact
from percaya.core.people.actions.organisations import create_organisation
from percaya.core.people.models import Contact, Organisation
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def test_a_member_lets_one_person_or_all_of_an_organisation_see(cast: Cast) -> None:
    organisation = create_organisation(workspace_id=cast.workspace.pk, name="PT Sinar", by=SYSTEM)
    change_contact(contact=cast.rina, organisation=organisation, by=SYSTEM)
    client, slug = logged_in(cast.dewi), cast.workspace.slug
    person = f"/w/{slug}/contacts/{public_ids.encode('contact', cast.rina.pk)}"
    client.post(person, {"sharing": "1", "sees_organisation": "1"})
    assert Contact.objects.get(pk=cast.rina.pk).sees_organisation
    assert "Melihat tiket rekan kerja" in client.get(person).content.decode()
    client.post(person, {"name": "Rina M."})
    assert Contact.objects.get(pk=cast.rina.pk).sees_organisation  # a form that did not ask changes nothing
    page = f"/w/{slug}/contacts/organisations/{public_ids.encode('organisation', organisation.pk)}"
    client.post(page, {"sharing": "1", "shares_tickets": "1"})
    assert Organisation.objects.get(pk=organisation.pk).shares_tickets
    client.post(page, {"sharing": "1"})
    assert not Organisation.objects.get(pk=organisation.pk).shares_tickets


def test_another_organisation_does_not_come_with_the_right_to_see_its_tickets(cast: Cast) -> None:
    first = create_organisation(workspace_id=cast.workspace.pk, name="PT Sinar", by=SYSTEM)
    second = create_organisation(workspace_id=cast.workspace.pk, name="PT Bulan", by=SYSTEM)
    rina = change_contact(contact=cast.rina, organisation=first, by=SYSTEM)
    rina = change_contact(contact=rina, sees_organisation=True, by=SYSTEM)
    assert not change_contact(contact=rina, organisation=second, by=SYSTEM).sees_organisation
