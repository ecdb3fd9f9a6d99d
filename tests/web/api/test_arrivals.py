"""Raw arrivals: mail over HTTP, what became of what came in, and the journal's events."""

import hashlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from percaya.core.tickets.models import Ticket
from percaya.stages.intake.actions import process
from percaya.stages.intake.models import Arrival
from percaya.web.api.ids import encode
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db

MAIL = "message/rfc822"


def test_a_raw_mail_is_accepted_durably_and_becomes_a_ticket(cast: Cast, api: Api) -> None:
    raw = builders.raw_mail()
    response = api.send("/inbound/email?to=halo@senja.example&sender=rina@contoh.example", raw, MAIL)
    assert response.status_code == 202, response.content
    shown = response.json()
    assert (shown["state"], shown["door"], shown["mail_from"]) == ("accepted", "http", "rina@contoh.example")
    assert shown["sha256"] == hashlib.sha256(raw).hexdigest()
    process(arrival_id=Arrival.objects.get().pk)
    after = api.get(response["Location"].removeprefix("/api/v1")).json()
    ticket = Ticket.objects.get()
    assert (after["state"], after["ticket"]) == ("processed", encode("ticket", ticket.pk))
    assert ticket.subject == "Paket belum sampai"
    source = api.get(f"/arrivals/{after['id']}/raw")
    assert b"".join(source.streaming_content) == raw  # type: ignore[attr-defined]
    assert source["X-Content-Type-Options"] == "nosniff"


def test_a_mail_may_come_as_a_form_and_with_envelope_headers(cast: Cast, api: Api) -> None:
    form = {"file": SimpleUploadedFile("mail.eml", builders.raw_mail(), MAIL)}
    headers = {"X-Envelope-To": "<HALO+abc@senja.example>", "X-Envelope-From": "<>"}
    response = api.client.post("/api/v1/inbound/email", form, headers=headers)
    assert response.status_code == 202, response.content
    assert response.json()["mail_from"] == ""
    assert response.json()["rcpt_to"] == ["halo+abc@senja.example"]


def test_a_single_mailbox_needs_no_naming(cast: Cast, api: Api) -> None:
    assert api.send("/inbound/email", builders.raw_mail(), MAIL).json()["rcpt_to"] == ["halo@senja.example"]


def test_mail_that_is_not_for_us_too_large_or_empty_is_refused(cast: Cast, api: Api, outsider: Api, settings: object) -> None:
    raw = builders.raw_mail()
    assert api.send("/inbound/email?to=halo@lain.example", raw, MAIL).status_code == 422
    assert outsider.send("/inbound/email?to=halo@senja.example", raw, MAIL).status_code == 422
    assert api.send("/inbound/email", b" ", MAIL).status_code == 422
    settings.PERCAYA_MAX_MAIL = 100  # type: ignore[attr-defined]
    assert api.send("/inbound/email", raw, MAIL).status_code == 413
    assert not Arrival.objects.exists()


def test_what_cannot_be_read_is_listed_and_replayed(cast: Cast, api: Api, outsider: Api) -> None:
    response = api.send("/inbound/email", b"\x00\x01\x02", MAIL)
    process(arrival_id=Arrival.objects.get().pk)
    where = f"/arrivals/{response.json()['id']}"
    listed = api.get("/arrivals", {"state": "quarantined"}).json()["arrivals"]
    assert [one["id"] for one in listed] == [response.json()["id"]]
    assert listed[0]["reason"]
    assert api.post(f"{where}/replay").status_code == 200
    assert outsider.get(where).status_code == 404
    assert outsider.get(f"{where}/raw").status_code == 404
    assert outsider.post(f"{where}/replay").status_code == 404
    assert outsider.get("/arrivals").json()["arrivals"] == []


def test_an_arrival_that_was_read_is_not_replayed(cast: Cast, api: Api) -> None:
    api.post("/tickets", {"contact": {"email": "rina@contoh.example"}, "text": "Halo"})
    shown = api.get("/arrivals", {"limit": 1}).json()["arrivals"][0]
    assert api.get("/arrivals", {"sha256": shown["sha256"]}).json()["arrivals"] == [shown]
    assert api.post(f"/arrivals/{shown['id']}/replay").status_code == 422


def test_arrivals_are_for_supervisors_with_the_scope(cast: Cast, api_of: Callable[..., Api]) -> None:
    assert api_of(cast.dewi).get("/arrivals").status_code == 403
    assert api_of(cast.ratna, "tickets:read").get("/arrivals").status_code == 403
    assert api_of(cast.ratna, "arrivals:read").send("/inbound/email", b"x", MAIL).status_code == 403
    assert api_of(cast.gilang).send("/inbound/email", b"x", MAIL).status_code == 403


@pytest.mark.django_db(transaction=True)  # a reader of the journal sees what is committed
def test_events_follow_a_cursor_with_public_ids_only(cast: Cast, api: Api, outsider: Api, api_of: Callable[..., Api]) -> None:
    start = api.get("/events", {"limit": 1000}).json()["next_after"]
    ticket = builders.ticket(cast.rina, assignee=cast.dewi, labels=["retur"])
    page = api.get("/events", {"after": start}).json()
    kinds = [one["kind"] for one in page["events"]]
    assert kinds[:2] == ["ticket.opened", "message.received"]
    assigned = next(one for one in page["events"] if one["kind"] == "ticket.assigned")
    assert assigned["data"] == {
        "ticket": encode("ticket", ticket.pk), "number": ticket.number,
        "assignee": encode("member", cast.dewi.pk), "before": None,
    }  # fmt: skip
    assert assigned["actor"] == {"kind": "member", "id": encode("member", cast.dewi.pk)}
    assert assigned["at"].endswith("Z")
    assert api.get("/events", {"after": page["next_after"]}).json() == {"events": [], "next_after": page["next_after"]}
    only = api.get("/events", {"after": start, "kind": "ticket.label_added"}).json()
    assert [one["kind"] for one in only["events"]] == ["ticket.label_added"]
    assert only["next_after"] == page["next_after"]
    assert all(one["data"].get("ticket") is None for one in outsider.get("/events").json()["events"])
    assert api.get("/events", {"after": "evt_" + "a" * 26}).status_code == 422
    assert api_of(cast.dewi).get("/events").status_code == 403
    assert api_of(cast.ratna, "tickets:read").get("/events").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_personal_words_need_the_scope_of_contacts(cast: Cast, api: Api, api_of: Callable[..., Api]) -> None:
    with_names = api.get("/events", {"kind": "contact.handle_added", "limit": 1000}).json()["events"]
    assert with_names[0]["personal"] == {"value": "rina@contoh.example"}
    bare = api_of(cast.ratna, "events:read").get("/events", {"kind": "contact.handle_added", "limit": 1000}).json()["events"]
    assert bare
    assert all("personal" not in one and "rina" not in str(one) for one in bare)


@pytest.mark.django_db(transaction=True)
def test_search_finds_words_and_hides_the_neighbours(cast: Cast, api: Api, outsider: Api) -> None:
    builders.search_is_current()
    ticket = builders.ticket(cast.rina, text="Pengiriman kebaya terlambat")
    builders.search_is_current()
    assert [one["number"] for one in api.get("/search", {"q": "dikirim kebaya"}).json()["tickets"]] == [ticket.number]
    assert [one["number"] for one in api.get("/tickets", {"q": "kebaya"}).json()["tickets"]] == [ticket.number]
    assert outsider.get("/search", {"q": "kebaya"}).json()["tickets"] == []
    assert outsider.get("/tickets", {"q": "kebaya"}).json()["tickets"] == []
    assert api.get("/search", {"q": ""}).status_code == 422
