"""One HTTP request to a server outside: where it may lead, how much is read, and whether anything can have left.

Addresses come from settings that an admin filled in or from what a vendor sent; whoever answers is a stranger (CWE-918). TLS
always, but for the places at home that PERCAYA_WEBHOOK_HOSTS (host:port) names. Redirects are answers like any other.
"""

import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import BinaryIO
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from percaya.core.workspace import hosts

TIMEOUT = 20.0  # seconds for each step of the conversation
HEAD = 256 * 1024  # bytes of a body that is poured into a file
_PIECE = 64 * 1024


class Unanswered(Exception):
    """No whole answer came. ``sent_anything``: whether the request may have been taken all the same."""

    def __init__(self, reason: str, *, sent_anything: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent_anything = sent_anything


class TooMuch(Unanswered):
    """The answer is larger than what was allowed."""


class _Unkept(OSError):
    """Our own disk refused a piece."""


@dataclass(frozen=True)
class Answered:
    """``headers`` in lower case; of a repeated one the last."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def call(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    most: int = 1024 * 1024,
    cut: bool = False,
    public: bool = False,
    into: BinaryIO | None = None,
    at_home: Collection[str] | None = None,
    before_handing: Callable[[], None] = lambda: None,
) -> Answered:
    """Ask once. ``most`` bytes of the answer are read; with ``cut`` the rest is left, else it is refused (``TooMuch``). With
    ``public`` only what everybody can reach is asked; else also machines of the house, as an admin named them. ``at_home``
    (host:port) stands for PERCAYA_WEBHOOK_HOSTS. ``into`` takes
    the body piece by piece as it comes, so that a large one never stands in memory: ``Answered.body`` is then only its
    beginning (``HEAD`` bytes). ``before_handing`` is called when nothing can have left yet.

    Raises ``Unanswered`` (``TooMuch``), ``hosts.Forbidden`` where the address may not be asked.
    """
    parts = urlsplit(url)
    try:
        line = _line(parts, timeout, public=public, named=settings.PERCAYA_WEBHOOK_HOSTS if at_home is None else at_home)
    except hosts.Forbidden:
        raise
    except (OSError, ValueError) as trouble:
        raise Unanswered(str(trouble)[:200] or type(trouble).__name__, sent_anything=False) from None
    try:
        before_handing()
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return _asked(line, method, target, body, dict(headers or {}), most, cut, into)
    finally:
        line.close()


def is_at_home(url: str) -> bool:
    """Whether PERCAYA_WEBHOOK_HOSTS names this address' host and port."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{_port(parts)}" in settings.PERCAYA_WEBHOOK_HOSTS


def _asked(
    line: HTTPConnection,
    method: str,
    target: str,
    body: bytes,
    headers: dict[str, str],
    most: int,
    cut: bool,
    into: BinaryIO | None,
) -> Answered:
    try:
        line.request(method, target, body or None, headers)
        answer = line.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        taken = _read(answer, most, cut) if into is None else _poured(answer, most, into)
        return Answered(answer.status, named, taken)
    except (TooMuch, _Unkept):
        raise
    except (OSError, HTTPException, ValueError) as trouble:
        raise Unanswered(str(trouble)[:200] or type(trouble).__name__, sent_anything=True) from None


def _read(answer: HTTPResponse, most: int, cut: bool) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read(_PIECE):
        size += len(piece)
        if size > most and cut:
            return b"".join([*pieces, piece])[:most]
        if size > most:
            raise TooMuch(f"the answer is larger than {most} bytes", sent_anything=True)
        pieces.append(piece)
    return b"".join(pieces)


def _poured(answer: HTTPResponse, most: int, into: BinaryIO) -> bytes:
    """The beginning. What our disk does is no silence of the other side's."""
    head = b""
    size = 0
    while piece := answer.read(_PIECE):
        size += len(piece)
        if size > most:
            raise TooMuch(f"the answer is larger than {most} bytes", sent_anything=True)
        head += piece[: HEAD - len(head)]
        try:
            into.write(piece)
        except OSError as trouble:
            raise _Unkept(*trouble.args) from None
    return head


def _line(parts: SplitResult, timeout: float, *, public: bool, named: Collection[str]) -> HTTPConnection:
    host, port, is_tls = str(parts.hostname or ""), _port(parts), parts.scheme == "https"
    at_home = f"{host}:{port}" in named
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or not (is_tls or at_home):
        raise hosts.Forbidden(host)
    plain = hosts.connect(host, port, timeout, public=public and not at_home)
    line = (HTTPSConnection if is_tls else HTTPConnection)(host, port, timeout=timeout)
    line.sock = _wrapped(plain, host) if is_tls else plain
    return line


def _wrapped(plain: socket.socket, host: str) -> ssl.SSLSocket:
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)
