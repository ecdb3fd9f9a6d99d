"""The live hub: who listens to what, what was said lately, and saying it. Runs in one event loop; knows no HTTP."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from percaya.runtime.metrics import LIVE_CLIENTS, LIVE_EVENTS, LIVE_RESETS

MEMORY = 4096  # journal rows kept for those who come back
BUFFER = 64  # frames a slow client may be behind before it is told to start over
TICK = 0.05  # seconds in which news is gathered before it is sent
HEARTBEAT = 20.0
TOO_SLOW = 60.0  # seconds a client may take to read before it is let go

RESET = b"event: reset\ndata: {}\n\n"
BEAT = b":\n\n"
LOUD_BEAT = b"event: beat\ndata: {}\n\n"  # a script hears this one, and knows that the line is alive


@dataclass(frozen=True, slots=True)
class Frame:
    """One message ready for the wire. ``key`` names what it is about: a later frame of the key replaces a waiting one."""

    topics: frozenset[str]
    body: bytes
    key: str
    event_id: int = 0  # 0: not of the journal, not kept


Send = Callable[[bytes], Awaitable[None]]


class Client:
    """One open stream. Between messages it costs a waiting task, no more: the sender is made when there is something."""

    __slots__ = ("_sending", "beat", "close", "lost", "send", "topics", "waiting")

    def __init__(self, topics: frozenset[str], send: Send, close: Callable[[], None], beat: bytes = BEAT) -> None:
        self.topics = topics
        self.send = send
        self.close = close
        self.beat = beat
        self.waiting: dict[str, bytes] = {}
        self.lost = False
        self._sending: asyncio.Task[None] | None = None

    def add(self, frame: Frame) -> None:
        self.waiting.pop(frame.key, None)  # to the end, so that ids only grow
        self.waiting[frame.key] = frame.body
        if len(self.waiting) > BUFFER:
            self.reset()

    def reset(self) -> None:
        self.waiting.clear()
        self.lost = True
        LIVE_RESETS.inc()

    def flush(self) -> None:
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_all())

    async def _send_all(self) -> None:
        try:
            async with asyncio.timeout(TOO_SLOW):
                while self.lost or self.waiting:
                    body = (RESET if self.lost else b"") + b"".join(self.waiting.values())
                    self.waiting.clear()
                    self.lost = False
                    await self.send(body)
        except Exception:  # gone or too slow: it comes back and says where it was
            self.close()
        finally:
            self._sending = None


class Hub:
    """``publish`` and the rest are called in the loop; the feeder posts to it from its thread."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self._by_topic: dict[str, set[Client]] = {}
        self._memory: deque[Frame] = deque(maxlen=MEMORY)
        self._floor = 0  # the newest event that is no longer, or never was, in memory
        self._newest = 0
        self._dirty: set[Client] = set()
        self._ticking = False

    def begin_at(self, event_id: int) -> None:
        """Nothing up to this event will be put into memory."""
        self._floor = self._newest = event_id

    def join(self, client: Client, last_event_id: int | None) -> None:
        self.clients.add(client)
        for topic in client.topics:
            self._by_topic.setdefault(topic, set()).add(client)
        LIVE_CLIENTS.set(len(self.clients))
        if last_event_id is not None:
            self._replay(client, last_event_id)

    def leave(self, client: Client) -> None:
        self.clients.discard(client)
        self._dirty.discard(client)
        for topic in client.topics:
            listeners = self._by_topic.get(topic, set())
            listeners.discard(client)
            if not listeners:
                self._by_topic.pop(topic, None)
        LIVE_CLIENTS.set(len(self.clients))

    def publish(self, frames: list[Frame]) -> None:
        """Hand frames to those who listen, and keep those of the journal for those who come back."""
        for frame in frames:
            if frame.event_id:
                self._remember(frame)
            for client in self._listeners(frame):
                client.add(frame)
                self._dirty.add(client)
        LIVE_EVENTS.inc(len(frames))
        if self._dirty and not self._ticking:
            self._ticking = True
            asyncio.get_running_loop().call_later(TICK, self._tick)

    def reset_all(self) -> None:
        """The feeder lost its place: everybody starts over."""
        for client in self.clients:
            client.reset()
            client.flush()

    async def beat(self) -> None:
        """Heartbeats for ever, spread out so that ten thousand do not fall on one moment."""
        while True:
            clients = tuple(self.clients)
            slices = 40
            for number in range(slices):
                for client in clients[number::slices]:
                    if client in self.clients and not client.waiting:
                        client.waiting[""] = client.beat
                        client.flush()
                await asyncio.sleep(HEARTBEAT / slices)

    def close(self) -> None:
        for client in tuple(self.clients):
            client.close()

    def _listeners(self, frame: Frame) -> set[Client]:
        found: set[Client] = set()
        for topic in frame.topics:
            found |= self._by_topic.get(topic, set())
        return found

    def _remember(self, frame: Frame) -> None:
        if len(self._memory) == MEMORY:
            self._floor = self._memory[0].event_id
        self._memory.append(frame)
        self._newest = frame.event_id

    def _replay(self, client: Client, last: int) -> None:
        # A page may have read an event a moment before the feeder did; far ahead of us is another journal's number.
        if last < self._floor or last > self._newest + MEMORY:
            client.reset()
        else:
            for frame in self._memory:
                if frame.event_id > last and frame.topics & client.topics:
                    client.add(frame)
        client.flush()

    def _tick(self) -> None:
        self._ticking = False
        dirty, self._dirty = self._dirty, set()
        for client in dirty:
            client.flush()
