"""A service level that asks who the customer is counts anew when two customers turn out to be one, and when they are parted."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.merging import merge_contacts, separate_contacts
from percaya.core.people.models import Contact
from percaya.stages.sla.models import Clock
from tests import builders
from tests.cast import Cast
from tests.stages.sla.levels import level

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def test_the_tickets_of_one_who_becomes_important_by_a_merge_follow_at_once(cast: Cast) -> None:
    vip = level(cast.workspace, first_reply=30, asks=("vip", True))
    ticket = builders.ticket(cast.rina)
    twin = Contact.objects.create(workspace=cast.workspace, name="Rina (kantor)", is_vip=True)
    usual = Clock.objects.get(ticket=ticket).policy_id
    merge = merge_contacts(keep=cast.rina, gone=twin, by=SYSTEM)
    assert Clock.objects.get(ticket=ticket).policy_id == vip.pk
    separate_contacts(merge=merge, by=SYSTEM)
    assert Clock.objects.get(ticket=ticket).policy_id == usual
