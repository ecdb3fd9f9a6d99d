"""Programs read, make and switch rules, and see what they did."""

from collections.abc import Callable
from typing import Any

import pytest

from percaya.core import public_ids
from percaya.core.journal.jobs import engine
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db
RULE: dict[str, Any] = {
    "name": "Refund", "trigger": {"when": "event", "of": ["opened"]}, "words": ["refund"],
    "conditions": {"match": "all", "of": [{"field": "open", "op": "is", "value": True}]},
    "actions": [{"do": "label", "value": "uang"}, {"do": "priority", "value": "high"}], "mode": "active",
}  # fmt: skip


@pytest.fixture
def admin(cast: Cast, api_of: Callable[..., Api]) -> Api:
    return api_of(cast.wayan, "workspace:read", "workspace:write")


def test_a_rule_is_made_acts_and_tells_what_it_did(cast: Cast, admin: Api) -> None:
    made = admin.post("/rules", RULE)
    assert made.status_code == 201 and (made.json()["version"], made.json()["mode"]) == (1, "active")
    ticket = builders.ticket(cast.rina, text="Mau refund")
    engine().run_pending()
    assert builders.fresh(ticket).priority == "high"
    here = f"/rules/{made.json()['id']}"
    (run,) = admin.get(here + "/runs").json()["runs"]
    assert (run["outcome"], run["did"]) == ("done", ["label", "priority"])
    assert admin.get(here).json()["run_count"] == 1
    assert [one["name"] for one in admin.get("/rules").json()["rules"]] == ["Refund"]


def test_changed_whole_and_switched(admin: Api) -> None:
    here = f"/rules/{admin.post('/rules', RULE).json()['id']}"
    changed = admin.client.put(f"/api/v1{here}", {**RULE, "name": "Retur"}, content_type="application/json").json()
    assert (changed["name"], changed["version"]) == ("Retur", 2)
    assert admin.post(here + "/mode", {"mode": "off"}).json()["mode"] == "off"


@pytest.mark.parametrize(
    "wrong",
    [{"trigger": {"when": "never"}}, {"actions": [{"do": "explode"}]},
     {"conditions": {"of": [{"field": "assignee", "op": "is", "value": ["me"]}]}},
     {"actions": [{"do": "webhook", "value": "file:///etc/passwd"}]}, {"mode": "on"}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(admin: Api, wrong: dict[str, Any]) -> None:
    assert admin.post("/rules", {**RULE, **wrong}).status_code == 422


def test_ids_of_another_workspace_are_refused_when_it_is_saved(cast: Cast, admin: Api) -> None:
    member, team = public_ids.encode("member", cast.tono.pk), public_ids.encode("team", cast.warung.team.pk)
    here = f"/rules/{admin.post('/rules', RULE).json()['id']}"
    for wrong in (
        {"actions": [{"do": "assign", "value": member}]},
        {"actions": [{"do": "notify", "value": team}]},
        {"conditions": {"of": [{"field": "team", "op": "is", "value": [cast.warung.team.pk]}]}},
    ):
        refused = admin.post("/rules", {**RULE, **wrong})
        assert refused.status_code == 422 and "ruang kerja ini" in refused.content.decode()
        assert admin.client.put(f"/api/v1{here}", {**RULE, **wrong}, content_type="application/json").status_code == 422
    assert [one["version"] for one in admin.get("/rules").json()["rules"]] == [1]


def test_only_admins_and_only_the_own_ones(cast: Cast, admin: Api, api_of: Callable[..., Api]) -> None:
    key = admin.post("/rules", RULE).json()["id"]
    assert api_of(cast.dewi, "workspace:read", "workspace:write").get("/rules").status_code == 403
    next_door = api_of(cast.tono, "workspace:read", "workspace:write")
    assert next_door.get(f"/rules/{key}").status_code == 404
    assert next_door.post(f"/rules/{key}/mode", {"mode": "off"}).status_code == 404
