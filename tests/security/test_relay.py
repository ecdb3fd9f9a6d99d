"""Nobody can have Percaya mail a stranger, often or in their words."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from percaya.channels.contract import HandleKind
from percaya.channels.registry import channel
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Message
from percaya.core.workspace.actions.accounts import change_account
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.composing import outgoing
from percaya.stages.intake.actions import accept, process
from percaya.web.forms import guard
from tests import builders
from tests.cast import Cast

SPAM = "MENANG UNDIAN http://jahat.example"


def receipts() -> list[Message]:
    return list(Message.objects.filter(direction="outbound", auto="auto-reply").order_by("pk"))


def on_the_wire(cast: Cast, message: Message) -> str:
    parcel = channel("email").compose(outgoing(message, HandleKind.EMAIL.value), facts(cast.senja.email))
    parsed = message_from_bytes(parcel.body, policy=policy.default)
    return "\n".join(f"{name}: {value}" for name, value in parsed.items()) + str(parsed.get_body(("plain",)).get_content())  # type: ignore[union-attr]


def send_form(cast: Cast, *, email: str, peer: str = "10.0.0.1", **more: str) -> int:
    """Fill the form as a patient spammer does: some time after the page was made."""
    with time_machine.travel(timezone.now() - timedelta(seconds=30)):
        token = guard.new_token(cast.senja.form.pk)
    address = reverse("forms:form", args=[public_ids.encode("account", cast.senja.form.pk)])
    given = {"name": "Rina", "email": email, "message": SPAM, "subject": SPAM, "token": token, **more}
    return Client(REMOTE_ADDR=peer).post(address, given).status_code


def mail_in(cast: Cast, raw: bytes) -> None:
    process(arrival_id=accept(account=cast.senja.email, raw=raw, door="smtp", by=Actor.system()).pk)


def test_a_receipt_to_a_typed_address_has_no_word_of_who_typed_it(cast: Cast) -> None:
    assert send_form(cast, email="korban@contoh.example", name=SPAM) == 200
    sent = on_the_wire(cast, receipts()[0])
    assert "korban@contoh.example" in sent and "UNDIAN" not in sent and "jahat" not in sent


def test_a_receipt_to_a_forged_sender_has_no_word_of_the_forger(cast: Cast) -> None:
    mail_in(cast, builders.raw_mail(sender=f'"{SPAM}" <korban@contoh.example>', subject=SPAM, text=SPAM))
    sent = on_the_wire(cast, receipts()[0])
    assert "korban@contoh.example" in sent and "UNDIAN" not in sent and "jahat" not in sent


def test_a_proven_sender_finds_their_subject_again(cast: Cast) -> None:
    change_account(account=cast.senja.email, settings={"authserv_id": "mx.senja.example"}, by=Actor.system())
    proof = b"Authentication-Results: mx.senja.example; dmarc=pass header.from=contoh.example\r\n"
    mail_in(cast, proof + builders.raw_mail(subject="Paket belum sampai"))
    assert "Subject: Re: Paket belum sampai" in on_the_wire(cast, receipts()[0])


def test_spellings_of_one_mailbox_count_as_one(cast: Cast) -> None:
    spelt = ["kor.ban", "korban+1", "korban+2", "k.o.r.ban", "KORBAN", "korban+3", "korban"]
    codes = [send_form(cast, email=f"{local}@gmail.com", peer=f"10.0.0.{n}") for n, local in enumerate(spelt)]
    assert codes == [200] * 5 + [429] * 2


@pytest.mark.parametrize("token", ["", "x", signing.dumps([1, "a"], salt="other")], ids=["none", "short", "of something else"])
def test_a_form_sent_without_its_page_mails_nobody(cast: Cast, token: str) -> None:
    assert send_form(cast, email="korban@contoh.example", token=token) == 422
    assert receipts() == []


def test_a_reply_leaves_nothing_to_the_writer_of_a_name(cast: Cast) -> None:
    """Line ends in names, subjects and copies stay inside their header."""
    nasty = "Rina\r\nBcc: korban@contoh.example\r\n\r\nisi"
    mail_in(cast, builders.raw_mail())
    ticket = Message.objects.get(direction="inbound").ticket
    ticket.subject = nasty
    to = [("email", "rina@contoh.example", nasty)]
    copies = ["a@x.example\r\nBcc: korban@contoh.example", "budi@contoh.example"]
    message = builders.reply(ticket, cast.dewi, "Baik.", to=to, cc=copies, bcc=["x@x.example\r\nRCPT TO:<korban@contoh.example>"])
    message.ticket.subject = nasty
    parcel = channel("email").compose(outgoing(message, HandleKind.EMAIL.value), facts(cast.senja.email))
    parsed = message_from_bytes(parcel.body, policy=policy.default)
    assert parsed["Bcc"] is None and len(parsed.get_all("Subject")) == 1  # type: ignore[arg-type]
    assert not any("\r" in one or "\n" in one or one == "korban@contoh.example" for one in parcel.recipients)
