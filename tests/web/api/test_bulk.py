"""Programs do one thing to many tickets: by ids, by a view, by conditions; with progress, reasons and the way back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.actions import states
from percaya.core.tickets.models import Message, Ticket
from percaya.stages.bulk import actions
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PAUSE", (0.0, 0.0))


@pytest.fixture
def three(cast: Cast) -> list[Ticket]:
    return [builders.ticket(cast.rina, account=cast.senja.email, priority=one) for one in ("low", "normal", "high")]


def ids_of(tickets: list[Ticket]) -> list[str]:
    return [public_ids.encode("ticket", one.pk) for one in tickets]


def states_of(tickets: list[Ticket]) -> list[str]:
    return [builders.fresh(one).state for one in tickets]


def test_a_deed_by_ids_tells_how_it_stands_why_not_and_is_taken_back(api: Api, three: list[Ticket]) -> None:
    states.change_state(ticket=three[2], to="closed", by=Actor.system())
    answer = api.post("/bulk", {"deed": "wait_for_customer", "tickets": ids_of(three)})
    assert answer.status_code == 202 and answer.json()["left"] == 3
    engine().run_pending()
    at = answer["Location"].removeprefix("/api/v1")
    stand = api.get(at).json()
    assert (stand["state"], stand["changed"], stand["failed"], stand["can_undo"]) == ("done", 2, 1, True)
    assert [one["ticket"] for one in stand["troubles"]] == ids_of(three[2:]) and stand["troubles"][0]["reason"]
    assert api.post(f"{at}/undo").json()["state"] == "undoing"
    engine().run_pending()
    assert api.get(at).json()["taken_back"] == 2 and states_of(three) == ["new", "new", "closed"]
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        done = api.post("/bulk", {"deed": "spam", "tickets": ids_of(three[:1])})
        engine().run_pending()
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert api.post(done["Location"].removeprefix("/api/v1") + "/undo").status_code == 409


def test_a_view_and_conditions_say_which(api: Api, three: list[Ticket]) -> None:
    high = {"match": "all", "of": [{"field": "priority", "op": "is", "value": ["high"]}]}
    assert api.post("/bulk", {"deed": "resolve", "view": "open", "conditions": high}).json()["total"] == 1
    engine().run_pending()
    assert states_of(three) == ["new", "new", "resolved"]
    assert api.post("/bulk", {"deed": "label", "view": "open", "label": "promo"}).json()["total"] == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"deed": "resolve"}, "/tickets"),
        ({"deed": "resolve", "tickets": ["tkt_aaaaaaaaaaaaaaaaaaaaaaaaaa"]}, "/tickets/0"),
        ({"deed": "resolve", "view": "nowhere"}, "/view"),
        ({"deed": "resolve", "conditions": {"of": [{"field": "moon", "op": "is", "value": ["full"]}]}}, "/conditions"),
        ({"deed": "assign", "view": "open", "assignee": "mbr_aaaaaaaaaaaaaaaaaaaaaaaaaa"}, "/assignee"),
        ({"deed": "dance", "view": "open"}, "/deed"),
    ],
)
def test_what_means_nothing_is_pointed_at_and_nothing_begins(api: Api, three: list[Ticket], body: Any, pointer: str) -> None:
    answer = api.post("/bulk", body)
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == pointer
    assert states_of(three) == ["new"] * 3


def test_a_run_is_its_own_members_and_replies_ask_for_their_scope(
    cast: Cast, api: Api, api_of: Callable[..., Api], three: list[Ticket]
) -> None:
    words = {"deed": "reply", "tickets": ids_of(three), "text": "Halo {{contact.name}}"}
    assert api_of(cast.sari, "tickets:write").post("/bulk", words).status_code == 403
    assert api_of(cast.gilang).post("/bulk", words).status_code == 403
    begun = api.post("/bulk", words, Idempotency_Key="sekali").json()
    assert begun["state"] == "waiting"
    assert api.post("/bulk", words, Idempotency_Key="sekali").json()["id"] == begun["id"]
    at = f"/bulk/{begun['id']}"
    assert api_of(cast.dewi).get(at).status_code == 404 and api_of(cast.dewi).post(f"{at}/undo").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        engine().run_pending()
    assert list(Message.objects.filter(member=cast.sari).values_list("body_text", flat=True)) == ["Halo Rina Marlina"] * 3
