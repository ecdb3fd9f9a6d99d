"""Conditions are put together the same way for rules, service levels and routing; groups go one level deep."""

import json
import re
from html import unescape
from typing import Any

import pytest

from percaya.core.desk.models import SavedView
from percaya.stages.automation.models import Rule
from percaya.stages.routing.models import TeamRule
from percaya.stages.sla.models import Policy
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
URGENT = {"field": "priority", "op": "is", "value": ["urgent"]}
LATE = {"field": "near", "op": "is", "value": True}
SUBJECT = {"field": "subject", "op": "contains", "value": "refund"}
GROUP = {"match": "any", "of": [URGENT, SUBJECT]}
ROUTING = {"team": "", "skills": "refund", "is_on": "1", "match": "all"}


def asked(page: str) -> list[Any]:
    return [json.loads(unescape(found)) for found in re.findall(r'name="condition" value="([^"]*)"', page)]


@pytest.mark.parametrize("where", ["rules/new", "sla/new", "routing/rules/new"])
def test_a_group_is_made_filled_joined_otherwise_and_left_out(cast: Cast, where: str) -> None:
    client, address = logged_in(cast.wayan), f"/w/{cast.workspace.slug}/settings/{where}"

    def press(part: str, *conditions: Any, **more: Any) -> str:
        form = {"condition": [json.dumps(one) for one in conditions], "match": "all", "part": part, **more}
        return client.post(address, form).content.decode()

    page = press("group", SUBJECT)
    assert asked(page) == [SUBJECT, {"match": "any", "of": []}]
    page = press("choose:1", SUBJECT, {"match": "any", "of": []}, new_field_1="priority")
    assert 'name="into" value="1"' in page and 'value="urgent"' in page
    page = press("ask", SUBJECT, {"match": "any", "of": []}, into="1", field="priority", op="is", values=["urgent"])
    assert asked(page) == [SUBJECT, {"match": "any", "of": [URGENT]}]
    page = press("", SUBJECT, GROUP, match_1="all")
    assert asked(page) == [SUBJECT, {"match": "all", "of": [URGENT, SUBJECT]}]
    assert asked(press("unask:1.0", SUBJECT, GROUP)) == [SUBJECT, {"match": "any", "of": [SUBJECT]}]
    assert asked(press("unask:1", SUBJECT, GROUP)) == [SUBJECT]


def test_what_is_meddled_with_is_left_out(cast: Cast) -> None:
    client, address = logged_in(cast.wayan), f"/w/{cast.workspace.slug}/settings/routing/rules/new"
    too_deep = {"match": "all", "of": [{"match": "any", "of": [GROUP]}]}
    form = {"condition": ["{", "[]", json.dumps(too_deep), json.dumps(SUBJECT)], "part": "unask:9", "match": "some"}
    assert asked(client.post(address, form).content.decode()) == [SUBJECT]


def test_a_routing_rule_asks_about_anything_and_keeps_its_groups(cast: Cast) -> None:
    client, root = logged_in(cast.wayan), f"/w/{cast.workspace.slug}/settings/routing/rules/"
    empty = {"match": "any", "of": []}
    form = {**ROUTING, "condition": [json.dumps(one) for one in (GROUP, LATE, empty)], "part": "save"}
    assert client.post(f"{root}new", form).status_code == 302
    rule = TeamRule.objects.get()
    assert rule.conditions == {"match": "all", "of": [GROUP, LATE]}  # the empty group asked nothing
    assert asked(client.get(f"{root}{rule.pk}").content.decode()) == [GROUP, LATE]
    assert client.post(f"{root}{rule.pk}", {**ROUTING, "part": "save"}).status_code == 422  # it would take every ticket
    assert TeamRule.objects.get().conditions == rule.conditions


def test_a_routing_rule_takes_the_conditions_of_a_view(cast: Cast) -> None:
    view = SavedView.objects.create(workspace=cast.workspace, name="Refund", conditions={"match": "any", "of": [SUBJECT, URGENT]})
    client, address = logged_in(cast.wayan), f"/w/{cast.workspace.slug}/settings/routing/rules/new"
    chosen = re.search(r'name="view".*?value="([^"]+)"', client.get(address).content.decode())
    assert chosen
    page = client.post(address, {**ROUTING, "part": "view", "view": chosen[1]}).content.decode()
    assert asked(page) == [SUBJECT, URGENT] and 'name="match" value="any" checked' in page and view.name in page
    assert 'value="refund"' in page  # what was typed beside it stays


def test_rules_and_levels_keep_their_groups(cast: Cast) -> None:
    client, root = logged_in(cast.wayan), f"/w/{cast.workspace.slug}/settings/"
    level = {"name": "Mendesak", "first_reply_amount": "1", "first_reply_unit": "h", "warn": "50", "part": "save"}
    client.post(f"{root}sla/new", {**level, "condition": [json.dumps(GROUP)], "match": "all"})
    assert Policy.objects.get(name="Mendesak").terms["conditions"] == {"match": "all", "of": [GROUP]}
    rule = {"name": "Refund", "when": "event", "of": ["opened"], "do": ["priority"], "do_value": ["high"], "mode": "off"}
    typed = {**rule, "condition": [json.dumps(GROUP), json.dumps(LATE)], "match": "all"}
    page = client.post(f"{root}rules/new", {**typed, "part": "try"}).content.decode()
    tried = re.search(r'name="tried" value="([0-9a-f]+)"', page)
    assert tried
    client.post(f"{root}rules/new", {**typed, "part": "save", "tried": tried[1]})
    assert Rule.objects.get(name="Refund").conditions == {"match": "all", "of": [GROUP, LATE]}
