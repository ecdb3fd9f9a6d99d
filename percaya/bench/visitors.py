"""Visitors of a live chat as their panels behave: a pass, a stream, words sent, and the talk got again when there is news."""

import asyncio
import itertools
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

import orjson

from percaya.bench.wire import Broken, Connection, Wire

GATHER = 0.15  # seconds for which the panel waits before it looks again
_NAMES = itertools.count(int(time.time() * 1000))
_LOG = re.compile(r'data-last="(\d+)"(?: data-ticket="(\d+)" data-version="(\d+)")?')
_FORM = "application/x-www-form-urlencoded"
COMING = 15.0  # seconds over which they connect


class Line(Wire):
    """The connections of one visitor, from an address of their own: what is limited by address is not limited for all at once."""

    def __init__(self, port: int, place: int) -> None:
        super().__init__(port, {})
        self._from = f"127.1.{place // 250}.{place % 250 + 1}"

    async def ask(self, path: str, body: bytes, kind: str, more: str = "") -> bytes:
        return await self._asked("POST", path, body, f"Content-Type: {kind}\r\n{more}")

    async def read(self, path: str, more: str) -> str:
        return (await self._asked("GET", path, b"", more)).decode()

    async def _connected(self) -> Connection:
        return await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20, local_addr=(self._from, 0))


@dataclass
class Heard:
    """What all visitors together met. Seconds from the moment an answer was accepted until the panel was ``told`` that there
    is news, and until it was ``shown``."""

    told: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def failed(self, what: str, error: Exception) -> None:
        self.errors[f"{what}: {str(error).rpartition(': ')[2]}"] += 1


class Guest:
    """One visitor. ``begin`` writes the first word, which is what makes a visitor known; ``listen`` stays."""

    def __init__(self, port: int, chat: str, heard: Heard, place: int) -> None:
        self.wire, self.chat, self.heard = Line(port, place), chat, heard
        self.first = f"Halo kak, saya pengunjung {place}"
        self.number = self.ticket = 0
        self._pass = self._stream = self._keeper = ""
        self._waits: dict[str, float] = {}
        self._last = 0
        self._newest = b"{}"
        self._shown = (0, 0)  # the ticket's number and version
        self._looking: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Raises ``Broken``."""
        self._take(await self.wire.ask(f"{self.chat}/session", b"{}", "application/json"))
        await self.say(self.first)

    async def say(self, text: str) -> float:
        """The moment at which the server had it. Raises ``Broken``."""
        given = await self._post("say", {"id": f"bench-{next(_NAMES)}", "text": text})
        at = time.time()
        self._take(given)
        await self._show(orjson.loads(given)["talk"], at)
        return at

    def expect(self, words: str) -> None:
        """An answer with these words is on its way."""
        self._waits[words] = 0.0

    def accepted(self, words: str) -> None:
        """The server has it; who has seen it by now heard it before its sender knew."""
        if words in self._waits:
            self._waits[words] = time.time()

    async def listen(self) -> None:
        """Until cancelled. A token to listen with is good for a minute, so each try begins with a new one, as in the panel."""
        await asyncio.sleep(random.random() * COMING)  # noqa: S311
        for tries in itertools.count(1):
            try:
                await self._again()
                async for news in self.wire.listen(self._stream):
                    if news.event == "reset" or (news.event == "change" and not self._is_shown(news.data)):
                        self._look_soon(news.data)
                    elif news.event == "presence":
                        await self._here()
            except (Broken, OSError) as error:
                self.heard.failed("stream", error)
            await asyncio.sleep(min(30, 2**tries))

    async def _again(self) -> None:
        self.heard.requests["session"] += 1
        self._take(await self.wire.ask(f"{self.chat}/session", orjson.dumps({"keeper": self._keeper}), "application/json"))

    async def _here(self) -> None:
        try:
            await self._post("here", {"typing": "", "page": ""})
        except Broken as error:
            self.heard.failed("here", error)

    async def _post(self, verb: str, form: dict[str, str]) -> bytes:
        self.heard.requests[verb] += 1
        return await self.wire.ask(f"{self.chat}/{verb}", urlencode(form).encode(), _FORM, self._own)

    @property
    def _own(self) -> str:
        return f"Authorization: Bearer {self._pass}\r\n"

    def _take(self, said: bytes) -> None:
        given = orjson.loads(said)
        self._pass, self._stream, self._keeper = given["pass"], given["stream"], given["keeper"]

    def _look_soon(self, data: bytes) -> None:
        self._newest = data
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(time.time()))

    async def _look(self, news: float) -> None:
        await asyncio.sleep(GATHER)
        self._looking = None  # what comes from now on is looked for anew
        if self._is_shown(self._newest):
            return
        try:
            self.heard.requests["talk"] += 1
            await self._show(await self.wire.read(f"{self.chat}/talk", self._own), news)
        except Broken as error:
            self.heard.failed("talk", error)

    def _is_shown(self, data: bytes) -> bool:
        said = orjson.loads(data)
        return said.get("ticket") == self._shown[0] and said.get("version", 1 << 60) <= self._shown[1]

    async def _show(self, text: str, news: float) -> None:
        self._note(text, news)
        last, number, version = (int(each or 0) for each in found.groups()) if (found := _LOG.search(text)) else (0, 0, 0)
        self._shown = number, version
        if last > self._last:
            self._last = last
            await self._post("heard", {"to": str(last), "read": "1"})

    def _note(self, text: str, news: float) -> None:
        now = time.time()
        for words in [each for each in self._waits if f">{each}<" in text]:
            since = self._waits.pop(words) or now
            self.heard.told.append(max(0.0, news - since))
            self.heard.shown.append(now - since)
