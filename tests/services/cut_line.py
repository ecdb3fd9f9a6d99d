"""A line that can be cut: a TCP proxy on this machine. While it is cut every connection through it breaks off, and no new one
lives; mended, it passes everything on, also to a server that was started anew meanwhile."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from typing import Any

_PIECE = 65_536


class CutLine:
    """``cut`` and ``mend`` may be called from any thread; when they return it is so."""

    def __init__(self, port: int) -> None:
        self.far = port
        self.port = 0
        self._whole = True
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()

    def cut(self) -> None:
        self._call(self._break())

    def mend(self) -> None:
        self._call(self._join())

    @contextlib.contextmanager
    def laid(self) -> Iterator["CutLine"]:
        thread = threading.Thread(
            target=self._loop.run_forever, daemon=True
        )  # a loop of its own: Playwright's runs in this thread
        thread.start()
        server = self._call(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self.cut()
            self._loop.call_soon_threadsafe(server.close)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(60)

    def _call(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _break(self) -> None:
        self._whole = False
        for end in list(self._open):
            end.transport.abort()

    async def _join(self) -> None:
        self._whole = True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        if self._whole:
            with contextlib.suppress(OSError):
                await self._pass_on(reader, writer)
            writer.close()  # what was said last still goes out
        else:
            writer.transport.abort()
        self._open.discard(writer)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.far)
        self._open.add(far_writer)
        ways = [asyncio.create_task(_copy(reader, far_writer)), asyncio.create_task(_copy(far_reader, writer))]
        if not self._whole:  # cut while it was being joined
            far_writer.transport.abort()
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        far_writer.close()
        self._open.discard(far_writer)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
