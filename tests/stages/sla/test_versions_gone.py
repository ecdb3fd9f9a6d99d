"""A service level is not taken back to what names things that are gone."""

import pytest
from django.core.exceptions import ValidationError

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Label
from percaya.core.workspace.models import Team
from percaya.stages.sla.actions.policies import bring_back, save_policy
from percaya.stages.sla.models import PolicyVersion
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TARGETS = {"first_reply": {"minutes": 60, "working": False}}


def test_what_is_gone_since_is_said_and_nothing_is_changed(cast: Cast) -> None:
    by = Actor.member(cast.wayan.pk)
    label = Label.objects.create(workspace=cast.workspace, name="retur")
    team = Team.objects.create(workspace=cast.workspace, name="Gudang")
    asked = [{"field": "label", "op": "any", "value": [label.pk]}, {"field": "team", "op": "is", "value": [team.pk]}]
    old = {"targets": TARGETS, "conditions": {"match": "all", "of": asked}}
    policy = save_policy(workspace_id=cast.workspace.pk, name="Retur", data=old, by=by)
    version = PolicyVersion.objects.get(policy=policy, number=1)
    policy = save_policy(workspace_id=cast.workspace.pk, policy=policy, name="Semua", data={"targets": TARGETS}, by=by)
    label.delete()
    team.delete()
    with pytest.raises(ValidationError) as refusal:
        bring_back(policy=policy, version=version, by=by)
    assert "sebuah label, sebuah tim" in refusal.value.messages[0] or "a label, a team" in refusal.value.messages[0]
    policy.refresh_from_db()
    assert (policy.name, policy.version) == ("Semua", 2)
