"""``percaya bench live``: many open streams on one process, and how long an event takes to reach those it concerns.

A server process of its own (live hub alone, throw-away data folder) is told through its standard input to record events;
this process holds the streams. Latency is from the order to record until a stream has the message: transaction, journal,
feeder, hub and wire together. Loopback only; the numbers of one machine shared by both sides.
"""

import argparse
import asyncio
import gc
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson
from django.conf import settings

from percaya.runtime.errors import Refusal
from percaya.runtime.live.tokens import live_token
from percaya.runtime.progress import Line

AT_ONCE = 200  # streams that are opened together
READY = b"Percaya's live hub listens"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--connections", type=int, default=10_000, metavar="N")
    parser.add_argument("--listeners", type=int, default=1_000, metavar="N", help="how many of them hear each event")
    parser.add_argument("--events", type=int, default=40, metavar="N")
    parser.add_argument("--pause", type=float, default=0.5, metavar="SECONDS", help="between events")


@dataclass
class Stream(asyncio.Protocol):
    """One open stream; notes when each event came."""

    heard: list[float] = field(default_factory=list)
    open: "asyncio.Future[None] | None" = None

    def data_received(self, data: bytes) -> None:
        if b"event: change" in data:
            self.heard.append(time.perf_counter())
        if self.open and not self.open.done() and b"retry:" in data:
            self.open.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.open and not self.open.done():
            self.open.set_exception(ConnectionError("the server closed a stream"))


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; returns the figures (milliseconds, KiB)."""
    _allow_files(options.connections + 100)
    with tempfile.TemporaryDirectory(prefix="percaya-bench-") as home:
        port = _free_port()
        server = _start(Path(home), port)
        try:
            assert server.stdin is not None
            return asyncio.run(_measure(options, port, server.pid, server.stdin))
        finally:
            server.kill()
            server.wait()


async def _measure(options: argparse.Namespace, port: int, pid: int, orders: IO[bytes]) -> dict[str, Any]:
    before = _memory(pid)
    streams = await _open_all(options, port)
    listeners = streams[: options.listeners]
    _order(orders)  # the first opens the database, and is not counted
    await asyncio.sleep(2.0)
    for stream in listeners:
        stream.heard.clear()
    after, cpu = _memory(pid), _cpu(pid)
    gc.disable()  # a pause of this side is not the server's
    latencies, lost = [], 0
    for number in range(1, options.events + 1):
        begun = time.perf_counter()
        _order(orders)
        await asyncio.sleep(options.pause)
        came = [stream.heard[-1] - begun for stream in listeners if len(stream.heard) >= number]
        latencies += came
        lost += len(listeners) - len(came)
    strays = sum(len(stream.heard) for stream in streams[options.listeners :])
    latencies.sort()
    return {
        "connections": len(streams),
        "listeners": len(listeners),
        "events": options.events,
        "late_or_lost": lost,
        "strays": strays,
        "p50_ms": _part(latencies, 0.50),
        "p95_ms": _part(latencies, 0.95),
        "max_ms": _part(latencies, 1.0),
        "server_kib_per_connection": round((after - before) / max(1, len(streams)), 1),
        "server_rss_mib": round(after / 1024),
        "server_cpu_ms_per_event": round((_cpu(pid) - cpu) * 1000 / options.events, 1),
    }


def _order(orders: IO[bytes]) -> None:
    orders.write(b"event\n")
    orders.flush()


async def _open_all(options: argparse.Namespace, port: int) -> list[Stream]:
    loop, line, streams = asyncio.get_running_loop(), Line(), []
    for start in range(0, options.connections, AT_ONCE):
        some = range(start, min(start + AT_ONCE, options.connections))
        streams += await asyncio.gather(*(_open(loop, port, 1 if n < options.listeners else 2 + n % 50, n) for n in some))
        line("streams", len(streams))
    line.done()
    return streams


async def _open(loop: asyncio.AbstractEventLoop, port: int, workspace: int, member: int) -> Stream:
    stream = Stream()
    stream.open = loop.create_future()
    transport, _ = await loop.create_connection(lambda: stream, "127.0.0.1", port)
    path = f"/rt/stream?token={live_token(workspace, member + 1)}"
    transport.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n".encode())
    await asyncio.wait_for(stream.open, 30)
    return stream


def _start(home: Path, port: int) -> "subprocess.Popen[bytes]":
    # The server must be able to read the tokens that this process signs.
    keys = {"PERCAYA_HOME": str(home), "PERCAYA_PORT": str(port), "PERCAYA_SECRET_KEY": settings.SECRET_KEY}
    dropped = ("PERCAYA_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    environment = {**{k: v for k, v in os.environ.items() if k not in dropped}, **keys}
    command = [sys.executable, "-m", "percaya", "bench", "live-server"]
    server = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603
    assert server.stderr is not None
    for line in server.stderr:
        if READY in line:
            return server
    raise Refusal("The server for the measurement did not start.")


def _allow_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise Refusal(f"This machine lets a process open {hard} files; {count} are needed. Raise `ulimit -n`.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))


def _memory(pid: int) -> int:
    """Resident KiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def _cpu(pid: int) -> float:
    """Seconds of CPU so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _part(values: list[float], part: float) -> float:
    return round(values[min(len(values) - 1, int(len(values) * part))] * 1000, 1) if values else 0.0


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def dump(figures: dict[str, Any]) -> str:
    return orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode()
