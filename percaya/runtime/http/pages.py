"""Django on a fixed pool of threads, through its WSGI handler: connections to the database stay with their threads."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from percaya.runtime.http import body
from percaya.runtime.http.answering import Middleware
from percaya.runtime.http.types import Message, Receive, Scope, Send, answer
from percaya.runtime.metrics import REQUEST_SECONDS, REQUESTS
from percaya.runtime.pressure import pressure

WSGIApp = Callable[[Any, Callable[..., Any]], Iterable[bytes]]

MOST_WAITING = 512  # requests beyond this are asked to come back: an answer now is better than one too late
SEND_QUEUE = 8192  # 4 KiB chunks of a download that wait in memory rather than in a thread for a slow reader

_TOO_LARGE = "This is larger than Percaya takes ({} MB). Nothing was stored. Send it in smaller parts.\n"
_TOO_SLOW = "The upload stopped half-way. Nothing was stored. Please send it again.\n"
_BUSY = "Percaya is very busy just now. Nothing was stored. Please try again in a few seconds.\n"


class Pages:
    """ASGI in, Django's WSGI out. ``threads`` requests at once; ``max_body`` in bytes."""

    def __init__(self, threads: int, max_body: int, app: WSGIApp | None = None) -> None:
        self.max_body = max_body
        self.waiting = 0
        self._wsgi = Middleware(app or WSGIHandler(), workers=threads, send_queue_size=SEND_QUEUE)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.waiting >= MOST_WAITING:
            await answer(send, 503, _BUSY, retry_after=5)
            return
        try:
            taken = await body.take(scope, receive, self.max_body)
        except body.TooLarge:
            await answer(send, 413, _TOO_LARGE.format(self.max_body // 1024 // 1024))
        except body.TooSlow:
            await answer(send, 408, _TOO_SLOW)
        except body.Gone:
            return
        else:
            try:
                await self._run(scope, taken, send)
            finally:
                taken.close()

    async def _run(self, scope: Scope, taken: body.Body, send: Send) -> None:
        started, status = time.perf_counter(), 500

        async def counted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        self.waiting += 1
        pressure.under_way = self.waiting
        try:
            await self._wsgi.answer(_plain(scope, taken.size), taken, counted)
        finally:
            self.waiting -= 1
            pressure.under_way = self.waiting
            REQUESTS.labels(scope["method"], str(status)).inc()
            REQUEST_SECONDS.labels(scope["method"]).observe(time.perf_counter() - started)


def _plain(scope: Scope, size: int) -> Scope:
    """What WSGI can carry: a known length, and no header that could pose as another (``X_Real`` for ``X-Real``)."""
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if b"_" not in name and name not in (b"content-length", b"transfer-encoding")
    ]
    headers.append((b"content-length", str(size).encode()))
    return {**scope, "headers": headers}
