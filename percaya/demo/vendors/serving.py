"""A vendor's server on this machine: its routes are functions, what was asked of it is kept, and it can be told to misbehave."""

import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

MOST = 120 * 1024 * 1024  # bytes of a request


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came. Header names in lower case; of a repeated query key the last value."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Said:
    """The answer. ``silent``: the request is worked on, but the line is cut before anything is answered."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False


class Vendor(ABC):
    """Base of the stand-ins: override ``answer``. A context manager: it serves on ``127.0.0.1`` inside, on a free port."""

    def __init__(self, port: int = 0) -> None:
        self.asked: list[Asked] = []
        self._next: deque[Said | Callable[[Asked], Said]] = deque()
        self._lock = threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @abstractmethod
    def answer(self, asked: Asked) -> Said:
        """What the vendor answers. Called under a lock: one request at a time."""

    def misbehave(self, *answers: Said | Callable[[Asked], Said]) -> None:
        """The next requests get these answers instead, in order, one each."""
        self._next.extend(answers)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def close(self) -> None:
        """Give the port back, of one that never served."""
        self._server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def take(self, asked: Asked) -> Said:
        """Keep the request and answer it."""
        with self._lock:
            self.asked.append(asked)
            if self._next:
                told = self._next.popleft()
                return told(asked) if callable(told) else told
            return self.answer(asked)


def _handler(vendor: Vendor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            size = min(int(self.headers.get("Content-Length") or 0), MOST)
            said = vendor.take(
                Asked(
                    method=self.command,
                    path=parts.path,
                    query={key: values[-1] for key, values in parse_qs(parts.query, keep_blank_values=True).items()},
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=self.rfile.read(size),
                )
            )
            if said.silent:
                self.close_connection = True
                return
            self.send_response(said.status)
            for name, value in {"Content-Type": said.content_type, **said.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

        def log_message(self, *words: object) -> None:
            """Nothing: what was asked is in ``Vendor.asked``."""

    return Handler
