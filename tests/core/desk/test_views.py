"""Saved views: whose they are, who may change them, and that they show what they say."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from percaya.core.desk.actions.views import delete_view, save_view
from percaya.core.desk.models import SavedView
from percaya.core.desk.queries.views import scope_of, views_of
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.queries.conditions import Group, read
from percaya.core.workspace.models import Member
from tests.cast import Cast

pytestmark = pytest.mark.django_db
REFUNDS = read({"of": [{"field": "topic", "op": "contains", "value": "refund"}]}, {})


def saved(member: Member, **more: Any) -> SavedView:
    wanted = {"name": "Refund", "conditions": REFUNDS, **more}
    return save_view(member=member, by=Actor.member(member.pk), **wanted)


def test_each_sees_their_own_their_teams_and_everybodys(cast: Cast) -> None:
    own = saved(cast.dewi, name="Punya Dewi")
    team = saved(cast.sari, name="Punya tim", scope="team", team=cast.senja.team)
    everyone = saved(cast.sari, name="Semua orang", scope="workspace")
    saved(cast.tono, name="Tetangga", scope="workspace")
    assert [scope_of(view) for view in (own, team, everyone)] == ["own", "team", "workspace"]
    assert set(views_of(cast.dewi)) == {own, team, everyone}
    assert set(views_of(cast.budi)) == {everyone}  # in no team
    assert set(views_of(cast.sari)) == {everyone}


def test_only_supervisors_make_and_change_what_others_use(cast: Cast) -> None:
    for scope in ("team", "workspace"):
        with pytest.raises(ValidationError):
            saved(cast.dewi, scope=scope, team=cast.senja.team)
    view = saved(cast.sari, scope="workspace")
    with pytest.raises(ValidationError):
        saved(cast.dewi, view=view, name="Punya saya")
    with pytest.raises(ValidationError):
        delete_view(view=view, member=cast.dewi, by=Actor.member(cast.dewi.pk))
    with pytest.raises(ValidationError):
        saved(cast.sari, view=saved(cast.dewi), name="Diambil")  # not even a supervisor takes another's own
    delete_view(view=view, member=cast.sari, by=Actor.member(cast.sari.pk))
    kinds = EventRow.objects.filter(kind="view.changed").values_list("data", flat=True)
    assert [("saved" in str(data), "deleted" in str(data)) for data in kinds] == [(True, False), (True, False), (False, True)]


@pytest.mark.parametrize("wrong", [{"name": " "}, {"conditions": Group()}, {"scope": "team"}])
def test_what_makes_no_view_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        saved(cast.sari, **wrong)


def test_a_team_of_another_workspace_gets_no_view(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        saved(cast.sari, scope="team", team=cast.warung.team)
    assert not SavedView.objects.exists()


def test_what_it_does_not_know_is_left_at_the_usual(cast: Cast) -> None:
    view = saved(cast.dewi, order="by-magic", icon="skull", columns=("subject", "password"))
    assert (view.order, view.icon, view.columns) == ("urgent", "layers", ["subject"])
