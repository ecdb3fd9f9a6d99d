"""What goes out: the same on every try, safe, and answered to the right ticket."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, compat32
from pathlib import Path

import pytest

from percaya.channels.contract import (
    Address,
    Answer,
    AttachmentOut,
    Channel,
    OutcomeKind,
    Outgoing,
    Parcel,
    RawArrival,
)
from tests.contracts.account import ACCOUNT, RECEIVED_AT

TICKET = "tkt_senja2345abcdefghijklmnopq"
_EVIL = "x\r\nBcc: korban@x.example\r\n\r\nisi"


def _outgoing(channel: Channel, **changes: object) -> Outgoing:
    external = f"{channel.key}:6281234567890"
    value = {"email": "rina@pelanggan.example", "phone": "+6281234567890", "external": external}[channel.handle_kind.value]
    out = Outgoing(
        message_token="msg_senja234567",
        ticket_token=TICKET,
        ticket_number=204,
        to=(Address(kind=channel.handle_kind, value=value, name="Rina Melati"),),
        subject="Re: Paket",
        text="Halo Rina, paketnya **sampai besok** — maaf ya.",
        html="<p>Halo Rina, paketnya <b>sampai besok</b> — maaf ya.</p>" if channel.capabilities.html else "",
        sender_name="Dewi dari Toko Senja",
        answers="CAF-rina-1@mail.pelanggan.example",
        references=tuple(f"lama-{n}@x.example" for n in range(40)),
        quoted="Paket saya belum sampai.\nRina",
        quoted_intro="Pada Sel, 3 Nov 2026 pukul 09.41 Rina Melati <rina@pelanggan.example> menulis:",
        composed_at=datetime(2026, 11, 3, 4, 0, tzinfo=UTC),
    )
    return replace(out, **changes)  # type: ignore[arg-type]


def _sends(channel: Channel) -> bool:
    if channel.capabilities.sends:
        return True
    with pytest.raises(ValueError):
        channel.compose(_outgoing(channel), ACCOUNT)
    return False


def composes_the_same_twice(channel: Channel, folder: Path) -> None:
    """A retry must not become a second message; another message must get another id."""
    if not _sends(channel):
        return
    first, again = channel.compose(_outgoing(channel), ACCOUNT), channel.compose(_outgoing(channel), ACCOUNT)
    other = channel.compose(_outgoing(channel, message_token="msg_lain"), ACCOUNT)
    assert first == again
    assert first.external_id
    assert first.external_id != other.external_id
    assert first.recipients


def lets_no_header_be_slipped_in(channel: Channel, folder: Path) -> None:
    """Line ends in any field that a person fills stay inside their header."""
    if not _sends(channel):
        return
    evil = Address(kind=channel.handle_kind, value=_outgoing(channel).to[0].value, name=_EVIL)
    link = "https://desk.example/files/tanda/x" if channel.capabilities.fetches_files else ""
    file = AttachmentOut(name=_EVIL, content=b"x", content_type=_EVIL, link=link, reader_link=link, stand_in=link)
    files = (file,) if channel.capabilities.max_attachments != 0 else ()
    out = _outgoing(channel, to=(evil,), subject=_EVIL, sender_name=_EVIL, answers=_EVIL, references=(_EVIL,), attachments=files)
    parcel = channel.compose(out, ACCOUNT)
    assert not any("\r" in value or "\n" in value for value in (*parcel.headers.values(), *parcel.recipients, parcel.url))
    if parcel.carrier == "mail":
        seen = message_from_bytes(parcel.body, policy=compat32)
        assert seen["Bcc"] is None
        assert not [part for part in seen.walk() if part["Bcc"]]
        assert parcel.recipients == ("rina@pelanggan.example",)


def threads_the_answer_to_what_it_composed(channel: Channel, folder: Path) -> None:
    """A customer's mail program answers our mail; our reader must find the ticket by what we signed."""
    if not _sends(channel):
        return
    parcel = channel.compose(_outgoing(channel), ACCOUNT)
    if parcel.carrier != "mail":
        return
    for answer in (_answer_by_id(parcel), _answer_by_address(parcel)):
        (message,) = channel.read(RawArrival(raw=answer, door="smtp", received_at=RECEIVED_AT), ACCOUNT).messages
        assert message.thread.tokens == (TICKET,)
        assert message.text == "Terima kasih, sudah sampai."
    own = channel.read(RawArrival(raw=parcel.body, door="imap", received_at=RECEIVED_AT), ACCOUNT).messages[0]
    assert own.auto.value == "own-loop"
    assert own.subject == "Re: Paket"
    assert max(map(len, parcel.body.split(b"\r\n"))) <= 998
    assert parcel.body.isascii()


def _answer_by_id(parcel: Parcel) -> bytes:
    sent = message_from_bytes(parcel.body, policy=SMTP)
    reply = _reply(sent["From"])
    reply["In-Reply-To"] = sent["Message-ID"]
    reply["References"] = f"{sent['References']} {sent['Message-ID']}"
    return reply.as_bytes()


def _answer_by_address(parcel: Parcel) -> bytes:
    """A program that drops the threading headers; servers on the way may fold the case of the address."""
    sent = message_from_bytes(parcel.body, policy=SMTP)
    return _reply(str(sent["Reply-To"].addresses[0].addr_spec).upper()).as_bytes()


def _reply(to: str) -> EmailMessage:
    reply = EmailMessage(policy=SMTP)
    reply["From"] = "Rina Melati <rina@pelanggan.example>"
    reply["To"] = to
    reply["Subject"] = "Re: Paket"
    reply["Message-ID"] = "<CAF-rina-2@mail.pelanggan.example>"
    attribution = "Pada Sel, 3 Nov 2026 pukul 11.00 Toko Senja <halo@tokosenja.example> menulis:"
    reply.set_content(f"Terima kasih, sudah sampai.\n\n{attribution}\n> Halo Rina\n")
    return reply


def says_what_an_answer_means(channel: Channel, folder: Path) -> None:
    """Taken, refused for good, refused for now, never left, and the honest "we do not know"."""
    if not _sends(channel):
        return
    parcel = channel.compose(_outgoing(channel), ACCOUNT)
    if parcel.carrier == "none":
        outcome = channel.interpret(parcel, Answer(code=0))
        assert outcome.kind is OutcomeKind.SENT
        assert outcome.proof
        return
    taken, gone, later = (250, 550, 451) if parcel.carrier == "mail" else (200, 400, 503)
    assert channel.interpret(parcel, Answer(code=gone, text="no")).permanent
    assert not channel.interpret(parcel, Answer(code=later, text="later")).permanent
    assert channel.interpret(parcel, Answer(code=later)).kind is OutcomeKind.FAILED
    assert channel.interpret(parcel, Answer(code=0, sent_anything=False)).kind is OutcomeKind.FAILED
    assert not channel.interpret(parcel, Answer(code=0, sent_anything=False)).permanent
    unknown = channel.interpret(parcel, Answer(code=0, sent_anything=True))
    assert unknown.kind is OutcomeKind.UNKNOWN
    assert unknown.reason
    if parcel.carrier == "mail":
        sent = channel.interpret(parcel, Answer(code=taken, text="2.0.0 Ok: queued as 4XyZ"))
        assert (sent.kind, "4XyZ" in sent.proof) == (OutcomeKind.SENT, True)


def refuses_to_send_to_nobody(channel: Channel, folder: Path) -> None:
    """A mail to nobody is a mistake to be told, not a message to be lost."""
    if channel.capabilities.sends and channel.compose(_outgoing(channel), ACCOUNT).carrier != "none":
        with pytest.raises(ValueError):
            channel.compose(_outgoing(channel, to=()), ACCOUNT)
