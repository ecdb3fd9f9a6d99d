"""Which part of the house answers: the live hub, the health pages, Django."""

import asyncio
import ipaddress
import secrets

import structlog
from prometheus_client import generate_latest

from percaya.runtime import health
from percaya.runtime.http.types import App, Receive, Scope, Send, answer
from percaya.runtime.metrics import REGISTRY

log = structlog.get_logger("percaya.http")


class Composite:
    """``live`` and ``pages`` may each be left out (``percaya web``, ``percaya live``)."""

    def __init__(self, *, live: App | None, pages: App | None, metrics_token: str = "") -> None:
        self.live = live
        self.pages = pages
        self.metrics_token = metrics_token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if path in ("/healthz", "/readyz", "/metrics"):
            await self._machine(path, scope, send)
        elif app := self.live if path.startswith("/rt/") else self.pages:
            await app(scope, receive, send)
        else:
            await answer(send, 404, "This process does not serve that page.\n")

    async def _machine(self, path: str, scope: Scope, send: Send) -> None:
        if path == "/healthz":
            await answer(send, 200, "ok\n")
        elif path == "/readyz":
            report = await asyncio.to_thread(health.check)
            await answer(
                send,
                200 if report.ready else 503,
                report.json() if self._may_measure(scope) else report.for_strangers(),
                content_type="application/json",
                retry_after=0 if report.ready else 5,
            )
        elif not self._may_measure(scope):
            await answer(send, 404, "There is nothing here.\n")
        else:
            await asyncio.to_thread(health.measure)
            await answer(send, 200, generate_latest(REGISTRY).decode(), content_type="text/plain; version=0.0.4")

    def _may_measure(self, scope: Scope) -> bool:
        """A bearer of PERCAYA_METRICS_TOKEN; without a token set, this machine alone (and no proxy's errand)."""
        headers = dict(scope["headers"])
        if self.metrics_token:
            given = headers.get(b"authorization", b"")
            return secrets.compare_digest(given, f"Bearer {self.metrics_token}".encode())
        client: tuple[str, int] | None = scope.get("client")
        forwarded = b"x-forwarded-for" in headers or b"forwarded" in headers
        return client is not None and not forwarded and ipaddress.ip_address(client[0]).is_loopback
