"""Telephone systems write down calls."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.handles import add_handle
from percaya.core.people.models import Contact
from percaya.core.tickets.models import Message, Ticket
from percaya.web.api.ids import decode, encode
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def call(**changed: Any) -> dict[str, Any]:
    at = (timezone.now() - timedelta(minutes=10)).isoformat()
    return {"direction": "in", "at": at, "minutes": 4, "text": "Paketnya belum sampai sejak Senin.", **changed}


def test_a_call_of_somebody_new_opens_a_ticket_held_by_who_spoke(cast: Cast, api: Api) -> None:
    made = api.post("/calls", call(contact={"phone": "0812-7000-1234", "name": "Bu Wati"}))
    assert made.status_code == 201, made.content
    shown = made.json()
    ticket = Ticket.objects.get(pk=decode("ticket", shown["ticket"]))
    assert (shown["number"], shown["minutes"], shown["outcome"]) == ("+6281270001234", 4, "settled")
    assert (ticket.channel, ticket.assignee, ticket.contact.name) == ("phone", cast.sari, "Bu Wati")
    assert ticket.subject.startswith("Paketnya belum sampai")
    note = api.get(made["Location"].removeprefix("/api/v1")).json()
    assert (note["id"], note["direction"], note["body_text"]) == (shown["id"], "note", shown["text"])


def test_a_call_goes_into_the_ticket_it_is_about_with_the_number_that_is_known(cast: Cast, api: Api) -> None:
    ticket = builders.ticket(cast.rina)
    add_handle(contact=cast.rina, kind="phone", value="0812 3456 7890", by=Actor.system())
    made = api.post("/calls", call(ticket=encode("ticket", ticket.pk), direction="out", outcome="unreached", text="")).json()
    assert (made["ticket"], made["number"], made["direction"]) == (encode("ticket", ticket.pk), "+6281234567890", "out")
    assert made["text"]  # says that nobody answered
    assert Ticket.objects.filter(contact=cast.rina).count() == 1


def test_somebody_known_is_called_by_their_id(cast: Cast, api: Api) -> None:
    made = api.post("/calls", call(contact={"id": encode("contact", cast.rina.pk)}))
    assert Ticket.objects.get(pk=decode("ticket", made.json()["ticket"])).contact == cast.rina
    nobody = Contact.objects.create(workspace=cast.workspace, name="Tanpa alamat")
    assert api.post("/calls", call(contact={"id": encode("contact", nobody.pk)})).status_code == 422


def test_the_same_key_twice_is_one_call(cast: Cast, api: Api) -> None:
    body = call(contact={"phone": "081270001234"})
    first, again = (api.post("/calls", body, Idempotency_Key="panggilan-1") for _ in range(2))
    assert first.json() == again.json() and Message.objects.filter(direction="note").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"contact": {"phone": "abc"}},
        {"contact": {"phone": "081270001234"}, "text": " "},
        {"contact": {"phone": "081270001234"}, "at": "2126-01-01T00:00:00Z"},
        {"contact": {"phone": "081270001234"}, "minutes": 2000},
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(cast: Cast, api: Api, wrong: dict[str, Any]) -> None:
    before = (Contact.objects.count(), Ticket.objects.count())
    assert api.post("/calls", call(**wrong)).status_code in (409, 422)
    assert (Contact.objects.count(), Ticket.objects.count()) == before


def test_nobody_writes_calls_next_door(cast: Cast, outsider: Api) -> None:
    ticket = builders.ticket(cast.rina)
    assert outsider.post("/calls", call(ticket=encode("ticket", ticket.pk))).status_code == 422
    assert outsider.post("/calls", call(contact={"id": encode("contact", cast.rina.pk)})).status_code == 422
    assert not Message.objects.filter(direction="note").exists()
