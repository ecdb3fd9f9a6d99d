"""The API of what stands around a ticket: the same verbs as the page, and errors that point at the field."""

import pytest
from django.test import Client

from percaya.core.desk.actions.templates import TemplateWish, save_ticket_template
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.actions.assigning import set_team
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.models import TicketFollower
from percaya.core.workspace.actions.members import save_team
from percaya.web.api.ids import encode
from tests import builders
from tests.cast import Cast
from tests.core.tickets.test_fields import a_field

pytestmark = pytest.mark.django_db


def caller(cast: Cast) -> Client:
    return Client(headers={"Authorization": f"Bearer {builders.token(cast.dewi)}"})


def test_fields_are_read_and_filled_in_whole_or_not_at_all(cast: Cast) -> None:
    a_field(cast, "Nilai", "money")
    a_field(cast, "Lunas", "yesno", required_to_resolve=True)
    a_field(cast, "Ukuran", "multi", options=[("", "Kecil", ""), ("", "Besar", "")])
    a_field(cast, "NIK", is_sensitive=True)
    ticket, client = builders.ticket(cast.rina), caller(cast)
    root = f"/api/v1/tickets/{encode('ticket', ticket.pk)}"
    known = client.get("/api/v1/ticket-fields").json()["fields"]
    assert [one["key"] for one in known] == ["nilai", "lunas", "ukuran", "nik"] and known[2]["options"] == ["kecil", "besar"]
    before = client.get(f"{root}/around")
    assert before.json()["fields"]["missing"] == ["lunas"]
    values = {"nilai": 1250000, "lunas": True, "ukuran": ["besar"], "nik": "3174"}
    tag = {"If-Match": before.headers["ETag"]}
    changed = client.patch(f"{root}/fields", {"values": values}, content_type="application/json", headers=tag)
    assert changed.status_code == 200
    told = changed.json()["fields"]
    assert told == {
        "values": {"nilai": "1250000", "lunas": True, "ukuran": ["besar"], "nik": None},
        "masked": ["nik"],
        "missing": [],
    }
    stale = client.patch(f"{root}/fields", {"values": {"nilai": None}}, content_type="application/json", headers=tag)
    assert stale.status_code == 409
    wrong = client.patch(f"{root}/fields", {"values": {"nilai": "banyak", "lunas": False}}, content_type="application/json")
    assert wrong.status_code == 422 and [one["pointer"] for one in wrong.json()["errors"]] == ["/values/nilai"]
    assert client.get(f"{root}/around").json()["fields"]["values"]["lunas"] is True


def test_steps_time_and_followers(cast: Cast) -> None:
    ticket, client = builders.ticket(cast.rina), caller(cast)
    root = f"/api/v1/tickets/{encode('ticket', ticket.pk)}"
    made = client.post(f"{root}/checklist", {"steps": [{"text": "Cek"}]}, content_type="application/json")
    step = made.json()["steps"][0]
    assert made.status_code == 201 and step["done_at"] is None
    ticked = client.patch(f"{root}/checklist/{step['id']}", {"done": True}, content_type="application/json")
    assert ticked.json()["steps"][0]["done_by"]["name"] == "Dewi"
    client.post(f"{root}/time", {"minutes": 15}, content_type="application/json")
    assert client.get(f"{root}/around").json()["minutes_spent"] == 15
    member = encode("member", cast.budi.pk)
    followed = client.post(f"{root}/followers", {"member": member}, content_type="application/json")
    assert followed.json()["followers"] == [{"id": member, "name": "Budi"}]
    assert client.delete(f"{root}/followers/{member}").json()["followers"] == []
    hidden = save_team(workspace=cast.workspace, name="Hukum", members=[cast.dewi], is_private=True, by=Actor.system())
    set_team(ticket=ticket, to=hidden, by=Actor.system())
    assert client.post(f"{root}/followers", {"member": member}, content_type="application/json").status_code == 409
    assert not TicketFollower.objects.exists()


def test_a_ticket_begins_with_a_template_and_the_request_goes_before_it(cast: Cast) -> None:
    a_field(cast, "Jenis", "choice", options=[("", "Refund", "")])
    wish = TemplateWish(
        name="Refund", subject="Permintaan refund", team=cast.senja.team, priority="high", labels=["uang"],
        fields={"jenis": "Refund"}, checklist=[("Cek bukti", True)],
    )  # fmt: skip
    save_ticket_template(member=cast.sari, wish=wish, by=Actor.member(cast.sari.pk))
    client = caller(cast)
    (told,) = client.get("/api/v1/ticket-templates").json()["templates"]
    body = {"contact": {"id": encode("contact", cast.rina.pk)}, "text": "Tolong", "template": told["id"], "priority": "low"}
    made = client.post("/api/v1/tickets", body, content_type="application/json")
    assert made.status_code == 201
    ticket = made.json()
    assert (ticket["subject"], ticket["priority"], ticket["labels"]) == ("Permintaan refund", "low", ["uang"])
    around = client.get(f"/api/v1/tickets/{ticket['id']}/around").json()
    assert around["fields"]["values"] == {"jenis": "refund"} and around["steps"][0]["required"]
    wrong = client.post("/api/v1/tickets", {**body, "template": encode("ticket_template", 0)}, content_type="application/json")
    assert wrong.status_code == 422


def test_a_masked_field_is_shown_with_a_reason_that_is_kept(cast: Cast) -> None:
    a_field(cast, "NIK", is_sensitive=True)
    ticket, client = builders.ticket(cast.rina), caller(cast)
    root = f"/api/v1/tickets/{encode('ticket', ticket.pk)}"
    client.patch(f"{root}/fields", {"values": {"nik": "3174"}}, content_type="application/json")
    assert client.post(f"{root}/reveal", {"field": "nik"}, content_type="application/json").status_code == 422
    told = client.post(f"{root}/reveal", {"field": "nik", "reason": "Cek identitas"}, content_type="application/json")
    assert told.json() == {"value": "3174"}
    row = EventRow.objects.get(stream_type="ticket", stream_id=ticket.pk, kind="ticket.field_revealed")
    assert facts(row)["reason"] == "Cek identitas" and row.actor_kind == "token"
    unknown = client.post(f"{root}/reveal", {"field": "rahasia", "reason": "ingin tahu"}, content_type="application/json")
    assert unknown.status_code == 422
    readonly = Client(headers={"Authorization": f"Bearer {builders.token(cast.dewi, 'tickets:read')}"})
    body = {"field": "nik", "reason": "x"}
    assert readonly.post(f"{root}/reveal", body, content_type="application/json").status_code == 403


def test_steps_and_ones_own_time_are_taken_back(cast: Cast) -> None:
    ticket, client = builders.ticket(cast.rina), caller(cast)
    other = builders.ticket(cast.rina)
    root, elsewhere = (f"/api/v1/tickets/{encode('ticket', one.pk)}" for one in (ticket, other))
    step = client.post(f"{root}/checklist", {"steps": [{"text": "Cek"}]}, content_type="application/json").json()["steps"][0]
    time = client.post(f"{root}/time", {"minutes": 15}, content_type="application/json").json()["time"][0]
    assert client.delete(f"{elsewhere}/checklist/{step['id']}").status_code == 404
    assert client.delete(f"{elsewhere}/time/{time['id']}").status_code == 404
    budi = Client(headers={"Authorization": f"Bearer {builders.token(cast.budi)}"})
    assert budi.delete(f"{root}/time/{time['id']}").status_code == 409
    assert client.delete(f"{root}/checklist/{step['id']}").json()["steps"] == []
    left = client.delete(f"{root}/time/{time['id']}").json()
    assert (left["time"], left["minutes_spent"]) == ([], 0)


def test_a_merged_ticket_says_where_it_goes_on_to_who_may_see_that(cast: Cast) -> None:
    one, two, three = (builders.ticket(cast.rina) for _ in range(3))
    merge(source=one, target=two, by=Actor.system())
    merge(source=two, target=three, by=Actor.system())
    path = f"/api/v1/tickets/{encode('ticket', one.pk)}"
    assert caller(cast).get(path).json()["merged_into"] == encode("ticket", three.pk)
    listed = {each["id"]: each["merged_into"] for each in caller(cast).get("/api/v1/tickets").json()["tickets"]}
    if encode("ticket", two.pk) in listed:
        assert listed[encode("ticket", two.pk)] == encode("ticket", three.pk)
    assert listed[encode("ticket", three.pk)] is None
    hidden = save_team(workspace=cast.workspace, name="Hukum", members=[cast.sari], is_private=True, by=Actor.system())
    set_team(ticket=builders.fresh(three), to=hidden, by=Actor.system())
    assert caller(cast).get(path).json()["merged_into"] is None
