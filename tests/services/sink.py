"""A mail server for tests that takes everything and forgets nothing, unless it is told to answer otherwise."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.services.ports import free_port


@dataclass(frozen=True)
class Taken:
    mail_from: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)  # type: ignore[return-value]


@dataclass
class Sink:
    """``taken`` is what was answered with 250. ``on_rcpt`` and ``on_data`` are the answers of the next mails; "hang up"
    closes the connection instead of answering, "take and hang up" keeps the mail before doing so."""

    port: int = field(default_factory=free_port)
    taken: list[Taken] = field(default_factory=list)
    on_rcpt: dict[str, str] = field(default_factory=dict)
    on_data: list[str] = field(default_factory=list)
    on_quit: str = "221 bye"
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "Sink":
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop()

    @property
    def settings(self) -> dict[str, Any]:
        """What an account that sends through here has in its settings."""
        return {"smtp_host": "127.0.0.1", "smtp_port": self.port, "smtp_security": "none"}

    def ids(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(taken.mail["Message-ID"]) for taken in self.taken)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.on_rcpt:
            return self.on_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        with self.lock:
            said = self.on_data.pop(0) if self.on_data else "250 2.0.0 queued as 1A2B"
            if said.startswith("250") or said.startswith("take"):
                sender = "" if envelope.mail_from == "<>" else envelope.mail_from
                self.taken.append(Taken(sender, tuple(envelope.rcpt_tos), envelope.content))
        if said.endswith("hang up"):
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
        return said

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.on_quit
