"""Mails through the real path: kept, read, answered; and the ids and addresses that our own mail carries."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from percaya.channels.registry import channel
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.models import ChannelAccount, Member
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.composing import outgoing
from percaya.stages.intake.actions import accept, process
from percaya.stages.intake.models import Arrival
from tests import builders


def arrive(account: ChannelAccount, raw: bytes, *, mail_from: str | None = None, door: str = "smtp", **more: object) -> Arrival:
    """A mail comes in and is read."""
    kept = accept(account=account, raw=raw, door=door, mail_from=mail_from, **more)  # type: ignore[arg-type]
    process(arrival_id=kept.pk)
    return Arrival.objects.select_related("ticket", "message").get(pk=kept.pk)


def answer(
    ticket: Ticket, member: Member, text: str = "Baik kak, kami cek dulu ya.", **more: object
) -> tuple[Message, EmailMessage]:
    """The member answers; the message, and the mail as it would leave (its id written down, marked as sent)."""
    message = builders.reply(ticket, member, text, **more)
    parcel = channel("email").compose(outgoing(message, "email"), facts(message.account))  # type: ignore[arg-type]
    Message.objects.filter(pk=message.pk).update(external_id=parcel.external_id, delivery_state="sent")
    message.refresh_from_db()
    return message, message_from_bytes(parcel.body, policy=policy.default)  # type: ignore[return-value]


def run_jobs() -> None:
    engine().run_pending()


def outbound(ticket: Ticket) -> list[Message]:
    return list(Message.objects.filter(ticket=ticket, direction="outbound").order_by("pk"))


def with_headers(raw: bytes, **headers: str) -> bytes:
    """The mail with more headers on top; ``Auto_Submitted="auto-replied"`` becomes ``Auto-Submitted: …``."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return lines.encode() + raw


def bounce(of: Message, *, to: str, action: str = "failed", status: str = "5.1.1", text: str = "550 5.1.1 no such user") -> bytes:
    """A delivery report (RFC 3464) as Postfix writes it, about a message of ours."""
    lines = [
        "From: MAILER-DAEMON@contoh.example (Mail Delivery System)",
        "To: halo@senja.example",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <dsn-{of.pk}-{action}@contoh.example>",
        "Date: Mon, 02 Nov 2026 10:00:00 +0700",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.contoh.example",
        "",
        f"Final-Recipient: rfc822; {to}",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; {text}",
        "",
        "--b",
        "Content-Type: message/rfc822",
        "",
        "From: halo@senja.example",
        f"To: {to}",
        "Subject: Re: Paket belum sampai",
        f"Message-ID: <{of.external_id}>",
        "",
        "Baik kak.",
        "--b--",
        "",
    ]
    return "\r\n".join(lines).encode()
