"""The live hub: says what changed and to whom, never the content; resumes; bounded; closed to strangers."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from django.core import signing
from django.db import transaction

from percaya.core import public_ids
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.bus import Signal, bus
from percaya.core.journal.event import Event
from percaya.core.journal.followers import latest
from percaya.runtime.http.composite import Composite
from percaya.runtime.live import hub as hubs
from percaya.runtime.live import tokens
from percaya.runtime.live.app import LiveApp
from percaya.runtime.live.hub import Client, Frame, Hub
from percaya.runtime.live.tokens import live_token, wire
from tests import builders
from tests.cast import Cast
from tests.runtime.serving import serving
from tests.services.waiting import until


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    kind = "test.bell_rung"
    stream_type = "ticket"
    ticket: int
    secret_words: str = ""
    personal_fields = frozenset({"secret_words"})

    @property
    def stream_id(self) -> int:
        return self.ticket


def ring(workspace: int, ticket: int) -> int:
    with transaction.atomic():
        event = BellRung(workspace_id=workspace, ticket=ticket, secret_words="rahasia")
        return record(event, by=Actor.system())


class Listener:
    """Reads a stream message by message; heartbeats are left out."""

    def __init__(self, response: httpx.Response) -> None:
        self.lines = response.iter_lines()

    def next(self) -> dict[str, Any]:
        message: dict[str, Any] = {}
        for line in self.lines:
            if not line and "event" in message:
                return message
            name, _, value = line.partition(": ")
            if name == "data":
                message["data"] = json.loads(value)
            elif name:
                message[name] = value
        raise AssertionError("the stream ended")


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def port(hub: Hub, transactional_db: None) -> Iterator[int]:
    with serving(Composite(live=LiveApp(hub), pages=None), hub, feed=True) as found:
        yield found


def stream(port: int, token: str, topics: str = "", last: int | None = None, **headers: str) -> Any:
    query = f"token={token}" + (f"&topics={topics}" if topics else "")
    if last is not None:
        headers["last-event-id"] = str(last)
    return httpx.stream("GET", f"http://127.0.0.1:{port}/rt/stream?{query}", headers=headers, timeout=60)


def told(hub: Hub) -> None:
    """Wait until the hub knows all that happened so far."""
    until(lambda: hub._newest >= latest(), what="the feeder")


def test_a_change_reaches_those_whom_it_concerns_and_carries_no_content(port: int) -> None:
    with stream(port, live_token(7, 1)) as mine, stream(port, live_token(8, 2)) as theirs:
        assert mine.headers["cache-control"] == "no-store"
        assert mine.headers["x-accel-buffering"] == "no"
        event = ring(7, 42)
        other = ring(8, 43)
        heard = Listener(mine).next()
        assert heard["id"] == str(event)
        assert heard["event"] == "change"
        assert heard["data"] == {"topic": wire("t42"), "kind": "test.bell_rung", "ticket": wire("t42"), "event": event}
        assert Listener(theirs).next()["data"]["event"] == other  # and nothing of ours before it


def test_a_page_knows_the_ticket_by_its_number(port: int, hub: Hub, cast: Cast) -> None:
    told(hub)
    with stream(port, live_token(cast.workspace.pk, 1)) as response:
        ticket = builders.ticket(cast.rina, subject="Paket belum sampai")
        heard = Listener(response).next()
        assert heard["data"]["ticket"] == ticket.number
        assert "Paket" not in json.dumps(heard)


def test_a_ticket_is_heard_only_with_a_signed_topic(port: int) -> None:
    with stream(port, live_token(9, 1), topics=live_token(9, 1, topics=["t42"])) as response:
        ring(7, 42)
        heard = Listener(response).next()
        assert heard["data"]["ticket"] == public_ids.encode("ticket", 42)


def test_presence_is_passed_on_without_an_id(port: int) -> None:
    with stream(port, live_token(7, 1)) as response:
        bus().publish(Signal("w7", "presence", data={"ticket": "tkt_x"}))
        heard = Listener(response).next()
        assert heard["event"] == "presence"
        assert heard["data"]["ticket"] == "tkt_x"
        assert "id" not in heard


def test_who_comes_back_is_told_what_was_missed(port: int, hub: Hub) -> None:
    first = ring(7, 42)
    missed = [ring(7, ticket) for ticket in (43, 44)]
    told(hub)
    with stream(port, live_token(7, 1), last=first) as response:
        listener = Listener(response)
        assert [listener.next()["data"]["event"] for _ in missed] == missed


def test_who_missed_more_than_is_kept_starts_over(port: int, hub: Hub) -> None:
    ring(7, 42)
    told(hub)
    with stream(port, live_token(7, 1), last=10**9) as response:
        assert Listener(response).next()["event"] == "reset"


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", signing.dumps({"w": "x", "m": "y", "t": []}, salt="another")],
    ids=["none", "nonsense", "of another salt"],
)
def test_a_token_not_made_here_is_refused(port: int, token: str) -> None:
    assert httpx.get(f"http://127.0.0.1:{port}/rt/stream?token={token}").status_code == 403


def test_a_token_is_good_for_a_minute(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    token = live_token(7, 1)
    monkeypatch.setattr(tokens, "SECONDS", -1)
    assert httpx.get(f"http://127.0.0.1:{port}/rt/stream?token={token}").status_code == 403


def test_a_topic_signed_for_another_member_is_refused(port: int) -> None:
    url = f"http://127.0.0.1:{port}/rt/stream?token={live_token(7, 1)}&topics={live_token(7, 2, topics=['t42'])}"
    assert httpx.get(url).status_code == 403


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_page_of_another_site_may_not_listen(port: int, headers: dict[str, str]) -> None:
    url = f"http://127.0.0.1:{port}/rt/stream?token={live_token(7, 1)}"
    assert httpx.get(url, headers=headers).status_code == 403


def test_closed_streams_leave_nothing_behind(transactional_db: None) -> None:
    hub = Hub()
    with serving(Composite(live=LiveApp(hub), pages=None), hub) as port:
        for _ in range(20):
            with stream(port, live_token(7, 1)) as response:
                assert response.status_code == 200
        until(lambda: not hub.clients)
        assert hub.clients == set()
        assert hub._by_topic == {}


# The hub alone


def frame(event_id: int, key: str = "", topic: str = "w") -> Frame:
    return Frame(frozenset({topic}), f"id: {event_id}\n\n".encode(), key or str(event_id), event_id)


class Pipe:
    """A client's connection that can be stopped."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.closed = False

    async def send(self, content: bytes) -> None:
        await self.flowing.wait()
        self.heard.append(content)

    def close(self) -> None:
        self.closed = True

    def client(self, topic: str = "w") -> Client:
        return Client(frozenset({topic}), self.send, self.close)


async def settle() -> None:
    await asyncio.sleep(hubs.TICK * 2)


def test_changes_of_one_ticket_are_gathered_into_the_last() -> None:
    async def run() -> None:
        hub, pipe = Hub(), Pipe()
        hub.join(pipe.client(), None)
        hub.publish([frame(1, "a"), frame(2, "b"), frame(3, "a")])
        await settle()
        assert b"".join(pipe.heard) == b"id: 2\n\nid: 3\n\n"

    asyncio.run(run())


def test_a_client_that_cannot_keep_up_is_told_to_start_over_and_costs_no_memory() -> None:
    async def run() -> None:
        hub, pipe = Hub(), Pipe()
        client = pipe.client()
        hub.join(client, None)
        pipe.flowing.clear()
        for number in range(1, 2000):
            hub.publish([frame(number)])
            if number % 100 == 0:
                await settle()
            assert len(client.waiting) <= hubs.BUFFER
        pipe.flowing.set()
        await settle()
        assert hubs.RESET in b"".join(pipe.heard)

    asyncio.run(run())


def test_a_client_that_never_reads_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "TOO_SLOW", 0.05)

    async def run() -> None:
        hub, pipe = Hub(), Pipe()
        hub.join(pipe.client(), None)
        pipe.flowing.clear()
        hub.publish([frame(1)])
        await asyncio.sleep(0.3)
        assert pipe.closed

    asyncio.run(run())


@pytest.mark.parametrize(("last", "told"), [(101, b"id: 102\n\nid: 103\n\nid: 104\n\nid: 105\n\n"), (100, hubs.RESET)])
def test_memory_reaches_back_exactly_as_far_as_it_says(monkeypatch: pytest.MonkeyPatch, last: int, told: bytes) -> None:
    monkeypatch.setattr(hubs, "MEMORY", 4)

    async def run() -> None:
        hub, pipe = Hub(), Pipe()
        hub.begin_at(100)
        hub.publish([frame(number) for number in range(101, 106)])
        hub.join(pipe.client(), last)
        await settle()
        assert b"".join(pipe.heard) == told

    asyncio.run(run())
