"""A rule that names what belongs to another workspace, or to nobody, is refused when it is saved, not when it runs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from percaya.core import public_ids
from percaya.core.desk.actions.macros import save_macro
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Label
from percaya.core.workspace.actions.fields import FieldWish, save_field
from percaya.core.workspace.models import Member
from percaya.stages.automation.actions.rules import RuleWish, save_rule
from percaya.stages.automation.models import Rule
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Deeds = list[dict[str, Any]]


def save(cast: Cast, deeds: Deeds | None = None, *of: dict[str, Any]) -> Rule:
    actions = deeds or [{"do": "label", "value": "x"}]
    wish = RuleWish(name="x", trigger={"when": "event", "of": ["opened"]}, conditions={"of": list(of)}, actions=actions)
    return save_rule(workspace=cast.workspace, wish=wish, by=Actor.member(cast.wayan.pk))


def macro_of(member: Member, scope: str = "workspace") -> str:
    made = save_macro(member=member, name="Sapa", text="Halo", scope=scope, by=Actor.member(member.pk))
    return public_ids.encode("macro", made.pk)


_NEXT_DOOR: dict[str, Callable[[Cast], str]] = {
    "assign": lambda cast: public_ids.encode("member", cast.tono.pk),
    "team": lambda cast: public_ids.encode("team", cast.warung.team.pk),
    "reply": lambda cast: macro_of(cast.tono),
    "macro": lambda cast: macro_of(cast.tono),
    "notify": lambda cast: public_ids.encode("team", cast.warung.team.pk),
    "field": lambda cast: _field(cast.tono) + "=1",
}


def _field(member: Member) -> str:
    wish = FieldWish(name="Ukuran", kind="number")
    return save_field(workspace_id=member.workspace_id, of="ticket", wish=wish, by=Actor.member(member.pk)).key


@pytest.mark.parametrize("do", _NEXT_DOOR)
def test_a_step_cannot_name_what_is_next_door(cast: Cast, do: str) -> None:
    with pytest.raises(ValidationError):
        save(cast, [{"do": do, "value": _NEXT_DOOR[do](cast)}])
    assert not Rule.objects.exists()


def test_a_condition_cannot_name_what_is_next_door(cast: Cast) -> None:
    builders.ticket(cast.joko, labels=["pedas"])
    label = Label.objects.get(workspace=cast.warung.workspace)
    keys = {
        "assignee": cast.tono.pk, "team": cast.warung.team.pk, "account": cast.warung.email.pk, "contact": cast.joko.pk,
    }  # fmt: skip
    wishes = [{"field": field, "op": "is", "value": [key]} for field, key in keys.items()]
    for asked in [*wishes, {"field": "label", "op": "any", "value": [label.pk]}]:
        with pytest.raises(ValidationError):
            save(cast, None, asked)
        with pytest.raises(ValidationError):
            save(cast, None, {"match": "any", "of": [asked]})
    assert not Rule.objects.exists()


def test_what_is_at_home_is_saved(cast: Cast) -> None:
    own = {
        "assign": public_ids.encode("member", cast.dewi.pk), "team": public_ids.encode("team", cast.senja.team.pk),
        "reply": macro_of(cast.ratna), "notify": public_ids.encode("member", cast.budi.pk), "field": _field(cast.ratna) + "=1",
    }  # fmt: skip
    people = {"field": "assignee", "op": "is", "value": [cast.dewi.pk, cast.budi.pk, "none"]}
    save(cast, [{"do": do, "value": value} for do, value in own.items()], people)
    assert Rule.objects.count() == 1


def test_a_template_of_one_persons_own_is_nothing_for_a_rule(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        save(cast, [{"do": "reply", "value": macro_of(cast.ratna, scope="own")}])


def test_a_value_that_the_field_cannot_hold_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        save(cast, [{"do": "field", "value": _field(cast.ratna) + "=besar"}])
