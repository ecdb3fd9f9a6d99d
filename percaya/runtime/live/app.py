"""The hub's door: ``GET /rt/stream?token=…[&topics=…][&last=…]``, an ASGI application of its own.

``token`` and every ``topics`` are made by ``tokens.live_token``. ``Last-Event-ID`` (or ``last``, for a page that opens a
new stream with a new token) says what was heard last. Messages: ``change`` {topic, kind, ticket, event} (to visitors also the
ticket's version: who shows that one need not look), ``presence`` {topic, kind, ticket, event: 0}, ``reset`` (re-get everything),
``beat`` (to visitors, who have nothing else to tell a dead line by). Content never goes over this wire.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from percaya.core import public_ids
from percaya.runtime.live.attendance import Attendance
from percaya.runtime.live.hub import BEAT, LOUD_BEAT, Client, Hub
from percaya.runtime.live.tokens import Pass, Refused, read

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
SendMessage = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
HELLO = b"retry: 2000\n\n"
MOST_TOPICS = 256
LIFE = 3600.0  # seconds of one stream


class LiveApp:
    """``attendance`` is told of visitors of live chats: who holds a stream is there."""

    def __init__(self, hub: Hub, attendance: Attendance | None = None) -> None:
        self.hub = hub
        self.attendance = attendance

    async def __call__(self, scope: Scope, receive: Receive, send: SendMessage) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] != "/rt/stream" or scope["method"] != "GET":
            await _answer(send, 404, b"There is nothing here.")
            return
        headers = dict(scope["headers"])
        query = parse_qs(scope["query_string"].decode("latin-1"))
        try:
            granted = _pass(headers, query)
        except Refused:
            await _answer(send, 403, b"This live token is not valid (any more). Reload the page to get a new one.")
            return
        await self._stream(granted, _last(headers, query), receive, send)

    async def _stream(self, granted: Pass, last: int | None, receive: Receive, send: SendMessage) -> None:
        async def write(body: bytes) -> None:
            await send({"type": "http.response.body", "body": body, "more_body": True})

        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await write(HELLO)
        task = asyncio.current_task()
        visitor = public_ids.decode("visitor", granted.workspace)
        client = Client(granted.topics, write, lambda: _end(task), LOUD_BEAT if visitor else BEAT)
        self.hub.join(client, last)
        if visitor and self.attendance:
            self.attendance.came(visitor)
        try:
            async with asyncio.timeout(LIFE):
                await _disconnected(receive)
        except TimeoutError:  # the page asks for a new token now, and whoever was let go meanwhile gets none
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except asyncio.CancelledError:  # by ``close``: the server stops, or the client reads too slowly
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self.hub.leave(client)
            if visitor and self.attendance:
                self.attendance.left(visitor)


def _end(task: "asyncio.Task[Any] | None") -> None:
    if task is not None:
        task.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _pass(headers: dict[bytes, bytes], query: dict[str, list[str]]) -> Pass:
    """The token's topics and those of the signed extra ones, all of one member. Raises ``Refused``."""
    if not _same_site(headers):
        raise Refused
    granted = read(query.get("token", [""])[0])
    topics = set(granted.topics)
    for extra in query.get("topics", [])[:8]:
        more = read(extra)
        if (more.workspace, more.member) != (granted.workspace, granted.member):
            raise Refused
        topics |= more.topics
    if len(topics) > MOST_TOPICS:
        raise Refused
    return Pass(granted.workspace, granted.member, frozenset(topics))


def _same_site(headers: dict[bytes, bytes]) -> bool:
    """A page of another origin may not listen, whatever token it got hold of."""
    if headers.get(b"sec-fetch-site", b"same-origin") not in (b"same-origin", b"none"):
        return False
    origin = headers.get(b"origin", b"").decode("latin-1")
    return not origin or urlsplit(origin).netloc == headers.get(b"host", b"").decode("latin-1")


def _last(headers: dict[bytes, bytes], query: dict[str, list[str]]) -> int | None:
    said = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("last", [""])[0]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


async def _answer(send: SendMessage, status: int, text: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
