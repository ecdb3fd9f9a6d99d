"""A rule is not taken back to what names things that are gone; all of them are said at once, and nothing is changed."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from percaya.core import public_ids
from percaya.core.desk.actions.macros import save_macro
from percaya.core.desk.models import Macro
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Label
from percaya.core.workspace.models import CustomField, Team
from percaya.stages.automation.actions.rules import RuleWish, revert_rule, save_rule
from percaya.stages.automation.models import Rule, RuleVersion
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_what_is_gone_since_is_said_whole_and_nothing_is_changed(cast: Cast) -> None:
    workspace, by = cast.workspace, Actor.member(cast.wayan.pk)
    label = Label.objects.create(workspace=workspace, name="retur")
    field = CustomField.objects.create(workspace=workspace, of="ticket", key="resi", name="Resi", kind="text", options=[])
    team = Team.objects.create(workspace=workspace, name="Gudang")
    macro = save_macro(member=cast.wayan, name="Sapa", text="Halo", scope="workspace", by=by)
    nested = {"match": "any", "of": [{"field": "label", "op": "any", "value": [label.pk]}]}
    old = RuleWish(
        name="Lama",
        trigger={"when": "event", "of": ["opened"]},
        conditions={"match": "all", "of": [{"field": "field:resi", "op": "filled"}, nested]},
        actions=[
            {"do": "team", "value": public_ids.encode("team", team.pk)},
            {"do": "reply", "value": public_ids.encode("macro", macro.pk)},
            {"do": "assign", "value": public_ids.encode("member", cast.budi.pk)},
            {"do": "label", "value": "baru"},
        ],
    )
    now = RuleWish(name="Kini", trigger=old.trigger, actions=[{"do": "label", "value": "x"}])
    rule = save_rule(workspace=workspace, wish=old, by=by)
    version = RuleVersion.objects.get(rule=rule, number=1)
    save_rule(workspace=workspace, rule=rule, wish=now, by=by)
    revert_rule(rule=rule, version=version, by=by)  # all of it is there
    save_rule(workspace=workspace, rule=rule, wish=now, by=by)
    label.delete()
    CustomField.objects.filter(pk=field.pk).update(is_active=False)
    Team.objects.filter(pk=team.pk).update(is_active=False)
    Macro.objects.filter(pk=macro.pk).update(is_active=False)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        revert_rule(rule=rule, version=version, by=by)
    said = " ".join(refused.value.messages)
    assert "the field “resi”, a label, the team “Gudang”, the template or macro “Sapa”. Nothing was changed" in said
    assert Rule.objects.get(pk=rule.pk).name == "Kini"
