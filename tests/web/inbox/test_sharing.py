"""What another app hands to the installed desk: words stand in the form of a new ticket, files wait on the device until somebody
has chosen where they go. Nothing reaches the server before that."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import percaya.web.notices
from percaya.core.tickets.models import Attachment, Message, Ticket
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def picture(name: str = "kardus.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, "image/png")


def test_shared_words_stand_in_the_form_and_nothing_is_saved(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    shared = {"title": "Paket rusak", "text": "Kardusnya <b>sobek</b>", "url": "https://kurir.example/JX1"}
    page = client.get("/share", shared, follow=True)
    shown = page.content.decode()
    assert page.redirect_chain[-1][0].startswith(reverse("inbox:new", args=[cast.workspace.slug]))
    assert "Paket rusak" in shown and "&lt;b&gt;sobek" in shown and "https://kurir.example/JX1" in shown
    assert not Ticket.objects.exists()


def test_a_share_is_taken_by_the_worker_and_refused_by_the_server_since_it_carries_no_token(cast: Cast) -> None:
    target = logged_in(cast.dewi).get("/manifest.webmanifest").json()["share_target"]
    assert (target["action"], target["method"], target["enctype"]) == ("/share", "POST", "multipart/form-data")
    assert target["params"]["files"][0]["name"] == "files" and "image/*" in target["params"]["files"][0]["accept"]
    worker = (Path(percaya.web.notices.__file__).parent / "static/notices/worker.js").read_text()
    assert 'pathname === "/share"' in worker and "caches.open(SHARED)" in worker
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.dewi.user)
    assert strict.post("/share", {"files": picture()}).status_code == 403
    assert logged_in(cast.dewi).post("/share", {"files": picture()}).status_code == 405
    assert not Attachment.objects.exists()


def test_with_files_one_chooses_a_new_ticket_or_the_draft_of_one_that_one_may_see(cast: Cast) -> None:
    mine = builders.ticket(cast.rina, subject="Kain sutra", assignee=cast.dewi)
    other = builders.ticket(cast.rina, subject="Milik Budi", assignee=cast.budi)
    client = logged_in(cast.dewi)
    page = client.get("/share", {"title": "Paket", "files": "2"}, follow=True)
    shown = page.content.decode()
    assert page.redirect_chain[-1][0].startswith(reverse("inbox:shared", args=[cast.workspace.slug]))
    assert f'data-share-to="{reverse("inbox:upload", args=[cast.workspace.slug, mine.number])}"' in shown
    assert "subject=Paket" in shown and "shared=1" in shown and "Milik Budi" not in shown
    found = client.get(reverse("inbox:shared", args=[cast.workspace.slug]), {"number": other.number}).content.decode()
    assert "Milik Budi" in found and "Kain sutra" not in found
    nothing = client.get(reverse("inbox:shared", args=[cast.workspace.slug]), {"number": "999"}).content.decode()
    assert "data-share-to" not in nothing and "Tidak ada tiket itu" in nothing
    assert not Attachment.objects.exists()


def test_files_of_the_form_go_along_with_the_first_words_or_stand_alone_as_a_note(cast: Cast) -> None:
    client, path = logged_in(cast.dewi), reverse("inbox:new", args=[cast.workspace.slug])
    assert "notices/shared" in client.get(path, {"shared": "1"}).content.decode()
    asked = {"address": "rina@contoh.example", "subject": "Kardus sobek", "files": [picture(), picture("kain.png")]}
    assert client.post(path, asked).status_code == 302
    note = Message.objects.get(direction="note")
    assert sorted(note.attachment_set.values_list("name", flat=True)) == ["kain.png", "kardus.png"]
    sent = {**asked, "text": "Ini fotonya", "account": str(cast.senja.email.pk), "files": [picture()]}
    assert client.post(path, sent).status_code == 302
    assert [file.name for file in Message.objects.get(direction="outbound").attachment_set.all()] == ["kardus.png"]


def test_a_file_that_cannot_go_keeps_the_form_and_opens_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("percaya.web.inbox.composer.uploads.MOST_BYTES", 10)
    asked = {"address": "rina@contoh.example", "subject": "Kardus sobek", "text": "Halo", "files": [picture()]}
    answer = logged_in(cast.dewi).post(reverse("inbox:new", args=[cast.workspace.slug]), asked)
    assert answer.status_code == 422 and "kardus.png" in answer.content.decode() and "Halo" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_who_is_logged_out_comes_back_with_the_words(cast: Cast) -> None:
    answer = logged_in(None).get("/share", {"text": "Kardusnya sobek"})
    assert answer.status_code == 302 and "Kardusnya" in answer["Location"] and "next=" in answer["Location"]
