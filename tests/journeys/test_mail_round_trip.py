"""The main job on real servers: written by Postfix, fetched from Dovecot, answered, delivered, answered back, one ticket."""

import pytest

from percaya.core.journal.queries import verify
from percaya.core.tickets.models import Message, Ticket
from tests import builders
from tests.journeys.conftest import Desk
from tests.journeys.customers import STYLES, Customer
from tests.services.waiting import until

pytestmark = [pytest.mark.mailservers, pytest.mark.slow]

FIRST = {
    "id": ("Paket belum sampai", "Halo kak, pesanan saya belum sampai juga, padahal sudah lima hari."),
    "en": ("Parcel not here", "Hello, my order has not arrived yet and it has been five days."),
}
SECOND = {"id": "Sudah sampai kak, terima kasih banyak!", "en": "It has arrived now, thank you very much!"}


@pytest.mark.parametrize("style", STYLES)
def test_there_and_back_in_one_ticket(desk: Desk, style: str) -> None:
    language = style.partition("-")[2]
    own_id = desk.rina.write(*FIRST[language])
    ticket = desk.ticket_of(desk.rina.address)
    assert (ticket.subject, ticket.language, ticket.state) == (FIRST[language][0], language, "new")

    receipt = desk.rina.received(automatic=True)
    assert f"#{ticket.number}" in receipt.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert receipt["Return-Path"] == "<>"

    sent = builders.reply(ticket, desk.cast.dewi, "Baik kak, **kami cek** ke kurir dulu ya.")
    mail = desk.rina.received(automatic=False)
    assert mail["In-Reply-To"] == own_id and own_id in mail["References"]
    assert mail["Subject"] == f"Re: {FIRST[language][0]}"
    assert mail["From"].addresses[0].addr_spec == "halo@senja.example"
    assert mail["Reply-To"].addresses[0].addr_spec.startswith("halo+t.")
    assert "kami cek" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    until(lambda: Message.objects.get(pk=sent.pk).delivery_state == "sent")
    assert "queued as" in Message.objects.get(pk=sent.pk).delivery_reason  # Postfix's word for it

    desk.rina.answer(mail, SECOND[language], style)
    again = desk.ticket_of(desk.rina.address, messages=2)
    assert again == ticket and Ticket.objects.filter(workspace=desk.cast.workspace).count() == 1
    last = Message.objects.filter(ticket=ticket, direction="inbound").latest("pk")
    assert last.body_text.strip() == SECOND[language]
    assert "kami cek" in last.quoted_text and "kami cek" not in last.body_text
    assert list(verify(desk.cast.workspace.pk)) == []


def test_a_reply_that_bounces_is_loud_and_the_customer_waits_again(desk: Desk) -> None:
    """The customer mistyped their own address; Postfix finds out after it took the mail."""
    lost = Customer(desk.servers, address="hilang@contoh.example", name="Hilang")
    lost.write("Tolong", "Halo kak, tolong kirim ulang barang saya ya.")
    ticket = desk.ticket_of("hilang@contoh.example")
    sent = builders.reply(ticket, desk.cast.dewi, "Baik kak, kami kirim ulang.")
    until(lambda: Message.objects.get(pk=sent.pk).delivery_state == "failed", seconds=30, what="the bounce")
    failed, ticket = Message.objects.get(pk=sent.pk), builders.fresh(ticket)
    assert failed.delivery_code == "5.1.1" and "hilang@contoh.example" in failed.delivery_reason
    assert ticket.failed_delivery and ticket.waiting_since is not None
    assert Ticket.objects.filter(workspace=desk.cast.workspace).count() == 1


def test_a_vacation_note_starts_no_conversation_between_machines(desk: Desk) -> None:
    desk.rina.write(*FIRST["id"])
    ticket = desk.ticket_of(desk.rina.address)
    builders.reply(ticket, desk.cast.dewi, "Baik kak.")
    mail = desk.rina.received(automatic=False)
    for text in ("Saya sedang cuti.", "Saya masih cuti."):  # a bad responder that answers everything
        desk.rina.answer(mail, text, "gmail-id")
    ticket = desk.ticket_of(desk.rina.address, messages=3)
    before = Message.objects.filter(ticket=ticket, direction="outbound").count()
    away = desk.rina._new("Balasan otomatis: Paket belum sampai", "halo@senja.example")
    away["Auto-Submitted"] = "auto-replied"
    away["In-Reply-To"] = str(mail["Message-ID"])
    away.set_content("Saya sedang cuti sampai hari Senin.")
    desk.rina._post(away, "halo@senja.example")
    until(lambda: Message.objects.filter(ticket=ticket, auto="auto-reply", direction="inbound").exists(), what="the note")
    assert Message.objects.filter(ticket=ticket, direction="outbound").count() == before
    assert Message.objects.filter(ticket=ticket, direction="outbound").exclude(auto="").count() == 1
