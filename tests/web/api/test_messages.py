"""Messages and files through the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.handles import add_handle
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.stages.chat.actions import meet
from percaya.stages.delivery.models import ChannelTemplate, ReplyWindow
from percaya.web.api.ids import encode
from tests import builders
from tests.cast import Cast
from tests.stages.chat.test_conversations import chat_of, says
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db

SHAPE = {
    "id", "direction", "author", "channel", "body_text", "body_html", "quoted_text", "attachments", "external_id",
    "in_reply_to", "delivery", "created_at", "rich", "reactions", "edited_at", "deleted_at",
}  # fmt: skip


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina)


@pytest.fixture
def path(ticket: Ticket) -> str:
    return f"/tickets/{encode('ticket', ticket.pk)}"


def test_messages_are_listed_oldest_first_page_by_page(cast: Cast, api: Api, ticket: Ticket, path: str) -> None:
    builders.reply(ticket, cast.dewi, "Baik kak")
    builders.note(ticket, cast.dewi, "Cek gudang")
    Message.objects.exclude(auto="").delete()  # the acknowledgement has tests of its own
    first = api.get(f"{path}/messages", {"limit": 2}).json()
    rest = api.get(f"{path}/messages", {"limit": 2, "cursor": first["next_cursor"]}).json()
    shown = first["messages"] + rest["messages"]
    assert [one["direction"] for one in shown] == ["inbound", "outbound", "note"]
    assert all(set(one) == SHAPE for one in shown)
    assert [one["delivery"] and one["delivery"]["state"] for one in shown] == [None, "queued", None]
    assert shown[0]["author"] == {"kind": "contact", "id": encode("contact", cast.rina.pk), "name": "Rina Marlina"}
    assert rest["next_cursor"] is None
    assert api.get(f"/messages/{shown[2]['id']}").json() == shown[2]


def test_a_reply_goes_into_the_outbox_in_the_members_name(cast: Cast, api: Api, ticket: Ticket, path: str) -> None:
    response = api.post(f"{path}/replies", {"text": "Sudah dikirim, kak.", "then": "wait", "cc": ["kakak@contoh.example"]})
    assert response.status_code == 201, response.content
    shown = response.json()
    assert (shown["direction"], shown["delivery"]["state"], shown["author"]["name"]) == ("outbound", "queued", "Sari")
    assert shown["author"]["kind"] == "token"
    assert api.get(response["Location"].removeprefix("/api/v1")).json() == shown
    assert builders.fresh(ticket).state == "waiting_customer"


def test_a_reply_is_refused_when_somebody_wrote_since(cast: Cast, api: Api, ticket: Ticket, path: str) -> None:
    seen = ticket.version
    newer = builders.inbound(ticket, "Oh ya, warnanya biru")
    refused = api.post(f"{path}/replies", {"text": "Warna apa?", "seen_version": seen})
    assert refused.status_code == 409
    assert refused.json()["messages"] == [encode("message", newer.pk)]
    assert not Message.objects.filter(direction="outbound", auto="").exists()
    assert api.post(f"{path}/replies", {"text": "  "}).status_code == 409
    assert api.post(f"{path}/replies", {}).status_code == 422


def test_a_light_member_may_note_but_not_reply(cast: Cast, api_of: Callable[..., Api], path: str) -> None:
    light = api_of(cast.gilang)
    assert light.post(f"{path}/replies", {"text": "Halo"}).status_code == 403
    noted = light.post(f"{path}/notes", {"text": "Saya kenal pelanggan ini."})
    assert (noted.status_code, noted.json()["direction"]) == (201, "note")
    assert api_of(cast.ratna, "messages:read").post(f"{path}/notes", {"text": "x"}).status_code == 403


def test_a_customers_message_comes_in_through_intake(cast: Cast, api: Api, ticket: Ticket, path: str) -> None:
    api.patch(path, {"state": "resolved"})
    response = api.post(f"{path}/messages", {"text": "Belum beres, kak", "external_id": "chat-9"})
    assert response.status_code == 201, response.content
    shown = response.json()
    assert (shown["direction"], shown["external_id"], shown["author"]["name"]) == ("inbound", "chat-9", "Rina Marlina")
    now = builders.fresh(ticket)
    assert (now.state, now.inbound_count) == ("open", 2)
    assert Message.objects.filter(ticket=ticket, direction="inbound").count() == 2
    other = api.post(f"{path}/messages", {"text": "Saya kakaknya", "contact": {"email": "kakak@contoh.example", "name": "Ika"}})
    assert other.json()["author"]["name"] == "Ika"
    assert Ticket.objects.count() == 1
    assert api.post(f"{path}/messages", {}).status_code == 422


def test_a_file_goes_up_is_sent_and_comes_down_unchanged(cast: Cast, api: Api, outsider: Api, path: str) -> None:
    up = api.send("/attachments?name=../../resi%20JNE.png", builders.PNG, "image/png")
    assert up.status_code == 201, up.content
    assert up.json()["name"] == "resi JNE.png"
    assert up.json()["content_type"] == "image/png"
    sent = api.post(f"{path}/replies", {"text": "Ini resinya", "attachments": [up.json()["id"]]}).json()
    file = sent["attachments"][0]
    assert {key: file[key] for key in ("name", "size", "sha256")} == {key: up.json()[key] for key in ("name", "size", "sha256")}
    down = api.get(f"/attachments/{file['id']}")
    assert b"".join(down.streaming_content) == builders.PNG  # type: ignore[attr-defined]
    assert down["Content-Disposition"].startswith("attachment")
    assert down["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in down["Content-Security-Policy"]
    assert outsider.get(f"/attachments/{file['id']}").status_code == 404
    form = api.client.post("/api/v1/attachments", {"file": SimpleUploadedFile("a.txt", b"halo", "text/html")})
    assert (form.status_code, form.json()["content_type"]) == (201, "text/plain")


def test_an_upload_belongs_to_its_member_and_has_a_limit(
    cast: Cast, api: Api, outsider: Api, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = outsider.send("/attachments?name=a.txt", b"rahasia", "text/plain").json()["id"]
    assert api.post(f"{path}/notes", {"text": "x", "attachments": [theirs]}).status_code == 422
    monkeypatch.setattr("percaya.web.api.uploads.MAX_FILE", 5)
    large = api.send("/attachments", b"123456", "application/octet-stream")
    assert (large.status_code, large.json()["limit"]) == (413, 5)


def test_the_raw_source_is_byte_for_byte(cast: Cast, api: Api, outsider: Api, ticket: Ticket) -> None:
    raw = builders.raw_mail()
    message = builders.inbound(ticket, raw=raw)
    source = f"/messages/{encode('message', message.pk)}/raw"
    assert b"".join(api.get(source).streaming_content) == raw  # type: ignore[attr-defined]
    assert outsider.get(source).status_code == 404
    bare = builders.note(ticket, cast.dewi)
    assert api.get(f"/messages/{encode('message', bare.pk)}/raw").status_code == 404


def test_an_outsider_neither_reads_nor_writes_here(cast: Cast, outsider: Api, ticket: Ticket, path: str) -> None:
    before = Message.objects.count()
    message = encode("message", Message.objects.get(direction="inbound").pk)
    assert outsider.get(f"{path}/messages").status_code == 404
    assert outsider.get(f"/messages/{message}").status_code == 404
    for part in ("messages", "replies", "notes"):
        assert outsider.post(f"{path}/{part}", {"text": "x"}).status_code == 404
    assert Message.objects.count() == before


def test_a_private_teams_ticket_is_hidden_from_those_outside_it(cast: Cast, api_of: Callable[..., Api], ticket: Ticket) -> None:
    cast.senja.team.is_private = True
    cast.senja.team.save()
    private = builders.ticket(cast.rina, team=cast.senja.team)
    where = f"/tickets/{encode('ticket', private.pk)}"
    assert api_of(cast.dewi).get(where).status_code == 200
    budi = api_of(cast.budi)
    assert budi.get(where).status_code == 404
    assert budi.get(f"{where}/messages").status_code == 404
    assert budi.get("/teams").json()["teams"] == []
    assert [row["number"] for row in budi.get("/tickets").json()["tickets"]] == [ticket.number]


def test_what_a_reply_carries_is_held_to_what_the_channel_can(cast: Cast, api: Api, path: str) -> None:
    offer = {"choices": [{"id": "1", "title": "Tukar"}]}
    for body in ({"text": "Pilih", "offer": offer}, {"location": {"latitude": 1.5, "longitude": 2}}, {"reaction": "👍"}, {}):
        refused = api.post(f"{path}/replies", body)
        assert refused.status_code in (409, 422) and refused.json()["detail"], refused.content
    assert not Message.objects.filter(direction="outbound", auto="").exists()


def test_a_program_sends_quick_answers_and_templates_where_the_channel_has_them(cast: Cast, api: Api) -> None:
    account = connect_account(workspace=cast.workspace, channel="whatsapp", name="WA", address="1100", by=Actor.system())
    add_handle(contact=cast.rina, kind="external", value="whatsapp:ID.1", by=Actor.system())
    there = builders.ticket(cast.rina, account=account)
    path = f"/tickets/{encode('ticket', there.pk)}/replies"
    window: dict[str, Any] = {"workspace_id": cast.workspace.pk, "account_id": account.pk, "contact_id": cast.rina.pk}
    kept = ReplyWindow.objects.filter(**window)
    ReplyWindow.objects.update_or_create(**window, defaults={"heard_at": timezone.now()})
    asked = encode("message", Message.objects.get(ticket=there, direction="inbound").pk)
    body = {"text": "Pilih", "quotes": asked, "offer": {"choices": [{"id": "a", "title": "Tukar"}]}}
    assert api.post(path, body).status_code == 201
    kept.update(heard_at=timezone.now() - timedelta(days=2))
    assert api.post(path, {"text": "Halo"}).status_code in (409, 422)
    ChannelTemplate.objects.create(
        workspace=cast.workspace, account=account, name="kabar", language="id", state="approved", body="Halo {{1}}", blanks=["1"],
        synced_at=timezone.now(),
    )  # fmt: skip
    told = api.post(path, {"template": {"name": "kabar", "language": "id", "values": {"1": "Rina"}}})
    assert told.status_code == 201 and told.json()["body_text"] == "Halo Rina"
    assert api.post(path, {"template": {"name": "kabar", "language": "id"}}).status_code in (409, 422)


def test_what_was_taken_back_is_not_told_to_programs(api: Api, ticket: Ticket) -> None:
    said = builders.inbound(ticket, "nomor kartu", files=[builders.stored_file()])
    Message.objects.filter(pk=said.pk).update(
        fields={"deleted": timezone.now().isoformat(), "rich": [{"kind": "location", "data": {}}]}
    )
    shown = api.get(f"/messages/{encode('message', said.pk)}").json()
    assert shown["deleted_at"] and (shown["body_text"], shown["attachments"], shown["rich"]) == ("", [], [])


def test_an_answer_in_a_live_chat_says_that_it_stands_there(cast: Cast, api: Api) -> None:
    account = chat_of(cast.senja)
    asked = says(account, meet(account=account, key="web:a"), "Ongkir?", "a" * 32)
    made = api.post(f"/tickets/{encode('ticket', asked.ticket_id)}/replies", {"text": "Rp18.000"}).json()
    assert made["delivery"]["state"] == "sent"
