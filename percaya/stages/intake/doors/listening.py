"""A listener for SMTP or LMTP: connections on an event loop of its own, disk and database on a few threads."""

import asyncio
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from aiosmtpd.smtp import SMTP
from django.db import connection

log = structlog.get_logger("percaya.doors")
MOST = 60  # connections at a time; the next is asked to come back
HANDS = 4  # mails that are written to disk at a time
FINISH = 10.0  # seconds that mails being kept may take when asked to stop


class Turned(asyncio.Protocol):
    """What a connection too many gets."""

    def connection_made(self, transport: asyncio.WriteTransport) -> None:  # type: ignore[override]
        transport.write(b"421 4.3.2 Too many connections just now, please come back in a minute\r\n")
        transport.close()


Make = Callable[[ThreadPoolExecutor, asyncio.AbstractEventLoop], SMTP]


def listen(sock: socket.socket, make: Make, stop: threading.Event) -> None:
    """Serve connections on a bound socket until ``stop``; what is being kept then is finished."""
    with ThreadPoolExecutor(HANDS, thread_name_prefix="keeping") as hands:
        try:
            asyncio.run(_listen(sock, make, hands, stop))
        finally:
            _part(hands)


def _part(hands: ThreadPoolExecutor) -> None:
    """Each hand gives its database connection back; the barrier keeps one from doing so for all."""
    together = threading.Barrier(HANDS)

    def give_back() -> None:
        together.wait(FINISH)
        connection.close()

    for _hand in range(HANDS):
        hands.submit(give_back)


async def _listen(sock: socket.socket, make: Make, hands: ThreadPoolExecutor, stop: threading.Event) -> None:
    loop = asyncio.get_running_loop()
    sessions: set[SMTP] = set()

    def welcome() -> asyncio.BaseProtocol:
        sessions.difference_update([one for one in sessions if one.session and one.transport is None])
        if len(sessions) >= MOST:
            log.warning("door_full", connections=len(sessions))
            return Turned()
        session = make(hands, loop)
        sessions.add(session)
        return session

    server = await loop.create_server(welcome, sock=sock, backlog=256)
    await asyncio.to_thread(stop.wait)
    server.close()
    await _finish(sessions)


async def _finish(sessions: set[SMTP]) -> None:
    """Mails that were handed over whole get their answer; idle connections are closed."""
    deadline = asyncio.get_running_loop().time() + FINISH
    while any(getattr(one, "busy", 0) for one in sessions) and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.05)
    for one in sessions:
        if one.transport is not None:
            one.transport.write(b"421 4.3.2 Closing down, please come back in a minute\r\n")  # type: ignore[attr-defined]
            one.transport.close()
    await asyncio.sleep(0)
