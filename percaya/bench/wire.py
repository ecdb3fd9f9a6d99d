"""The connections of one browser to the server: kept alive, a request each at a time, and one that listens for news."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlencode

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
PATIENCE = 30.0  # seconds


class Broken(Exception):
    """A request was not answered, or not as it should be."""


@dataclass(frozen=True)
class News:
    """A message of the live stream."""

    event: str
    id: str
    data: bytes


class Wire:
    """``headers`` go with every request: the session's cookies, or a token."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._port = port
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._idle: list[Connection] = []

    async def get(self, path: str) -> str:
        """The body, "" when there is none to give just now (204). Raises ``Broken`` for anything else but 200."""
        return (await self._asked("GET", path, b"", "HX-Request: true\r\n")).decode()

    async def post(self, path: str, form: dict[str, str]) -> None:
        await self._asked("POST", path, urlencode(form).encode(), "Content-Type: application/x-www-form-urlencoded\r\n")

    async def send(self, path: str, raw: bytes, kind: str) -> None:
        await self._asked("POST", path, raw, f"Content-Type: {kind}\r\n")

    async def listen(self, path: str) -> AsyncIterator[News]:
        """The messages of a stream, until it ends."""
        reader, writer = await self._connected()
        try:
            writer.write(self._request("GET", path, b"", "Accept: text/event-stream\r\n"))
            status, _headers = await _head(reader)
            if status != 200:
                raise Broken(f"GET {path}: {status}")
            text = b""
            while chunk := await _chunk(reader):
                *whole, text = (text + chunk).split(b"\n\n")
                for part in whole:
                    if news := _news(part):
                        yield news
        finally:
            writer.close()

    def close(self) -> None:
        for _reader, writer in self._idle:
            writer.close()

    async def _asked(self, method: str, path: str, body: bytes, more: str) -> bytes:
        connection = await self._free()
        try:
            async with asyncio.timeout(PATIENCE):
                connection[1].write(self._request(method, path, body, more))
                status, headers = await _head(connection[0])
                content = await _body(connection[0], headers, status)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            connection[1].close()
            raise Broken(f"{method} {path}: {type(error).__name__}") from error
        self._idle.append(connection)
        if status >= 400 or (method == "GET" and status not in (200, 204)):
            raise Broken(f"{method} {path}: {status}")
        return gzip.decompress(content) if headers.get("content-encoding") == "gzip" else content

    async def _free(self) -> Connection:
        """One that is open still: the server closes those that were quiet for long, and a browser asks on another then."""
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await self._connected()

    async def _connected(self) -> Connection:
        return await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20)

    def _request(self, method: str, path: str, body: bytes, more: str) -> bytes:
        length = f"Content-Length: {len(body)}\r\n" if method == "POST" else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{self._headers}{more}{length}\r\n"
        return head.encode() + body


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.split(":", 1) for line in lines if line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, value in pairs}


async def _body(reader: asyncio.StreamReader, headers: dict[str, str], status: int) -> bytes:
    if headers.get("transfer-encoding") == "chunked":
        parts = []
        while part := await _chunk(reader):
            parts.append(part)
        return b"".join(parts)
    return b"" if status in (204, 304) else await reader.readexactly(int(headers.get("content-length", 0)))


async def _chunk(reader: asyncio.StreamReader) -> bytes:
    """The next chunk; b"" is the last."""
    try:
        size = int(await reader.readuntil(b"\r\n"), 16)
        return (await reader.readexactly(size + 2))[:-2]
    except asyncio.IncompleteReadError:
        return b""


def _news(part: bytes) -> News | None:
    fields = dict(line.split(b": ", 1) for line in part.split(b"\n") if b": " in line and not line.startswith(b":"))
    if b"event" not in fields:
        return None
    return News(fields[b"event"].decode(), fields.get(b"id", b"").decode(), fields.get(b"data", b""))
