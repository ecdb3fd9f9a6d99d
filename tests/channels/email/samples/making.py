"""What samples are made of."""

import base64
from dataclasses import dataclass, field
from typing import Any

from percaya.channels.email.identity import message_id, reply_address
from tests.contracts.account import ACCOUNT

TICKET = "tkt_" + "senja2345abcdefghijklmnopq"
OWN_ID = message_id("msg_malang234567", TICKET, ACCOUNT)
REPLY_ADDRESS = reply_address(TICKET, ACCOUNT)
RINA = {"kind": "email", "value": "rina@pelanggan.example", "name": "Rina Melati"}
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Sample:
    """A mail and what reading it must give: ``message`` or ``receipts`` (subset), or ``unreadable`` (reason)."""

    about: str
    raw: bytes
    message: dict[str, Any] = field(default_factory=dict)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    unreadable: str = ""
    arrival: dict[str, Any] = field(default_factory=dict)

    def expected(self) -> dict[str, Any]:
        """What stands in the .expected.json."""
        out: dict[str, Any] = {"about": self.about}
        if self.arrival:
            out["arrival"] = self.arrival
        if self.unreadable:
            return out | {"unreadable": self.unreadable}
        reading = {"receipts": self.receipts} if self.receipts else {"messages": [self.message]}
        return out | {"reading": reading}


def mail(
    body: str | bytes = "Halo.\n", *headers: str, sender: str = "Rina Melati <rina@pelanggan.example>", subject: str = "Paket"
) -> bytes:
    """A mail of an ordinary customer; ``headers`` are added after the usual ones."""
    usual = [
        f"From: {sender}",
        "To: Toko Senja <halo@tokosenja.example>",
        f"Subject: {subject}",
        "Date: Tue, 3 Nov 2026 09:41:00 +0700",
        "Message-ID: <CAF-rina-1@mail.pelanggan.example>",
        "MIME-Version: 1.0",
    ]
    head = "\n".join([*usual, *headers]) + "\n\n"
    if isinstance(body, str):
        return (head + body).replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")
    return head.replace("\n", "\r\n").encode("utf-8") + body


def parts(subtype: str, *bodies: str, extra: str = "", boundary: str = "batas") -> tuple[str, str]:
    """(body, Content-Type header) of a multipart; each body is headers, blank line, content."""
    inner = "".join(f"--{boundary}\n{body.strip(chr(10))}\n" for body in bodies)
    return f"{inner}--{boundary}--\n", f'Content-Type: multipart/{subtype}; boundary="{boundary}"{extra}'


def b64(content: bytes) -> str:
    """Base64 in lines."""
    return base64.encodebytes(content).decode().strip()


def said(text: str = "Halo.", **more: Any) -> dict[str, Any]:
    """The expectation for a mail of Rina's with this text."""
    return {"sender": RINA, "subject": "Paket", "text": text} | more
