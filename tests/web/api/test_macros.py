"""Programs use the same templates, macros, forwards and later times as people do."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.desk.actions.macros import save_macro
from percaya.core.desk.steps import parse
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Message, Ticket
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, account=cast.senja.email)


def call(cast: Cast, method: str, path: str, body: Any = None) -> Any:
    client = Client(headers={"Authorization": f"Bearer {builders.token(cast.dewi)}"})
    return client.generic(method, f"/api/v1{path}", b"" if body is None else json.dumps(body), "application/json")


def test_macros_are_listed_filled_and_run(cast: Cast, ticket: Ticket) -> None:
    save_macro(
        member=cast.dewi, name="Retur", text="Baik {{contact.name}} {{due}} {{field.x}}", steps=parse(["label:retur"]),
        by=Actor.member(cast.dewi.pk),
    )  # fmt: skip
    save_macro(member=cast.budi, name="Milik Budi", text="x", by=Actor.member(cast.budi.pk))
    (one,) = call(cast, "GET", "/macros").json()["macros"]
    assert one["steps"] == [{"do": "label", "value": "retur"}] and one["scope"] == "own"
    at = f"/tickets/{public_ids.encode('ticket', ticket.pk)}/macros/{one['id']}"
    words = call(cast, "GET", at).json()
    assert words["text"].startswith("Baik Rina Marlina") and words["missing"] == ["field.x"]
    assert call(cast, "POST", f"{at}/run").status_code == 200
    assert ticket.ticketlabel_set.filter(label__name="retur").exists()


def test_a_forward_and_a_reply_for_later(cast: Cast, ticket: Ticket) -> None:
    at = f"/tickets/{public_ids.encode('ticket', ticket.pk)}"
    assert call(cast, "POST", f"{at}/forwards", {"to": ["kurir@jne.example"], "text": "Tolong cek"}).status_code == 201
    assert builders.fresh(ticket).waiting_since is not None
    when = (timezone.now() + timedelta(hours=2)).isoformat()
    made = call(cast, "POST", f"{at}/replies", {"text": "Nanti ya", "send_at": when})
    assert made.status_code == 201, made.content
    assert made.json()["delivery"]["state"] == "held"
    assert builders.fresh(ticket).waiting_since is not None
    past = call(cast, "POST", f"{at}/replies", {"text": "Kemarin", "send_at": "2020-01-01T00:00:00Z"})
    assert past.status_code == 409 and not Message.objects.filter(body_text="Kemarin").exists()
