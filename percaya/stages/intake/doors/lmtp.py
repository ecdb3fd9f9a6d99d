"""The LMTP listener (RFC 2033) for an MTA on this host: as SMTP, but every recipient gets an answer of its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from percaya.stages.intake.doors.smtp import Takes, Talk, session_options


class LocalTalk(LMTP, Talk):
    """One connection."""


def lmtp_session(hands: ThreadPoolExecutor, loop: asyncio.AbstractEventLoop) -> SMTP:
    """A protocol for one LMTP connection."""
    return LocalTalk(Takes("lmtp", hands, per_recipient=True), **session_options(loop))
