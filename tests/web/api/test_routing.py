"""Programs say who is there and read why a ticket is with whom."""

import json
from typing import Any

import pytest
from django.test import Client

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.workspace.models import Member
from percaya.stages.routing.actions.availability import set_availability
from percaya.stages.routing.actions.planning import change_team
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def call(who: Member, method: str, path: str, body: Any = None) -> Any:
    client = Client(headers={"Authorization": f"Bearer {builders.token(who)}"})
    return client.generic(method, f"/api/v1{path}", b"" if body is None else json.dumps(body), "application/json")


def at(member: Member) -> str:
    return f"/members/{public_ids.encode('member', member.pk)}/availability"


def test_one_says_what_one_is_there_for(cast: Cast) -> None:
    assert call(cast.dewi, "PUT", at(cast.dewi), {"status": "break", "reason": "prayer"}).status_code == 200
    own = call(cast.dewi, "GET", at(cast.dewi)).json()
    assert (own["status"], own["reason"], own["automatic"], own["limit"]) == ("break", "prayer", False, 12.0)


def test_others_are_for_supervisors_to_switch(cast: Cast) -> None:
    assert call(cast.dewi, "PUT", at(cast.budi), {"status": "available"}).status_code == 403
    assert call(cast.sari, "PUT", at(cast.budi), {"status": "available"}).json()["status"] == "available"


def test_a_reason_that_is_none_is_refused(cast: Cast) -> None:
    assert call(cast.dewi, "PUT", at(cast.dewi), {"status": "break", "reason": "siesta"}).status_code == 422


def test_a_ticket_says_how_routing_decided(cast: Cast) -> None:
    change_team(team=cast.senja.team, strategy="round_robin", by=Actor.system())
    set_availability(member=cast.dewi, status="available", by=Actor.system())
    ticket = builders.ticket(cast.rina, team=cast.senja.team)
    engine().run_pending()
    (one,) = call(cast.sari, "GET", f"/tickets/{public_ids.encode('ticket', ticket.pk)}/routing").json()["decisions"]
    assert (one["how"], one["strategy"], one["asked"]["weight"]) == ("opened", "round_robin", 1.0)
    assert one["member"] == public_ids.encode("member", cast.dewi.pk)
    assert one["candidates"][0]["refused"] == ""
