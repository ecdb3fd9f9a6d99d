"""The built-in SMTP listener (RFC 5321): takes mail for our own addresses and for nobody else's, so it relays nothing.

250 is said only after ``accept`` has returned. The raw bytes are kept as they came: dots unstuffed, nothing added.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections

from percaya.core.journal.room import is_full
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.doors.keeping import Answer, Mail, addressee, keep, not_now

log = structlog.get_logger("percaya.doors")
IDLE = 300.0  # seconds between commands (RFC 5321 §4.5.3.2 asks for five minutes)
RECIPIENTS = 100  # RFC 5321 §4.5.3.1.8
HOPS = 60  # Received lines; more is a loop between servers
COMMANDS = 1000  # of one kind in one session


class Talk(SMTP):
    """One connection."""

    line_length_limit = 1024 * 1024  # honest programs send lines far over 998 bytes
    busy = 0


class Takes:
    """The hooks that aiosmtpd calls. ``per_recipient``: one answer for each, as LMTP wants (RFC 2033 §4.2)."""

    def __init__(self, door: str, hands: ThreadPoolExecutor, *, per_recipient: bool = False) -> None:
        self.door = door
        self.hands = hands
        self.per_recipient = per_recipient

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 4.5.3 Too many recipients in one go"
        try:
            account = await self._by_hand(addressee, _text(address))
        except Exception as error:
            log.error("recipient_not_looked_up", door=self.door, exc_info=not is_full(error), error=str(error))
            return str(not_now(error))
        if account is None:
            return "550 5.1.1 Nobody here has that address"
        envelope.rcpt_tos.append(_text(address))
        _accounts(envelope).append(account)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Talk, session: Session, envelope: Envelope) -> str:  # noqa: N802
        server.busy += 1
        try:
            raw = bytes(envelope.content or b"")  # type: ignore[arg-type]
            if _hops(raw) > HOPS:
                return self._for_all(envelope, Answer(554, "5.4.6 This mail goes round in circles"))
            sender = _text(envelope.mail_from or "")
            peer = session.peer[0] if isinstance(session.peer, tuple) else ""
            mail = Mail(raw=raw, door=self.door, mail_from="" if sender == "<>" else sender, remote=str(peer))
            return await self._keep(mail, envelope)
        finally:
            server.busy -= 1

    async def handle_exception(self, error: Exception) -> str:
        log.error("session_failed", door=self.door, error=f"{type(error).__name__}: {error}")
        return str(not_now(error))

    async def _keep(self, mail: Mail, envelope: Envelope) -> str:
        """One arrival for each mailbox; if one cannot be kept the whole mail comes again, and repeats are seen."""
        answers: dict[int, Answer] = {}
        for account in _accounts(envelope):
            if account.pk not in answers:
                addresses = [rcpt for rcpt, one in _pairs(envelope) if one.pk == account.pk]
                answers[account.pk] = await self._by_hand(keep, mail, account, addresses)
        if self.per_recipient:
            return "\r\n".join(str(answers[account.pk]) for account in _accounts(envelope))
        worst = sorted(answers.values(), key=lambda answer: (answer.is_yes, answer.code))
        return str(worst[0])

    def _for_all(self, envelope: Envelope, answer: Answer) -> str:
        return "\r\n".join([str(answer)] * (len(envelope.rcpt_tos) if self.per_recipient else 1))

    async def _by_hand(self, do: Callable[..., Any], *args: Any) -> Any:
        def job() -> Any:
            close_old_connections()  # one that the database server ended must not fail a mail
            return do(*args)

        return await asyncio.get_running_loop().run_in_executor(self.hands, job)


def smtp_session(hands: ThreadPoolExecutor, loop: asyncio.AbstractEventLoop) -> SMTP:
    """A protocol for one SMTP connection."""
    return Talk(Takes("smtp", hands), **session_options(loop))


def session_options(loop: asyncio.AbstractEventLoop) -> dict[str, Any]:
    return {
        "data_size_limit": settings.PERCAYA_MAX_MAIL,
        "enable_SMTPUTF8": True,
        "hostname": "percaya",
        "ident": "Percaya",
        "timeout": IDLE,
        "command_call_limit": COMMANDS,
        "loop": loop,
    }


def _accounts(envelope: Envelope) -> list[ChannelAccount]:
    """Beside the envelope's recipients, in their order."""
    if not hasattr(envelope, "accounts"):
        envelope.accounts = []  # type: ignore[attr-defined]
    return envelope.accounts  # type: ignore[attr-defined]


def _pairs(envelope: Envelope) -> list[tuple[str, ChannelAccount]]:
    return list(zip(envelope.rcpt_tos, _accounts(envelope), strict=True))


def _text(address: str) -> str:
    """aiosmtpd keeps bytes that are no UTF-8 as surrogates, which no database takes."""
    return address.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\x00", "")


def _hops(raw: bytes) -> int:
    head = raw[:65536].partition(b"\r\n\r\n")[0].lower()
    return head.count(b"\r\nreceived:") + head.startswith(b"received:")
