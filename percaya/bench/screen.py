"""One agent's open page, as its scripts behave (static/ui/js/live.js, list.js, presence.js): told WHAT changed, it re-gets the
rows it shows, the open ticket and the counts, coalesced; what it does not show is counted in its pill."""

import asyncio
import html
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field

import orjson

from percaya.bench.wire import Broken, News, Wire

_THREAD, _PRESENCE, _VIEWS = (f'id="{name}"' for name in ("thread", "presence", "views"))
_ROW = re.compile(r'id="row-(\d+)"')
BUSY = 3  # more tickets at once than this are a storm
STORM, CALM, SOON = 3.0, 1.0, 0.35  # seconds between two looks: of a storm, at most, at least
REST = 6  # times as long as the last look took
FIRST, JITTER = 0.08, 0.17
COUNTS, RAREST, PATIENCE = 3.0, 30.0, 30
TURN = 6.0  # before asking for counts again while another page's are made
SETTLE = 1.5
HEARTBEAT = 30.0


@dataclass
class Notes:
    """What all the screens of a measurement saw."""

    requests: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # of what was asked for
    errors: Counter[str] = field(default_factory=Counter)
    heard: list[tuple[int, float]] = field(default_factory=list)  # (event, when)
    shown: list[tuple[int, float]] = field(default_factory=list)
    resets: int = 0


class Screen:
    """``in_use``: the pointer is over the list, so arrivals stay in the pill."""

    def __init__(self, wire: Wire, notes: Notes, page: str, opened: int | None, *, in_use: bool) -> None:
        self.wire, self.notes, self.page, self.opened, self.in_use = wire, notes, page, opened, in_use
        self.shows: set[int] = set()
        self._text = ""
        self._last = self._seq = ""
        self._waiting: dict[int, list[int]] = {}  # ticket -> events
        self._pill: set[int] = set()
        self._flushed = self._counted = 0.0
        self._pause, self._rest = SOON, COUNTS
        self._timer: asyncio.Task[None] | None = None
        self._settling: asyncio.Task[None] | None = None
        self._peeked: set[int] = set()
        self._peeking: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Raises ``Broken``."""
        self._text = await self.wire.get(self.page)
        self._counted, self._rest = time.monotonic(), COUNTS * (1 + random.random())  # noqa: S311
        self.shows = {int(number) for number in _ROW.findall(self._text)}
        self._seq = self._attribute("data-last-seq")

    async def live(self) -> None:
        """Listen until cancelled, coming back when the stream ends."""
        while True:
            try:
                await self._listen()
            except (Broken, OSError) as error:
                self._failed("stream", error)
            await asyncio.sleep(0.5)

    async def beat(self) -> None:
        """Say that the open ticket is being looked at."""
        while self.opened:
            try:
                await self.wire.post(self._attribute("data-url", _PRESENCE), {"kind": "viewing"})
                self.notes.requests["heartbeat"] += 1
            except Broken as error:
                self._failed("heartbeat", error)
            await asyncio.sleep(HEARTBEAT)

    async def _listen(self) -> None:
        asked = f"ticket={self.opened or ''}&since={self._attribute('data-made')}"
        token = orjson.loads(await self.wire.get(f"{self._attribute('data-live')}?{asked}"))
        self._last = self._last or str(token["at"])
        async for news in self.wire.listen(f"{token['stream']}&last={self._last}"):
            self._take(news)

    def _take(self, news: News) -> None:
        self._last = news.id or self._last
        if news.event == "reset":
            self.notes.resets += 1
            self._waiting.clear()
            self._later(self._everything())
            return
        said = orjson.loads(news.data)
        if not isinstance(said["ticket"], int):
            return
        if news.event == "presence":
            if said["ticket"] == self.opened:
                self._later(self._fetch("presence", self._attribute("data-url", _PRESENCE)))
            self._peek(said["ticket"])
            return
        if news.id:
            self.notes.heard.append((int(news.id), time.time()))
        self._waiting.setdefault(said["ticket"], []).append(int(news.id or 0))
        self._flush_soon()

    def _flush_soon(self) -> None:
        if self._timer is None:
            wait = max(FIRST, self._flushed + self._pause - time.monotonic()) + random.random() * JITTER  # noqa: S311
            self._timer = asyncio.create_task(self._flush(wait))

    async def _flush(self, wait: float) -> None:
        await asyncio.sleep(wait)
        self._timer = None
        waiting, self._waiting = self._waiting, {}
        busy = len(waiting) > BUSY
        shown = sum(1 for number in waiting if number in self.shows or number == self.opened)
        if shown:
            self._flushed, self._pause = time.monotonic(), STORM if shown > BUSY else CALM
        self._pill |= {number for number in waiting if busy or number not in self.shows}
        rows = [number for number in waiting if number in self.shows]
        events = [event for number in rows for event in waiting[number]]
        await asyncio.gather(self._look_at(rows, events, waiting.get(self.opened or 0), shown), self._counts())
        self._settle(len(waiting))

    async def _look_at(self, rows: list[int], events: list[int], of_ticket: list[int] | None, shown: int) -> None:
        await asyncio.gather(self._rows(rows, events), _nothing() if of_ticket is None else self._ticket(of_ticket))
        if 0 < shown <= BUSY:
            self._pause = min(CALM, max(SOON, REST * (time.monotonic() - self._flushed)))

    async def _rows(self, numbers: list[int], events: list[int]) -> None:
        if numbers:
            some = ",".join(map(str, numbers))
            await self._fetch("rows", f"{self._attribute('data-rows-url')}&numbers={some}", events)

    async def _ticket(self, events: list[int]) -> None:
        near = "" if self.in_use else "&seen=1"
        address = f"{self._attribute('data-url', _THREAD)}&after={self._seq}{near}"
        text = await self._fetch("ticket", address, events)
        if found := re.search(r'data-last-seq="(\d+)"', text):
            self._seq = found[1]

    async def _counts(self) -> None:
        if time.monotonic() - self._counted >= self._rest:
            self._counted, self._rest = time.monotonic(), RAREST
            counted = await self._fetch("counts", self._attribute("data-url", _VIEWS))
            took = time.monotonic() - self._counted
            self._rest = min(RAREST, max(COUNTS, PATIENCE * took)) if counted else TURN * (1 + random.random())  # noqa: S311

    def _settle(self, numbers: int) -> None:
        if self._settling:
            self._settling.cancel()
        if numbers <= BUSY:
            self._settling = asyncio.create_task(self._settled())

    async def _settled(self) -> None:
        await asyncio.sleep(SETTLE)
        if self._pill and not self.in_use:
            await self._list()

    async def _list(self) -> None:
        self._pill.clear()
        text = await self._fetch("list", self._attribute("data-list-url"))
        if text:
            self.shows = {int(number) for number in _ROW.findall(text)}

    async def _everything(self) -> None:
        await asyncio.gather(self._ticket([]) if self.opened else _nothing(), self._counts(), self._list())

    def _peek(self, number: int) -> None:
        if number in self.shows:
            self._peeked.add(number)
            if self._peeking is None:
                self._peeking = asyncio.create_task(self._look(STORM if len(self._peeked) > BUSY else CALM))

    async def _look(self, wait: float) -> None:
        await asyncio.sleep(wait)
        self._peeking = None
        numbers, self._peeked = self._peeked, set()
        await self._rows([number for number in numbers if number in self.shows], [])

    async def _fetch(self, kind: str, address: str, events: list[int] | None = None) -> str:
        begun = time.perf_counter()
        self.notes.requests[kind] += 1
        try:
            text = await self.wire.get(address)
        except Broken as error:
            self._failed(kind, error)
            return ""
        self.notes.seconds[kind].append(time.perf_counter() - begun)
        self.notes.shown += [(event, time.time()) for event in events or () if event]
        return text

    def _attribute(self, name: str, after: str = "") -> str:
        """Of the page: the first one behind the text ``after``."""
        found = re.compile(f'{name}="([^"]*)"').search(self._text, max(0, self._text.find(after)))
        return html.unescape(found[1]) if found else ""

    def _failed(self, kind: str, error: Exception) -> None:
        self.notes.errors[f"{kind}: {str(error).rpartition(': ')[2]}"] += 1

    def _later(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.create_task(work)
        _RUNNING.add(task)
        task.add_done_callback(_RUNNING.discard)


_RUNNING: "set[asyncio.Task[object]]" = set()  # a task that nobody holds may be collected


async def _nothing() -> None:
    return None
