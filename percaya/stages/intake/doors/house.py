"""All doors of this process: which there are, and on which ports."""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from percaya.stages.intake.doors.imap import watch_mailboxes
from percaya.stages.intake.doors.listening import Make, listen
from percaya.stages.intake.doors.lmtp import lmtp_session
from percaya.stages.intake.doors.polling import watch_vendors
from percaya.stages.intake.doors.smtp import smtp_session

log = structlog.get_logger("percaya.doors")
AGAIN = 15.0  # seconds until a port that another process holds is tried again


class PortTaken(Exception):
    """The message is a sentence for the person at the terminal."""


@dataclass(frozen=True)
class Door:
    """``run`` works until the event is set."""

    name: str
    run: Callable[[threading.Event], None]


def listeners(*, insist: bool) -> list[Door]:
    """The doors with ports: SMTP on PERCAYA_SMTP_PORT (2525; "off" for none), LMTP on PERCAYA_LMTP_PORT if set.

    ``insist``: the ports are taken now, raises ``PortTaken`` when one is not free. Otherwise a door whose port another
    process of ours holds waits for its turn.
    """
    host = os.environ.get("PERCAYA_SMTP_HOST", "127.0.0.1")
    wanted = [
        ("smtp", "PERCAYA_SMTP_PORT", os.environ.get("PERCAYA_SMTP_PORT") or "2525", smtp_session),
        ("lmtp", "PERCAYA_LMTP_PORT", os.environ.get("PERCAYA_LMTP_PORT") or "off", lmtp_session),
    ]
    return [
        Door(name, _opened(host, _port(variable, text), variable, make, insist=insist))
        for name, variable, text, make in wanted
        if text != "off"
    ]


def watchers() -> list[Door]:
    """The doors that go and look: IMAP mailboxes, and vendors that are asked rather than tell."""
    return [Door("imap", watch_mailboxes), Door("polling", watch_vendors)]


def bind(host: str, port: int, variable: str = "PERCAYA_SMTP_PORT") -> socket.socket:
    """A bound socket. Raises ``PortTaken`` with what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(256)  # now, so that another process's claim shows at once
    except OSError as error:
        sock.close()
        raise PortTaken(
            f"Port {port} on {host} for incoming mail cannot be used ({error.strerror}): perhaps another program, or another "
            f"Percaya, has it. Nothing was changed. Stop that one, choose another port with {variable}, or set it to off."
        ) from None
    return sock


def _opened(host: str, port: int, variable: str, make: Make, *, insist: bool) -> Callable[[threading.Event], None]:
    first = [bind(host, port, variable)] if insist else []

    def run(stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                sock = first.pop() if first else bind(host, port, variable)
            except PortTaken as taken:
                log.warning("door_waits", why=str(taken))
                stop.wait(AGAIN)
                continue
            with sock:
                listen(sock, make, stop)

    return run


def _port(variable: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise PortTaken(f'{variable} must be a port number or "off", not {text!r}. Nothing was started.')
    return int(text)
