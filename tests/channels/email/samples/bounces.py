"""News of mails we sent: standard and odd bounces, delays, read receipts; and bounces of mails that are not ours."""
# ruff: noqa: E501  (a line of a mail must stay one line)

from tests.channels.email.samples.making import OWN_ID, Sample, mail, parts

_DAEMON = "Mail Delivery System <mailer-daemon@mx.pelanggan.example>"


def _dsn(
    action: str,
    status: str,
    diagnostic: str,
    *,
    own: str = OWN_ID,
    returned: str = "message/rfc822",
    subject: str = "Undelivered Mail Returned to Sender",
) -> bytes:
    body, content_type = parts(
        "report",
        "Content-Type: text/plain\n\nI'm sorry to have to inform you that your message could not be delivered.",
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.pelanggan.example\n\nFinal-Recipient: rfc822; rina@pelanggan.example\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {diagnostic}",
        f"Content-Type: {returned}\n\nFrom: Toko Senja <halo@tokosenja.example>\nTo: rina@pelanggan.example\nSubject: Re: Paket\nMessage-ID: <{own}>\n\nHalo Rina.",
        extra="; report-type=delivery-status",
    )
    return mail(body, content_type, "Auto-Submitted: auto-replied", sender=_DAEMON, subject=subject)


def _receipt(state: str, **more: object) -> list[dict[str, object]]:
    return [{"external_id": OWN_ID, "state": state, "recipient": "rina@pelanggan.example"} | more]


_UNKNOWN = "550 5.1.1 <rina@pelanggan.example>: user unknown"
_EXIM = f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered:\n\n  rina@pelanggan.example\n    SMTP error from remote mail server after RCPT TO:\n    {_UNKNOWN}\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-ID: <{OWN_ID}>\nFrom: halo@tokosenja.example\n\nHalo"
_QMAIL = f"Hi. This is the qmail-send program at mx.pelanggan.example.\n\n<rina@pelanggan.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <{OWN_ID}>\n\nHalo"
_READ, _READ_TYPE = parts(
    "report",
    "Content-Type: text/plain\n\nPesan Anda telah dibaca.",
    f"Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; rina@pelanggan.example\nOriginal-Message-ID: <{OWN_ID}>\nDisposition: manual-action/MDN-sent-manually; displayed",
    extra="; report-type=disposition-notification",
)

SAMPLES = {
    "hard": Sample(
        "no such mailbox",
        _dsn("failed", "5.1.1", _UNKNOWN),
        receipts=_receipt("failed", permanent=True, code="5.1.1", reason=_UNKNOWN),
    ),
    "soft-full": Sample(
        "a full mailbox is not for ever",
        _dsn("failed", "5.2.2", "552 5.2.2 mailbox full"),
        receipts=_receipt("failed", code="5.2.2", reason="552 5.2.2 mailbox full"),
    ),
    "soft-expired": Sample(
        "gave up after days of trying",
        _dsn("failed", "4.4.1", "connection timed out"),
        receipts=_receipt("failed", code="4.4.1", reason="connection timed out"),
    ),
    "delayed": Sample(
        "still trying",
        _dsn("delayed", "4.4.1", "host is busy", subject="Delayed Mail"),
        receipts=_receipt("delayed", code="4.4.1", reason="host is busy"),
    ),
    "delivered": Sample(
        "success was asked for and told",
        _dsn("delivered", "2.0.0", "250 ok"),
        receipts=_receipt("delivered", code="2.0.0", reason="250 ok"),
    ),
    "headers-only": Sample(
        "only the headers came back",
        _dsn("failed", "5.1.1", _UNKNOWN, returned="text/rfc822-headers"),
        receipts=_receipt("failed", permanent=True, code="5.1.1", reason=_UNKNOWN),
    ),
    "exim": Sample(
        "Exim's words without a report",
        mail(
            _EXIM,
            "X-Failed-Recipients: rina@pelanggan.example",
            sender=_DAEMON,
            subject="Mail delivery failed: returning message to sender",
        ),
        receipts=_receipt("failed", permanent=True, code="5.1.1", reason=_UNKNOWN),
    ),
    "qmail": Sample(
        "qmail's words without a report",
        mail(_QMAIL, sender="MAILER-DAEMON@mx.pelanggan.example", subject="failure notice"),
        receipts=_receipt("failed", permanent=True, code="5.1.1", reason="Sorry, no mailbox here by that name. (#5.1.1)"),
    ),
    "read-receipt": Sample(
        "the customer has opened it",
        mail(_READ, _READ_TYPE, subject="Dibaca: Paket"),
        receipts=[{"external_id": OWN_ID, "state": "read", "recipient": "rina@pelanggan.example"}],
    ),
    "not-ours": Sample(
        "a bounce of a mail without our signature changes nothing, and is kept",
        _dsn("failed", "5.1.1", _UNKNOWN, own="palsu.palsu.aaaaaaaaaaaaaaaa@tokosenja.example"),
        {
            "sender": {"kind": "email", "value": "mailer-daemon@mx.pelanggan.example", "name": "Mail Delivery System"},
            "subject": "Undelivered Mail Returned to Sender",
            "text": "I'm sorry to have to inform you that your message could not be delivered.",
            "auto": "bounce",
            "attachments": [
                {"name": "delivery-status.txt", "content_type": "text/plain", "kind": "report"},
                {"name": "message.eml", "content_type": "message/rfc822", "kind": "message"},
            ],
        },
    ),
    "prose-only": Sample(
        "a mail server's words without our id are kept as a message",
        mail("Mailbox tidak ditemukan: rina@pelanggan.example\n", sender=_DAEMON, subject="Undeliverable: Re: Paket"),
        {
            "sender": {"kind": "email", "value": "mailer-daemon@mx.pelanggan.example", "name": "Mail Delivery System"},
            "subject": "Undeliverable: Re: Paket",
            "text": "Mailbox tidak ditemukan: rina@pelanggan.example",
            "auto": "bounce",
        },
    ),
}
