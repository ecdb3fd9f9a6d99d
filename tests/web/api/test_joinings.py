"""Merging, splitting and linking through the API do what the desk does."""

import pytest

from percaya.core.tickets.models import Message, Ticket
from percaya.web.api.ids import encode
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def _id(ticket: Ticket) -> str:
    return encode("ticket", ticket.pk)


def test_a_merge_and_its_undo(cast: Cast, api: Api) -> None:
    one, two = builders.ticket(cast.rina), builders.ticket(cast.rina)
    made = api.post(f"/tickets/{_id(one)}/merge", {"into": _id(two)})
    assert made.status_code == 200, made.content
    assert (made.json()["kind"], made.json()["source"], made.json()["target"]) == ("merge", _id(one), _id(two))
    told = api.get(f"/tickets/{_id(one)}/links").json()
    assert told["merged_into"] == _id(two) and [one["id"] for one in told["joinings"]] == [made.json()["id"]]
    assert api.post(f"/tickets/{_id(one)}/merge", {"into": _id(two)}).status_code == 409
    assert api.post(f"/joinings/{made.json()['id']}/undo").json()["undone_at"]
    assert builders.fresh(one).merged_into_id is None


def test_a_split_names_the_new_ticket(cast: Cast, api: Api) -> None:
    ticket = builders.ticket(cast.rina, messages=2)
    last = Message.objects.filter(ticket=ticket, direction="inbound").latest("pk")
    made = api.post(f"/tickets/{_id(ticket)}/split", {"messages": [encode("message", last.pk)], "subject": "Lain"})
    assert made.status_code == 201, made.content
    assert api.get(f"/tickets/{made.json()['target']}").json()["subject"] == "Lain"
    strange = builders.inbound(builders.ticket(cast.rina))
    assert api.post(f"/tickets/{_id(ticket)}/split", {"messages": [encode("message", strange.pk)]}).status_code == 422


def test_links_come_and_go(cast: Cast, api: Api) -> None:
    one, two = builders.ticket(cast.rina), builders.ticket(cast.rina)
    made = api.post(f"/tickets/{_id(one)}/links", {"ticket": _id(two), "how": "child"})
    assert made.status_code == 201, made.content
    assert api.get(f"/tickets/{_id(two)}/links").json()["links"][0]["how"] == "parent"
    path = f"/api/v1/tickets/{_id(one)}/links/{made.json()['id']}"
    assert api.client.delete(path).json()["links"] == []
    assert api.client.delete(path).status_code == 404
