"""The process: one event loop for connections, a pool of threads for pages, one thread for each service."""

import asyncio
import contextlib
import gc
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import structlog
import uvicorn
import uvloop

from percaya.runtime.errors import Refusal
from percaya.runtime.http.composite import Composite
from percaya.runtime.http.guard import GuardedProtocol
from percaya.runtime.http.pages import Pages
from percaya.runtime.live.app import LiveApp
from percaya.runtime.live.attendance import Attendance
from percaya.runtime.live.feeder import Feeder
from percaya.runtime.live.hub import Hub
from percaya.runtime.memory import give_back
from percaya.runtime.services import Service, Staff
from percaya.web.ui.warm import warm

log = structlog.get_logger("percaya.server")
# A request gives the interpreter away a dozen times, whenever it waits for the disk. With Python's five milliseconds to get it
# back from a job that computes, a webhook of two became one of sixty.
TURN = 0.001  # seconds
FINISH = 25.0  # seconds that requests and jobs which have begun may take when asked to stop


class CannotServe(Refusal):
    """The address cannot be listened on."""


@dataclass
class Plan:
    """What this process does. ``port`` 0 takes a free one; ``on_ready`` is told the port."""

    host: str = "127.0.0.1"
    port: int = 8000
    pages: bool = True
    live: bool = True
    services: list[Service] = field(default_factory=list)
    threads: int = 8
    max_body: int = 64 * 1024 * 1024
    metrics_token: str = ""
    trusted_proxies: tuple[str, ...] = ()  # addresses and networks whose X-Forwarded-* are believed
    on_ready: Callable[[int], None] = lambda port: None


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ``CannotServe`` with what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise CannotServe(
            f"Port {port} on {host} cannot be used ({error.strerror}): perhaps another program, or another Percaya, has it. "
            "Nothing was changed. Stop that one, or choose another port with PERCAYA_PORT."
        ) from None
    sock.listen(2048)
    return sock


def serve(plan: Plan) -> None:
    """Run until SIGINT or SIGTERM, then finish what has begun. Raises ``CannotServe``."""
    sock = listen(plan.host, plan.port)
    _allow_connections()
    sys.setswitchinterval(TURN)
    staff = Staff(plan.services)
    try:
        staff.begin()
        _spare_the_collector()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(plan, sock))
    finally:
        sock.close()
        if late := staff.end(FINISH):
            log.warning("these did not end in time; their jobs come back at the next start", services=late)


def _spare_the_collector() -> None:
    """What was loaded at the start lives as long as the process; looking through it again would only pause the streams."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _allow_connections() -> None:
    """Every open stream is a file to the system: take all that it grants."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def _serve(plan: Plan, sock: socket.socket) -> None:
    hub, stop = Hub(), threading.Event()
    helpers: list[asyncio.Task[None]] = []
    attendance, threads = Attendance(), list[threading.Thread]()
    if plan.live:
        runs = {"feeder": Feeder(hub, asyncio.get_running_loop()).run, "attendance": attendance.run}
        threads = [threading.Thread(target=run, args=[stop], name=name) for name, run in runs.items()]
        for thread in threads:
            thread.start()
        helpers.append(asyncio.create_task(hub.beat()))
    if plan.pages:
        threading.Thread(target=_warm, name="warm", daemon=True).start()
    app = Composite(
        live=LiveApp(hub, attendance) if plan.live else None,
        pages=Pages(plan.threads, plan.max_body) if plan.pages else None,
        metrics_token=plan.metrics_token,
    )
    try:
        await _Server(_config(app, plan), hub, plan.on_ready).serve([sock])
    finally:
        stop.set()
        for helper in helpers:
            helper.cancel()
        attendance.wake()
        for thread in threads:
            await asyncio.to_thread(thread.join, 5.0)


def _config(app: Composite, plan: Plan) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=GuardedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # Believed from the operator's proxies alone, and of X-Forwarded-For only the last hop that is none of them:
        # whatever stands left of it was written by the client, and throttles hang on the address (ASVS V4.1.3).
        proxy_headers=bool(plan.trusted_proxies),
        forwarded_allow_ips=list(plan.trusted_proxies),
        timeout_keep_alive=30,
        timeout_graceful_shutdown=int(FINISH),
    )


class _Server(uvicorn.Server):
    """uvicorn's, told to stop by our own signal handlers, which let the services end in order after it."""

    def __init__(self, config: uvicorn.Config, hub: Hub, on_ready: Callable[[int], None]) -> None:
        super().__init__(config)
        self.hub = hub
        self.on_ready = on_ready

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        loop = asyncio.get_running_loop()
        numbers = (signal.SIGINT, signal.SIGTERM)
        mine = threading.current_thread() is threading.main_thread()  # tests serve from another one
        for number in numbers if mine else ():
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in numbers if mine else ():
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        port = sockets[0].getsockname()[1] if sockets else 0
        self._greeting = asyncio.create_task(asyncio.to_thread(self.on_ready, port))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.hub.close()  # streams have no end of their own
        await super().shutdown(sockets)


def work(services: list[Service]) -> None:
    """Run services alone (``percaya worker``) until SIGINT or SIGTERM."""
    staff, stop = Staff(services), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    staff.begin()
    while not stop.wait(0.5):  # in slices, so that the signal is seen
        pass
    if late := staff.end(FINISH):
        log.warning("these did not end in time; their jobs come back later", services=late)


def _warm() -> None:
    warm()
    give_back()
