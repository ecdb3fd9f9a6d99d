"""Doors that are really open, on free ports, on a database that their threads see."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from percaya.stages.intake.doors.house import bind
from percaya.stages.intake.doors.listening import Make, listen
from percaya.stages.intake.doors.lmtp import lmtp_session
from percaya.stages.intake.doors.smtp import smtp_session
from tests.cast import Cast, assemble
from tests.services.fixtures import running_mail_servers, servers

__all__ = ["running_mail_servers", "servers"]


@contextmanager
def opened(make: Make) -> Iterator[int]:
    """The port of a listener that closes again."""
    sock = bind("127.0.0.1", 0)
    port: int = sock.getsockname()[1]
    stop = threading.Event()
    thread = threading.Thread(target=listen, args=[sock, make, stop])
    thread.start()
    try:
        yield port
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


class Line:
    """A bare connection: what is sent is exactly what is given."""

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.file = self.sock.makefile("rb")

    def send(self, raw: bytes) -> None:
        self.sock.sendall(raw)

    def answer(self) -> str:
        """One whole reply, the last line of it."""
        while True:
            line = self.file.readline().decode()
            if line[3:4] != "-":
                return line.rstrip("\r\n")

    def say(self, raw: bytes) -> str:
        self.send(raw + b"\r\n")
        return self.answer()

    def envelope(self, *recipients: str, mail_from: str = "rina@contoh.example", hello: bytes = b"EHLO mx") -> None:
        if hello.startswith(b"EHLO"):
            assert self.answer().startswith("220")
        assert self.say(hello).startswith("250")
        assert self.say(f"MAIL FROM:<{mail_from}>".encode()).startswith("250")
        for recipient in recipients:
            assert self.say(f"RCPT TO:<{recipient}>".encode()).startswith("250")
        assert self.say(b"DATA").startswith("354")

    def close(self) -> None:
        self.file.close()
        self.sock.close()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def smtp(cast: Cast) -> Iterator[int]:
    with opened(smtp_session) as port:
        yield port


@pytest.fixture
def lmtp(cast: Cast) -> Iterator[int]:
    with opened(lmtp_session) as port:
        yield port


@pytest.fixture
def line(smtp: int) -> Iterator[Line]:
    made = Line(smtp)
    yield made
    made.close()
