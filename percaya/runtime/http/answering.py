"""a2wsgi with a short way for what is finished: a page is handed to the event loop in one go. By itself it hands over head, words
and end one after the other and waits for each, which a download needs so as not to outrun its reader, and a page does not."""

from collections.abc import Iterable
from typing import Any

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import WSGIResponder

from percaya.runtime.http.types import Message, Receive, Scope, Send


class Middleware(WSGIMiddleware):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        await Responder(self.app, self.executor, self.send_queue_size)(scope, receive, send)  # type: ignore[arg-type]


class Responder(WSGIResponder):
    """Of one request; ``wsgi`` runs in a thread of the pool."""

    def wsgi(self, environ: Any, start_response: Any) -> None:
        said: list[tuple[Any, ...]] = []

        def note(*head: Any) -> Any:
            if said or len(head) > 2:  # begun anew, or with an error: the library knows what to do
                return start_response(*head)
            said.append(head)
            return lambda chunk: self._begin(start_response, said, chunk)

        iterable = self.app(environ, note)
        try:
            if said and not self.response_started and _is_finished(iterable):
                body = b"".join(iterable)
                self.response_started = True
                self.loop.call_soon_threadsafe(self._put, _head(*said[0]), body)
                return
            self._begin(start_response, said)
            for chunk in iterable:
                self.send({"type": "http.response.body", "body": chunk, "more_body": True})
            self.send({"type": "http.response.body", "body": b""})
        finally:
            getattr(iterable, "close", lambda: None)()

    def _begin(self, start_response: Any, said: list[tuple[Any, ...]], chunk: bytes = b"") -> None:
        if not self.response_started:
            start_response(*said[0])
        if chunk:
            self.send({"type": "http.response.body", "body": chunk, "more_body": True})

    def _put(self, head: Message, body: bytes) -> None:
        """In the loop. There is room: a queue that holds nothing yet takes two."""
        self.send_queue.put_nowait(head)
        self.send_queue.put_nowait({"type": "http.response.body", "body": body})


def _is_finished(iterable: Iterable[bytes]) -> bool:
    """Django says so of its responses; a list is."""
    return isinstance(iterable, (list, tuple)) or not getattr(iterable, "streaming", True)


def _head(status: str, headers: list[tuple[str, str]]) -> Message:
    named = [(name.strip().lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": named}
