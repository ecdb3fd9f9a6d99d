"""Take a request's body in before a thread is spent on it: a client that drips its upload costs memory, not a thread."""

import asyncio
import time
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile

from percaya.runtime.http.types import Message, Receive, Scope

IN_MEMORY = 1024 * 1024  # bytes; more is kept in a temporary file
SILENCE = 30.0  # seconds without a byte
AT_MOST = 900.0  # seconds for the whole body


@dataclass(frozen=True)
class Body:
    """A body that has arrived whole; ``size`` in bytes. Close it."""

    file: "SpooledTemporaryFile[bytes] | BytesIO"
    size: int

    def close(self) -> None:
        self.file.close()


class TooLarge(Exception):
    pass


class TooSlow(Exception):
    pass


class Gone(Exception):
    """The client went away in the middle."""


async def take(scope: Scope, receive: Receive, limit: int) -> Body:
    """The whole body (an empty one for a request without). Raises ``TooLarge``, ``TooSlow``, ``Gone``."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length) > limit:
        raise TooLarge
    if length in (b"", b"0") and b"transfer-encoding" not in headers:
        return Body(BytesIO(), 0)
    is_small = length.isdigit() and int(length) <= IN_MEMORY
    file = BytesIO() if is_small else SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (Body closes it)
    try:
        size = await _fill(file, receive, limit)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Body(file, size)


async def _fill(file: "SpooledTemporaryFile[bytes] | BytesIO", receive: Receive, limit: int) -> int:
    size, end, more = 0, time.monotonic() + AT_MOST, True
    while more:
        message = await _next(receive, min(SILENCE, end - time.monotonic()))
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise TooLarge
        file.write(part)
        more = message.get("more_body", False)
    return size


async def _next(receive: Receive, seconds: float) -> Message:
    try:
        async with asyncio.timeout(max(0.0, seconds)):
            message = await receive()
    except TimeoutError:
        raise TooSlow from None
    if message["type"] == "http.disconnect":
        raise Gone
    return message
