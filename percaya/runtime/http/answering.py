"""a2wsgi with two short ways. What arrived whole is read where it lies: by itself a thread would ask the event loop for it, and
wait. And a page that is finished is handed over in one go; what is made on its way (a download) goes piece by piece as the
library does it, so as not to outrun its reader."""

import asyncio
import contextvars
from collections.abc import Iterable
from typing import Any

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import WSGIResponder, build_environ

from percaya.runtime.http.body import Body
from percaya.runtime.http.types import Message, Scope, Send

_Page = tuple[Message, Message]


class Middleware(WSGIMiddleware):
    async def answer(self, scope: Scope, body: Body, send: Send) -> None:
        await Responder(self.app, self.executor, self.send_queue_size).answer(scope, body, send)


class Responder(WSGIResponder):
    """Of one request; ``wsgi`` and what it calls run in a thread of the pool."""

    _sender: "asyncio.Task[None] | None" = None

    async def answer(self, scope: Scope, body: Body, send: Send) -> None:
        environ = build_environ(scope, body.file)  # type: ignore[arg-type]
        self._out = send
        work = contextvars.copy_context().run
        try:
            page = await self.loop.run_in_executor(self.executor, work, self._page, environ)
            if page is not None:
                for message in page:
                    await send(message)
            if self._sender is not None:
                await self.send_queue.put(None)
                await self._sender
            if self.exc_info is not None:
                raise self.exc_info[1]
        finally:
            if self._sender is not None:
                self._sender.cancel()

    def _page(self, environ: Any) -> _Page | None:
        """What is finished; ``None`` when it went out piece by piece."""
        said: list[tuple[Any, ...]] = []

        def note(*head: Any) -> Any:
            if said or len(head) > 2:  # begun anew, or with an error: the library knows what to do
                return self.start_response(*head)
            said.append(head)
            return lambda chunk: self._begin(said, chunk)

        iterable = self.app(environ, note)
        try:
            if said and not self.response_started and _is_finished(iterable):
                return _head(*said[0]), {"type": "http.response.body", "body": b"".join(iterable)}
            self._begin(said)
            for chunk in iterable:
                self.send({"type": "http.response.body", "body": chunk, "more_body": True})
            self.send({"type": "http.response.body", "body": b""})
        finally:
            getattr(iterable, "close", lambda: None)()
        return None

    def _begin(self, said: list[tuple[Any, ...]], chunk: bytes = b"") -> None:
        if not self.response_started:
            self.start_response(*said[0])
        if chunk:
            self.send({"type": "http.response.body", "body": chunk, "more_body": True})

    def send(self, message: Any) -> None:
        if self._sender is None:
            asyncio.run_coroutine_threadsafe(self._open(), self.loop).result()
        super().send(message)

    async def _open(self) -> None:
        self._sender = asyncio.create_task(self.sender(self._out))  # type: ignore[arg-type]


def _is_finished(iterable: Iterable[bytes]) -> bool:
    """Django says so of its responses; a list is."""
    return isinstance(iterable, (list, tuple)) or not getattr(iterable, "streaming", True)


def _head(status: str, headers: list[tuple[str, str]]) -> Message:
    named = [(name.strip().lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": named}
