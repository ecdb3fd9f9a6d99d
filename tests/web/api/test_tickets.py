"""Tickets through the API: opened through intake like any message, read, listed, changed."""

from collections.abc import Callable

import pytest

from percaya.core.journal.queries import verify
from percaya.core.tickets.models import Message, Ticket
from percaya.stages.intake.models import Arrival
from percaya.web.api.ids import encode
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db

SHAPE = {
    "id", "number", "subject", "state", "priority", "topic", "team", "assignee", "contact", "channel", "labels",
    "snoozed_until", "snoozed_till_reply", "is_spam", "merged_into", "waiting_since", "created_at", "updated_at", "version",
}  # fmt: skip


def _path(ticket: Ticket) -> str:
    return f"/tickets/{encode('ticket', ticket.pk)}"


def test_a_ticket_is_opened_through_intake_and_answered_at_once(cast: Cast, api: Api) -> None:
    body = {
        "contact": {"email": "Rina@Contoh.example"},
        "subject": "Pesanan INV-7",
        "text": "Kapan dikirim?",
        "priority": "high",
        "labels": ["pengiriman"],
        "assignee": encode("member", cast.dewi.pk),
        "team": encode("team", cast.senja.team.pk),
        "topic": "pengiriman",
        "fields": {"order": "INV-7"},
    }
    response = api.post("/tickets", body)
    assert response.status_code == 201, response.content
    shown = response.json()
    assert set(shown) == SHAPE
    assert shown["contact"] == {"id": encode("contact", cast.rina.pk), "name": "Rina Marlina"}
    assert (shown["channel"], shown["priority"], shown["labels"]) == ("api", "high", ["pengiriman"])
    assert shown["assignee"]["name"] == "Dewi"
    assert shown["created_at"].endswith("Z")
    assert response["ETag"] == f'"{shown["version"]}"'
    assert api.get(response["Location"].removeprefix("/api/v1")).json() == shown
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.door) == ("processed", "api")
    assert Message.objects.get().fields["order"] == "INV-7"
    assert list(verify()) == []


def test_a_new_person_becomes_a_contact_and_a_known_id_is_used(cast: Cast, api: Api) -> None:
    new = api.post("/tickets", {"contact": {"phone": "0812-3456-7890", "name": "Sri"}, "text": "Halo"}).json()
    assert new["contact"]["name"] == "Sri"
    again = api.post("/tickets", {"contact": {"id": new["contact"]["id"]}, "text": "Halo lagi"}).json()
    assert again["contact"] == new["contact"]
    assert again["number"] == new["number"] + 1
    bare = api.post("/contacts", {"name": "Tanpa Alamat"}).json()
    third = api.post("/tickets", {"contact": {"id": bare["id"]}, "text": "Halo"}).json()
    assert third["contact"]["id"] == bare["id"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"contact": {}},
        {"contact": {"email": "rina@contoh.example", "phone": "0812"}, "text": "x"},
        {"contact": {"email": "bukan alamat"}, "text": "x"},
        {"contact": {"email": "rina@contoh.example"}},
        {"contact": {"email": "rina@contoh.example"}, "text": "x", "priority": "very"},
        {"contact": {"email": "rina@contoh.example"}, "text": "a\u0000b"},
        {"contact": {"email": "rina@contoh.example"}, "text": "x", "is_spam": True},
        {"contact": {"email": "rina@contoh.example"}, "text": "x", "assignee": "mbr_" + "a" * 26},
        {"contact": {"email": "rina@contoh.example"}, "text": "x", "attachments": ["upl_made-up"]},
    ],
)
def test_what_means_nothing_is_a_422_and_nothing_is_kept(cast: Cast, api: Api, body: dict[str, object]) -> None:
    response = api.post("/tickets", body)
    assert response.status_code == 422, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 422
    assert {"type", "title", "detail", "instance", "errors"} <= set(problem)
    assert not Ticket.objects.exists()
    assert not Arrival.objects.exists()


def test_the_etag_spares_the_body_and_guards_a_change(cast: Cast, api: Api) -> None:
    ticket = builders.ticket(cast.rina)
    etag = api.get(_path(ticket))["ETag"]
    assert api.get(_path(ticket), If_None_Match=etag).status_code == 304
    changed = api.patch(_path(ticket), {"priority": "urgent"}, If_Match=etag)
    assert (changed.status_code, changed.json()["priority"]) == (200, "urgent")
    stale = api.patch(_path(ticket), {"priority": "low"}, If_Match=etag)
    assert stale.status_code == 409
    assert stale.json()["version"] == changed.json()["version"]
    assert stale["ETag"] == changed["ETag"]
    assert builders.fresh(ticket).priority == "urgent"
    assert api.patch(_path(ticket), {"priority": "low"}, If_Match="x").status_code == 422


def test_a_change_is_all_or_nothing(cast: Cast, api: Api) -> None:
    ticket = builders.ticket(cast.rina)
    everything = {
        "state": "waiting_other", "waits_for": "kurir JNE", "assignee": encode("member", cast.dewi.pk),
        "team": encode("team", cast.senja.team.pk), "labels": ["a", "b"], "subject": "Baru", "topic": "kurir",
    }  # fmt: skip
    shown = api.patch(_path(ticket), everything).json()
    assert (shown["state"], shown["subject"], shown["labels"]) == ("waiting_other", "Baru", ["a", "b"])
    assert api.patch(_path(ticket), {"assignee": None, "labels": []}).json()["assignee"] is None
    refused = api.patch(_path(ticket), {"subject": "Tidak jadi", "assignee": encode("member", cast.gilang.pk)})
    assert refused.status_code == 409, "a light member cannot reply"
    assert builders.fresh(ticket).subject == "Baru"


@pytest.mark.parametrize("name", ["id", "number", "is_spam", "workspace", "version", "contact", "merged_into", "created_at"])
def test_nothing_can_be_set_that_was_not_meant_to_be(cast: Cast, api: Api, name: str) -> None:
    ticket = builders.ticket(cast.rina)
    assert api.patch(_path(ticket), {name: 1}).status_code == 422
    assert builders.fresh(ticket).version == ticket.version


def test_states_move_as_the_verbs_allow(cast: Cast, api: Api) -> None:
    ticket = builders.ticket(cast.rina)
    assert api.patch(_path(ticket), {"state": "closed"}).json()["state"] == "closed"
    refused = api.patch(_path(ticket), {"state": "open"})
    assert refused.status_code == 409
    assert refused.json()["type"].endswith("#problem-refused")
    assert api.patch(_path(ticket), {"state": "new"}).status_code == 422


def test_filters_narrow_and_together_narrow_further(cast: Cast, api: Api) -> None:
    mine = builders.ticket(cast.rina, assignee=cast.sari, labels=["retur"], priority="high", subject="Retur kain")
    loose = builders.ticket(cast.rina, team=cast.senja.team)

    def numbers(**query: object) -> list[int]:
        response = api.get("/tickets", query)
        assert response.status_code == 200, response.content
        return [row["number"] for row in response.json()["tickets"]]

    assert numbers() == [loose.number, mine.number]
    assert numbers(sort="oldest") == [mine.number, loose.number]
    assert numbers(assignee="me") == [mine.number]
    assert numbers(assignee="none") == [loose.number]
    assert numbers(assignee=["none", encode("member", cast.sari.pk)]) == [loose.number, mine.number]
    assert numbers(team=encode("team", cast.senja.team.pk)) == [loose.number]
    assert numbers(label="RETUR") == [mine.number]
    assert numbers(label="tidak ada") == []
    assert numbers(priority="high", state="new") == [mine.number]
    assert numbers(number=loose.number) == [loose.number]
    assert numbers(contact=encode("contact", cast.rina.pk), channel="email") == [loose.number, mine.number]
    assert numbers(contact=encode("contact", cast.joko.pk)) == []
    assert numbers(updated_after="2999-01-01T00:00:00Z") == []
    assert numbers(created_before="2999-01-01T00:00:00+07:00", created_after="2020-01-01T00:00:00Z") != []
    assert numbers(spam="true") == []


def test_pages_follow_each_other_without_gap_or_repeat_in_every_order(cast: Cast, api: Api) -> None:
    for _count in range(7):
        builders.ticket(cast.rina)
    for order in ("newest", "oldest", "updated", "urgent"):
        seen: list[int] = []
        cursor = ""
        while True:
            page = api.get("/tickets", {"limit": 3, "sort": order, "cursor": cursor}).json()
            seen += [row["number"] for row in page["tickets"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert sorted(seen) == list(range(1, 8)), order


def test_a_cursor_is_good_for_its_own_list_only(cast: Cast, api: Api, outsider: Api) -> None:
    for _count in range(2):
        builders.ticket(cast.rina)
    cursor = api.get("/tickets", {"limit": 1}).json()["next_cursor"]
    assert api.get("/tickets", {"limit": 1, "cursor": cursor, "sort": "oldest"}).status_code == 422
    assert api.get("/tickets", {"limit": 1, "cursor": cursor[:-1] + "x"}).status_code == 422
    assert outsider.get("/tickets", {"limit": 1, "cursor": cursor}).status_code == 422
    for query in ({"limit": 101}, {"limit": 0}, {"assignee": "dewi"}, {"sort": "x"}, {"updated_after": "kemarin"}):
        assert api.get("/tickets", query).status_code == 422, query


def test_an_outsider_sees_and_changes_nothing(cast: Cast, outsider: Api) -> None:
    ticket = builders.ticket(cast.rina)
    assert outsider.get("/tickets").json()["tickets"] == []
    assert outsider.get(_path(ticket)).status_code == 404
    assert outsider.patch(_path(ticket), {"priority": "low"}).status_code == 404
    assert outsider.get("/tickets/tkt_" + "a" * 26).json()["detail"] == outsider.get(_path(ticket)).json()["detail"]
    theirs = builders.ticket(cast.joko)
    named = {"assignee": encode("member", cast.dewi.pk)}
    assert outsider.patch(_path(theirs), named).status_code == 422
    assert outsider.post("/tickets", {"contact": {"id": encode("contact", cast.rina.pk)}, "text": "x"}).status_code == 422
    assert (
        outsider.post(
            "/tickets", {"contact": {"email": "a@b.example"}, "text": "x", "account": encode("account", cast.senja.api.pk)}
        ).status_code
        == 422
    )


def test_scopes_and_roles_both_have_to_allow(cast: Cast, api_of: Callable[..., Api]) -> None:
    ticket = builders.ticket(cast.rina)
    reader = api_of(cast.ratna, "tickets:read")
    assert reader.get(_path(ticket)).status_code == 200
    refused = reader.patch(_path(ticket), {"priority": "low"})
    assert (refused.status_code, refused.json()["scope"]) == (403, "tickets:write")
    assert api_of(cast.dewi, "messages:read").get("/tickets").status_code == 403
    light = api_of(cast.gilang)
    assert light.patch(_path(ticket), {"priority": "low"}).status_code == 403
    assert light.post("/tickets", {"contact": {"email": "a@b.example"}, "text": "x"}).status_code == 403


def test_a_ticket_is_put_off_and_woken_and_moved_to_spam(cast: Cast, api: Api) -> None:
    ticket = builders.ticket(cast.rina)
    assert (
        api.patch(_path(ticket), {"snoozed_until": "2099-01-01T08:00:00+07:00"}).json()["snoozed_until"] == "2099-01-01T01:00:00Z"
    )
    waiting = api.patch(_path(ticket), {"snoozed_till_reply": True}).json()
    assert waiting["snoozed_till_reply"] is True and waiting["snoozed_until"] is None
    awake = api.patch(_path(ticket), {"snoozed_until": None}).json()
    assert awake["snoozed_till_reply"] is False and awake["snoozed_until"] is None
    assert api.patch(_path(ticket), {"snoozed_until": "2099-01-01T08:00:00"}).status_code == 422
    assert api.patch(_path(ticket), {"snoozed_until": "2020-01-01T08:00:00Z"}).status_code == 409
    assert api.patch(_path(ticket), {"is_spam": True}).json()["is_spam"] is True
    assert api.patch(_path(ticket), {"is_spam": False}).json()["is_spam"] is False
