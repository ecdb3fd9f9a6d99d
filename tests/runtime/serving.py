"""The server in a thread of the test's own process, for tests that bring their own application or database."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvloop

from percaya.runtime import server
from percaya.runtime.http.composite import Composite
from percaya.runtime.live.feeder import Feeder
from percaya.runtime.live.hub import Hub


@contextmanager
def serving(app: Composite, hub: Hub | None = None, *, feed: bool = False, plan: server.Plan | None = None) -> Iterator[int]:
    """Serve on a free port; yields the port."""
    hub, ready, stop, ports = hub or Hub(), threading.Event(), threading.Event(), [0]
    config = server._config(app, plan or server.Plan())
    running = server._Server(config, hub, lambda port: (ports.__setitem__(0, port), ready.set())[0])  # type: ignore[func-returns-value]
    sock = server.listen("127.0.0.1", 0)

    async def main() -> None:
        feeder = threading.Thread(target=Feeder(hub, asyncio.get_running_loop()).run, args=[stop])
        if feed:
            feeder.start()
        await running.serve([sock])
        stop.set()
        if feed:
            await asyncio.to_thread(feeder.join)

    def run() -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(60)
        yield ports[0]
    finally:
        running.should_exit = True
        thread.join(60)
        assert not thread.is_alive(), "the server did not stop"
