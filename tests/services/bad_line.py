"""A line as bad as a phone's in a basement: a TCP proxy on this machine that is slow, stalls, and now and then breaks off.

TCP hides lost packets from us; what a page meets of them are pauses, while a packet is sent again, and, when the way itself
is gone for a while, connections that end in the middle. ``loss`` of the pieces wait; ``breaks`` of them end the connection.
"""

import asyncio
import contextlib
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass

PIECE = 1400  # bytes, about a packet


@dataclass(frozen=True)
class Line:
    """``rate`` in bytes a second each way, ``delay`` in seconds each way; ``seed`` makes its whims repeatable."""

    rate: float = 50_000  # 3G: 400 kbit/s
    delay: float = 0.15
    loss: float = 0.05
    again: float = 0.5  # seconds until a lost packet has been sent again
    seed: int = 1


class _Proxy:
    def __init__(self, port: int, line: Line) -> None:
        self.port, self.line = port, line
        self.whim = random.Random(line.seed)
        self.breaks = 0.0  # set while a test runs
        self.broken = 0
        self.stalled = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            writer.close()
            return
        ways = [self._pass(reader, far_writer), self._pass(far_reader, writer)]
        tasks = [asyncio.create_task(way) for way in ways]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(self.line.delay)
        for task in tasks:
            task.cancel()
        for end in (writer, far_writer):
            end.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            while piece := await reader.read(PIECE):
                await asyncio.sleep(self.line.delay if len(piece) < PIECE else 0)
                if self.whim.random() < self.breaks:
                    self.broken += 1
                    writer.transport.abort()
                    return
                if self.whim.random() < self.line.loss:
                    self.stalled += 1
                    await asyncio.sleep(self.line.again)
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(len(piece) / self.line.rate)


@contextlib.contextmanager
def bad_line(port: int, line: Line) -> Iterator[tuple[int, _Proxy]]:
    """The port of a proxy to ``port``, and the proxy, which counts what it spoilt."""
    proxy = _Proxy(port, line)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)  # a loop of its own: Playwright's runs in this thread
    thread.start()
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(proxy.serve, "127.0.0.1", 0), loop).result(5)
    try:
        yield server.sockets[0].getsockname()[1], proxy
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
