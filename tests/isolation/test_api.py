"""No operation of the API shows or changes anything of another workspace, by any id in path, query or body."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from percaya.core.workspace.policy import SCOPES
from percaya.web.api.api import api as ninja
from tests import builders
from tests.cast import Cast, logged_in
from tests.isolation.barrage import text as _text
from tests.isolation.houses import CANARY, House, furnish, state_of, strangers

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1500)]  # every address there is, on a busy machine too

# A body that would be right, for each operation that takes one; ids come from the house that is named.
BODIES: dict[str, Any] = {
    "create_ticket": lambda ids: {
        "contact": {"id": ids["contact"]}, "text": "x", "team": ids["team"], "assignee": ids["member"], "account": ids["account"],
    },
    "change_ticket": lambda ids: {"team": ids["team"], "assignee": ids["member"], "priority": "low"},
    "add_customer_message": lambda ids: {"text": "x", "contact": {"id": ids["contact"]}},
    "reply_to_customer": lambda ids: {"text": "x"},
    "note_among_colleagues": lambda ids: {"text": "x"},
    "log_a_call": lambda ids: {"ticket": ids["ticket"], "direction": "in", "at": "2026-11-01T09:00:00Z", "text": "x"},
    "add_contact": lambda ids: {"name": "x"},
    "update_contact": lambda ids: {"name": "x"},
    "merge_ticket": lambda ids: {"into": ids["ticket"]},
    "split_ticket": lambda ids: {"messages": [ids["message"]]},
    "undo_joining": lambda ids: {},
    "run_macro_on_ticket": lambda ids: {},
    "begin_bulk": lambda ids: {"deed": "merge", "tickets": [ids["ticket"]], "into": ids["ticket"]},
    "undo_bulk": lambda ids: {},
    "forward_to_others": lambda ids: {"to": ["kurir@jne.example"], "text": "x"},
    "add_calendar": lambda ids: {"name": "x", "zone": "UTC", "week": {"0": [["08:00", "17:00"]]}},
    "replace_calendar": lambda ids: {"name": "x", "zone": "UTC", "week": {"0": [["08:00", "17:00"]]}},
    "count_due": lambda ids: {"start": "2026-11-23T01:00:00Z", "minutes": 60},
    "count_between": lambda ids: {"start": "2026-11-23T01:00:00Z", "end": "2026-11-24T01:00:00Z"},
    "find_next_opening": lambda ids: {"at": "2026-11-23T01:00:00Z"},
    "change_availability": lambda ids: {"status": "break", "reason": "prayer"},
    "add_link": lambda ids: {"ticket": ids["ticket"], "how": "related"},
    "set_next_update": lambda ids: {"at": "2099-11-23T01:00:00Z"},
    "change_fields": lambda ids: {"values": {"x": "y"}},
    "add_to_checklist": lambda ids: {"steps": [{"text": "x"}]},
    "tick_step_off": lambda ids: {"done": True},
    "write_time_down": lambda ids: {"minutes": 5},
    "add_follower": lambda ids: {"member": ids["member"]},
    "add_address": lambda ids: {"kind": "email", "value": "x@y.example"},
    "note_about_contact": lambda ids: {"text": "x"},
    "add_consent": lambda ids: {"purpose": "survey", "evidence": "x"},
    "withdraw_consent_of_contact": lambda ids: {},
    "reveal_ticket_field": lambda ids: {"field": "x", "reason": "x"},
    "reveal_attribute": lambda ids: {"field": "x", "reason": "x"},
    "add_rule": lambda ids: {
        "name": "x", "trigger": {"when": "event", "of": ["opened"]}, "actions": [{"do": "assign", "value": ids["member"]}],
    },
    "replace_rule": lambda ids: {"name": "x", "trigger": {"when": "event", "of": ["opened"]}, "actions": [{"do": "spam"}]},
    "switch_rule": lambda ids: {"mode": "off"},
    "merge_contact": lambda ids: {"contact": ids["contact"]},
    "add_organisation": lambda ids: {"name": "x"},
    "update_organisation": lambda ids: {"name": "x"},
}  # fmt: skip
RAW = {"upload_attachment", "receive_email", "replay_arrival"}
NAMES_NOTHING = {
    "add_calendar",
    "add_contact",
    "add_organisation",
    "upload_attachment",
    "receive_email",
}  # nothing in them can name a row of another's


@pytest.fixture
def senja(cast: Cast) -> House:
    return furnish(cast, cast.senja, cast.ratna, CANARY, spare_tickets=4)


@pytest.fixture
def warung(cast: Cast, senja: House) -> House:
    return furnish(cast, cast.warung, cast.tono, "soto", spare_tickets=0)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    description = ninja.get_openapi_schema(path_prefix="/api/v1/")
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_every_operation_with_a_body_has_one_here() -> None:
    for method, path, operation in operations():
        if method in ("post", "patch", "put"):
            assert operation["operationId"] in BODIES.keys() | RAW, path


@pytest.mark.parametrize("method,path,operation", [(m, p, o) for m, p, o in operations()], ids=lambda one: None)
def test_another_workspaces_ids_are_not_there(
    cast: Cast, senja: House, warung: House, method: str, path: str, operation: dict[str, Any]
) -> None:
    client = _caller(builders.token(cast.tono))
    before = state_of(senja.workspace.pk)
    response = _call(client, method, path, operation, senja.ids, senja.ids)
    if "{" in path:
        assert response.status_code == 404
        assert response.json()["type"].endswith("#problem-not-found")
    elif method == "post" and operation["operationId"] not in NAMES_NOTHING:
        assert response.status_code == 422
    assert CANARY not in _text(response)
    assert state_of(senja.workspace.pk) == before
    assert strangers() == []


def test_foreign_ids_in_a_body_bind_nothing(cast: Cast, senja: House, warung: House) -> None:
    client = _caller(builders.token(cast.tono))
    before = state_of(senja.workspace.pk)
    for method, path, operation in operations():
        if operation["operationId"] in ("change_ticket", "add_customer_message"):
            response = _call(client, method, path, operation, warung.ids, senja.ids)
            assert response.status_code == 422, path
    for name in ("assignee", "team", "contact", "label"):
        kind = {"assignee": "member"}.get(name, name)
        response = client.get("/api/v1/tickets", {name: senja.ids[kind]})
        assert response.status_code == 422 or response.json()["tickets"] == [], name
    assert state_of(senja.workspace.pk) == before
    assert strangers() == []


@pytest.mark.parametrize("method,path,operation", [(m, p, o) for m, p, o in operations()], ids=lambda one: None)
def test_without_a_token_or_its_scope_nothing_happens(
    cast: Cast, senja: House, method: str, path: str, operation: dict[str, Any]
) -> None:
    scope = operation["x-percaya-scope"]
    others = [one for one in SCOPES if one != scope]
    before = state_of(senja.workspace.pk)
    callers = [(Client(), 401), (logged_in(cast.ratna), 401), (_caller("pcy_salah"), 401)]
    if scope:
        secret = builders.token(cast.ratna, *others)
        before = state_of(senja.workspace.pk)
        callers.append((_caller(secret), 403))
    for client, status in callers:
        response = _call(client, method, path, operation, senja.ids, senja.ids)
        assert response.status_code == status, path
        assert CANARY not in _text(response)
    assert state_of(senja.workspace.pk) == before


def test_the_owner_gets_what_the_outsider_does_not(cast: Cast, senja: House) -> None:
    """The ids of the walk are real."""
    client = _caller(builders.token(cast.ratna))
    for method, path, operation in operations():
        if method == "get":
            response = _call(client, method, path, operation, senja.ids, senja.ids)
            assert response.status_code in (200, 422), path  # 422: a search needs words


def _caller(secret: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"})


def _call(client: Client, method: str, path: str, operation: dict[str, Any], ids: dict[str, str], inside: dict[str, str]) -> Any:
    for kind, public_id in ids.items():
        path = path.replace(f"{{{kind}_id}}", public_id)
    name = operation["operationId"]
    if name in RAW:
        return client.post(path, b"From: a@b.example\r\n\r\nx", content_type="message/rfc822")
    if method in ("get", "delete"):
        return getattr(client, method)(path)
    return getattr(client, method)(path, BODIES[name](inside), content_type="application/json")
