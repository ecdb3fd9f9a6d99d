"""What a member does on a page becomes exactly that change, and is answered in the caller's own way."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from percaya.core import public_ids
from percaya.core.tickets.models import Draft, Message, Ticket
from percaya.core.workspace.actions.members import change_habits
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, account=cast.senja.email)


def at(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"inbox:{name}", args=[cast.workspace.slug, *args])


@pytest.mark.parametrize(
    ("verb", "data", "column", "value"),
    [
        ("priority", {"priority": "urgent"}, "priority", "urgent"),
        ("wait_for_customer", {}, "state", "waiting_customer"),
        ("wait_for_other", {"words": "kurir JNE"}, "waits_for", "kurir JNE"),
        ("resolve", {}, "state", "resolved"),
        ("subject", {"subject": "Paket hilang"}, "subject", "Paket hilang"),
        ("spam", {}, "is_spam", True),
    ],
)
def test_a_change_is_made(cast: Cast, ticket: Ticket, verb: str, data: dict[str, str], column: str, value: object) -> None:
    assert logged_in(cast.dewi).post(at(cast, "change", ticket.number, verb), data).status_code == 302
    assert getattr(builders.fresh(ticket), column) == value


def test_taking_assigning_and_handing_over(cast: Cast, ticket: Ticket) -> None:
    client = logged_in(cast.dewi)
    client.post(at(cast, "change", ticket.number, "take"))
    assert builders.fresh(ticket).assignee_id == cast.dewi.pk
    client.post(at(cast, "change", ticket.number, "assign"), {"member": cast.budi.pk})
    client.post(at(cast, "change", ticket.number, "team"), {"team": cast.senja.team.pk})
    assert (builders.fresh(ticket).assignee_id, builders.fresh(ticket).team_id) == (cast.budi.pk, cast.senja.team.pk)
    client.post(at(cast, "change", ticket.number, "assign"), {"member": cast.tono.pk})  # next door
    assert builders.fresh(ticket).assignee_id == cast.budi.pk


def test_htmx_gets_the_head_and_the_signals(cast: Cast, ticket: Ticket) -> None:
    answer = logged_in(cast.dewi).post(at(cast, "change", ticket.number, "priority"), {"priority": "high"}, headers=HTMX)
    assert 'id="ticket-head"' in answer.content.decode()
    assert "percaya:sent" in json.loads(answer.headers["HX-Trigger"])


def test_after_solving_the_next_ticket_comes_or_what_the_member_likes(cast: Cast, ticket: Ticket) -> None:
    other = builders.ticket(cast.rina, account=cast.senja.email)
    client = logged_in(cast.dewi)
    answer = client.post(at(cast, "change", ticket.number, "resolve") + "?view=open", headers=HTMX)
    assert f"/inbox/{other.number}?" in json.loads(answer.headers["HX-Location"])["path"]
    assert "/undo?after=" in json.loads(answer.headers["HX-Trigger"])["percaya:toast"]["undo"]
    change_habits(member=cast.dewi, after_action="list")
    answer = client.post(at(cast, "change", other.number, "resolve") + "?view=open", headers=HTMX)
    assert answer.headers["HX-Redirect"].startswith(at(cast, "list") + "?")


def test_a_snooze_brings_back_and_refuses_the_past(cast: Cast, ticket: Ticket) -> None:
    client = logged_in(cast.dewi)
    answer = client.post(at(cast, "change", ticket.number, "snooze"), {"until": "2020-01-01T08:00"}, headers=HTMX)
    assert json.loads(answer.headers["HX-Trigger"])["percaya:toast"]["error"] is True
    client.post(at(cast, "change", ticket.number, "snooze"), {"until": "tomorrow"})
    assert builders.fresh(ticket).snoozed_until is not None


def test_every_change_says_what_it_did_and_can_be_taken_back(cast: Cast, ticket: Ticket) -> None:
    client = logged_in(cast.dewi)
    answer = client.post(at(cast, "change", ticket.number, "priority"), {"priority": "urgent"}, headers=HTMX)
    toast = json.loads(answer.headers["HX-Trigger"])["percaya:toast"]
    assert toast["text"] == "Anda mengubah prioritas dari Normal ke Mendesak"
    script = {"X-Requested-With": "fetch"}
    assert logged_in(cast.gilang).post(toast["undo"], headers=script).status_code == 403
    assert client.post(toast["undo"], headers=script).json()["ok"] is True
    assert builders.fresh(ticket).priority == "normal"
    assert client.post(toast["undo"], headers=script).status_code == 409  # taken back already


def test_a_solved_ticket_taken_back_owes_what_it_owed(cast: Cast, ticket: Ticket) -> None:
    answer = logged_in(cast.dewi).post(at(cast, "change", ticket.number, "resolve"), headers=HTMX)
    logged_in(cast.dewi).post(json.loads(answer.headers["HX-Trigger"])["percaya:toast"]["undo"])
    now = builders.fresh(ticket)
    assert (now.state, now.waiting_since, now.due_at) == (ticket.state, ticket.waiting_since, ticket.due_at)


def test_a_reply_goes_to_the_customer_once_however_often_it_is_sent(cast: Cast, ticket: Ticket) -> None:
    data = {"text": "Baik kak.", "send_key": "satu", "seen_up_to": ticket.version, "cc": "kakak@contoh.example"}
    client = logged_in(cast.dewi)
    for _ in range(2):
        assert client.post(at(cast, "reply", ticket.number), data).status_code == 302
    sent = Message.objects.get(ticket=ticket, member=cast.dewi)
    assert [one["value"] for one in sent.addressed["to"]] == ["rina@contoh.example"]
    assert [one["value"] for one in sent.addressed["cc"]] == ["kakak@contoh.example"]
    assert sent.delivery_state == "held"


def test_a_wrong_address_in_copy_sends_nothing_and_keeps_the_words(cast: Cast, ticket: Ticket) -> None:
    data = {"text": "Baik kak.", "send_key": "satu", "seen_up_to": ticket.version, "cc": "bukan alamat"}
    answer = logged_in(cast.dewi).post(at(cast, "reply", ticket.number), data, headers=HTMX)
    assert answer.status_code == 422
    assert "Baik kak." in answer.content.decode() and "bukan alamat" in answer.content.decode()
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()


def test_a_reply_over_news_is_stopped_with_both_sides_and_the_draft_kept(cast: Cast, ticket: Ticket) -> None:
    builders.reply(ticket, cast.budi, "Sudah saya jawab.")
    data = {"text": "Jawaban kedua.", "send_key": "satu", "seen_up_to": ticket.version}
    answer = logged_in(cast.dewi).post(at(cast, "reply", ticket.number), data, headers=HTMX)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Sudah saya jawab." in page and "Jawaban kedua." in page
    assert Draft.objects.get(ticket=ticket, member=cast.dewi, kind="reply").text == "Jawaban kedua."
    assert not Message.objects.filter(ticket=ticket, member=cast.dewi).exists()


def test_a_late_save_does_not_wake_a_sent_draft(cast: Cast, ticket: Ticket) -> None:
    client, path = logged_in(cast.dewi), at(cast, "draft", ticket.number, "reply")
    first = client.post(path, {"text": "Baik", "revision": 0}).json()
    client.post(at(cast, "reply", ticket.number), {"text": "Baik kak.", "send_key": "a", "seen_up_to": ticket.version})
    late = client.post(path, {"text": "Baik ka", "revision": first["revision"]}).json()
    assert late["kept"] is False
    assert Draft.objects.get(ticket=ticket, member=cast.dewi, kind="reply").text == ""


def test_a_file_goes_with_the_reply_and_its_type_is_what_its_bytes_say(cast: Cast, ticket: Ticket) -> None:
    client = logged_in(cast.dewi)
    file = SimpleUploadedFile("../resi\u202e.png", b"<html><script>1</script></html>", content_type="image/png")
    answer = client.post(at(cast, "upload", ticket.number), {"kind": "reply", "file": file})
    assert answer.status_code == 200
    client.post(at(cast, "reply", ticket.number), {"text": "Ini.", "send_key": "a", "seen_up_to": ticket.version})
    kept = Message.objects.get(ticket=ticket, member=cast.dewi).attachment_set.get()
    assert kept.content_type == "text/html" and "/" not in kept.name and "\u202e" not in kept.name


def test_a_draft_file_of_another_is_not_mine_to_open(cast: Cast, ticket: Ticket) -> None:
    file = SimpleUploadedFile("rahasia.txt", b"rahasia", content_type="text/plain")
    logged_in(cast.dewi).post(at(cast, "upload", ticket.number), {"kind": "note", "file": file})
    kept = Draft.objects.get(ticket=ticket, member=cast.dewi, kind="note").attachment_set.get()
    from_dewi = logged_in(cast.dewi).get(_file(cast, kept.pk))
    assert from_dewi.status_code == 200 and from_dewi.headers["Content-Disposition"].startswith("attachment")
    assert logged_in(cast.budi).get(_file(cast, kept.pk)).status_code == 404
    assert logged_in(cast.dewi).get(at(cast, "file", "att_" + "a" * 26, "x")).status_code == 404


def test_a_new_ticket_for_one_who_called_and_one_written_to(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    client.post(at(cast, "new"), {"address": "0812-3456-7890", "name": "Sri", "subject": "Telepon", "text": "Minta katalog."})
    called = Ticket.objects.latest("pk")
    assert called.assignee_id == cast.dewi.pk and called.message_set.get().direction == "note"
    data = {"address": "sri@contoh.example", "subject": "Katalog", "text": "Ini katalognya.", "account": cast.senja.email.pk}
    client.post(at(cast, "new"), data)
    written = Ticket.objects.latest("pk")
    assert written.message_set.filter(direction="outbound", member=cast.dewi).exists()
    wrong = client.post(at(cast, "new"), {**data, "address": "0812-3456-7890"})
    assert wrong.status_code == 422 and "Ini katalognya." in wrong.content.decode()


def _file(cast: Cast, key: int) -> str:
    return at(cast, "file", public_ids.encode("attachment", key), "rahasia.txt")
