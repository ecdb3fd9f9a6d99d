"""What a customer sees and does behind the link of a ticket."""

import errno
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.people.models import Contact
from percaya.core.tickets.actions.states import close, resolve, wait_for_other
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.tickets.status_links import LIFE, token_for
from percaya.runtime.logs import hide_secrets
from percaya.stages.intake.models import Arrival
from percaya.web.portal import answering
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def link(ticket: Ticket, what: str = "") -> str:
    return f"/s/{token_for(ticket)}{what}"


def page(ticket: Ticket, **headers: str) -> str:
    response = Client(headers=headers).get(link(ticket))
    assert response.status_code == 200
    return response.content.decode()


def release(message: Message) -> None:
    """The undo window is over."""
    Message.objects.filter(pk=message.pk).update(delivery_state="sent")


def test_the_page_says_what_who_since_and_by_when(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi, team=cast.senja.team)
    body = page(ticket)
    assert "Sedang dikerjakan" in body and "◐" in body
    assert "Dewi, tim Pesanan" in body
    assert "WIB" in body and "Paket belum sampai" in body


def test_a_new_ticket_is_received_and_names_the_hour_of_the_promise(cast: Cast) -> None:
    with time_machine.travel("2026-11-23T02:00:00+00:00", tick=False):
        body = page(builders.ticket(cast.rina))
    assert "Diterima" in body and "Senin, 23 Nov 2026, 13.00 WIB" in body


def test_late_is_said_first_with_the_missed_time_struck_through(cast: Cast) -> None:
    with time_machine.travel("2026-11-23T02:00:00+00:00", tick=False):
        ticket = builders.ticket(cast.rina)
    with time_machine.travel("2026-11-23T09:00:00+00:00", tick=False):
        body = page(ticket)
    assert "<s>Senin, 23 Nov 2026, 13.00 WIB</s>" in body
    assert body.index("<s>") < body.index("Diterima</p>")


def test_notes_inner_words_drafts_and_unsent_replies_never_show(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, labels=["rahasia-label"], priority="urgent")
    builders.note(ticket, cast.dewi, "pelanggan ini cerewet")
    held = builders.reply(ticket, cast.dewi, "belum jadi dikirim", hold_seconds=10)
    assert held.delivery_state == "held"
    body = page(ticket)
    for hidden in ("cerewet", "belum jadi dikirim", "rahasia-label", "urgent", "Mendesak"):
        assert hidden not in body


def test_text_of_both_sides_is_never_markup_but_links_work(cast: Cast) -> None:
    ticket = builders.ticket(
        cast.rina, subject="<img src=x>", text="<script>alert(1)</script> lihat https://toko.example/a?b=1&c=2."
    )
    release(builders.reply(ticket, cast.dewi, "**Sudah** kami [cek](https://resi.example/1) <b>ya</b> [x](javascript:alert(1))"))
    body = page(ticket)
    assert "<script>alert" not in body and "<img src=x" not in body and "<b>ya" not in body
    assert 'href="https://toko.example/a?b=1&amp;c=2"' in body and 'href="https://resi.example/1"' in body
    assert "<strong>Sudah</strong>" in body and 'href="javascript' not in body


def test_unknown_forged_old_and_revoked_links_look_alike(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    good = link(ticket)
    bodies = []
    for bad in ("/s/x", "/s/" + "A" * 60, good[:-2] + "zz"):
        response = Client().get(bad)
        assert response.status_code == 404
        bodies.append(re.sub(rb'(value|nonce)="[^"]*"|[0-9a-f]{12}', b"", response.content).replace(bad.encode(), b""))
    with time_machine.travel(timezone.now() + LIFE + timedelta(days=1)):
        assert Client().get(good).status_code == 404
    Ticket.objects.filter(pk=ticket.pk).update(link_epoch=1)
    assert Client().get(good).status_code == 404
    assert len(set(bodies)) == 1


def test_the_page_is_not_kept_indexed_or_framed(cast: Cast) -> None:
    response = Client().get(link(builders.ticket(cast.rina)))
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert len(response.content) < 60_000


def test_an_answer_is_durable_and_lands_in_the_ticket_with_its_file(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    file = SimpleUploadedFile("resi ..\u202egnp.png", builders.PNG, "image/png")
    response = Client().post(link(ticket, "/reply"), {"text": "Belum juga kak", "files": [file], "submission": "a" * 32})
    assert response.status_code == 302 and "done=replied" in response["Location"]
    arrival = Arrival.objects.get(channel="portal")
    assert arrival.state == "processed" and arrival.ticket_id == ticket.pk
    message = Message.objects.get(pk=arrival.message_id)
    assert message.body_text == "Belum juga kak" and message.contact_id == cast.rina.pk
    assert "third-party" not in message.flags
    attachment = Attachment.objects.get(message=message)
    assert attachment.content_type == "image/png" and "\u202e" not in attachment.name


def test_the_same_page_sent_twice_is_one_message(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    for _ in range(2):
        Client().post(link(ticket, "/reply"), {"text": "Halo?", "submission": "b" * 32})
    assert Message.objects.filter(ticket=ticket, body_text="Halo?").count() == 1


def test_an_empty_answer_says_so_and_keeps_nothing(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    response = Client().post(link(ticket, "/reply"), {"text": "  "})
    assert response.status_code == 422 and not Arrival.objects.exists()


def test_an_answer_from_a_form_customer_proves_the_address_and_makes_no_second_person(cast: Cast) -> None:
    contact, _handle = resolve_contact(
        workspace_id=cast.workspace.pk, kind="email", value="sri@contoh.example", name="Sri", claim="webform", by=Actor.system()
    )
    ticket = builders.ticket(contact, account=cast.senja.form)
    people = Contact.objects.count()
    Client().post(link(ticket, "/reply"), {"text": "Ini saya"})
    assert Contact.objects.count() == people
    assert Message.objects.filter(ticket=ticket, body_text="Ini saya", contact=contact).exists()
    assert contact.handles.get(kind="email").claim == ""


def test_solved_ends_it_and_not_solved_opens_it_again(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    release(builders.reply(ticket, cast.dewi))
    resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))
    assert "Selesai — mohon cek" in page(ticket)
    Client().post(link(ticket, "/not-solved"))
    assert builders.fresh(ticket).state == "open"
    Client().post(link(ticket, "/solved"))
    assert builders.fresh(ticket).state == "closed"
    assert "Ditutup" in page(ticket)
    again = Client().post(link(ticket, "/not-solved"))
    assert again.status_code == 302 and builders.fresh(ticket).state == "closed"


def test_writing_on_a_closed_ticket_opens_a_linked_follow_up(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    resolve(ticket=ticket, by=Actor.system())
    close(ticket=ticket, by=Actor.system())
    response = Client().post(link(ticket, "/reply"), {"text": "Rusak lagi"})
    follow_up = Ticket.objects.get(follows=ticket)
    assert unquote(response["Location"]).startswith(f"/s/{token_for(follow_up)[:8]}")
    assert builders.fresh(ticket).state == "closed" and follow_up.contact_id == cast.rina.pk


def test_a_file_opens_only_through_its_own_ticket_and_never_from_a_note(cast: Cast) -> None:
    ticket, other = builders.ticket(cast.rina), builders.ticket(cast.joko)
    message = builders.inbound(ticket, files=[builders.stored_file()])
    note = builders.note(ticket, cast.dewi, files=[builders.stored_file("dalam.png")])
    public, inner = (public_ids.encode("attachment", Attachment.objects.get(message=m).pk) for m in (message, note))
    response = Client().get(link(ticket, f"/files/{public}"))
    assert response.status_code == 200 and b"".join(response) == builders.PNG
    assert response["Content-Disposition"].startswith("attachment") and response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    for door in (link(other, f"/files/{public}"), link(ticket, f"/files/{inner}"), link(ticket, "/files/../../x")):
        assert Client().get(door).status_code == 404


def test_the_reader_may_choose_the_language(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    wait_for_other(ticket=ticket, whom="kurir JNE", by=Actor.system())
    assert "Kami menunggu kurir JNE" in page(ticket)
    client = Client()
    client.cookies["percaya_language"] = "en"
    body = client.get(link(ticket)).content.decode()
    assert "Waiting on a partner" in body and "We are waiting for kurir JNE." in body


def test_too_many_answers_in_a_row_are_held_off(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    client = Client()
    codes = [client.post(link(ticket, "/reply"), {"text": f"{n}"}).status_code for n in range(14)]
    assert codes[-1] == 429 and codes[0] == 302


def test_links_that_are_secrets_stay_out_of_the_logs(cast: Cast) -> None:
    address = link(builders.ticket(cast.rina), "/reply")
    for path in (address, f"/join/{'x' * 43}", f"/setup/{'y' * 43}", f"/accounts/password/reset/key/4-{'z' * 39}/"):
        said = hide_secrets(None, "", {"path": path, "event": f"Not Found: {path}"})
        assert "•••" in said["path"] and "•••" in said["event"]
        assert not any(secret in str(said) for secret in (token_for(builders.ticket(cast.rina))[:20], "xxxx", "yyyy", "zzzz"))
    assert hide_secrets(None, "", {"path": "/w/toko-senja/settings/hours/"})["path"] == "/w/toko-senja/settings/hours/"


def test_a_forged_post_from_another_site_changes_nothing(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link(ticket, "/solved")).status_code == 403
    assert builders.fresh(ticket).state == "new"


def test_on_a_full_disk_the_answer_stays_in_the_form(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(answering, "take_in", full)
    ticket = builders.ticket(cast.rina)
    given = {"text": "Nomor resinya JX12", "files": SimpleUploadedFile("resi.png", builders.PNG)}
    answer = Client().post(link(ticket, "/reply"), given)
    shown = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (507, "60")
    assert "Nomor resinya JX12</textarea>" in shown and "belum bisa menyimpannya" in shown
    assert "pilih lagi berkasnya" in shown and not Arrival.objects.exists()


def test_what_was_taken_back_is_said_and_not_shown_and_places_are_words(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, text="nomor kartu 4111", account=cast.senja.email)
    said = Message.objects.get(ticket=ticket, direction="inbound")
    Message.objects.filter(pk=said.pk).update(fields={"deleted": timezone.now().isoformat()})
    place = {"latitude": -7.8, "longitude": 110.36, "name": "Toko Senja"}
    release(builders.reply(ticket, cast.dewi, "", out={"location": place}))
    body = page(ticket)
    assert "Pesan ini sudah ditarik" in body and "4111" not in body
    assert "Toko Senja" in body and "mlat=-7.8" in body
