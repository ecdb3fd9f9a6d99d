"""The doorbell and presence, local and over Redis (a real one when PERCAYA_TEST_REDIS_URL names it)."""

import os
import threading
import time
from collections.abc import Callable

import fakeredis
import pytest
import redis
from django.conf import settings

from percaya.core.journal.bus import Signal
from percaya.runtime import presence as presences
from percaya.runtime import scaled_bus as buses
from percaya.runtime.bus import LocalBus
from percaya.runtime.presence import Here, LocalPresence, Presence
from percaya.runtime.scaled_bus import RedisBus
from percaya.runtime.scaled_presence import RedisPresence


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.01)


@pytest.fixture
def redis_url(monkeypatch: pytest.MonkeyPatch) -> str:
    if os.environ.get("PERCAYA_TEST_REDIS_URL"):
        url = str(settings.REDIS_URL)  # this worker's own database: its neighbours ring too
        redis.Redis.from_url(url).flushdb()
        return url
    server = fakeredis.FakeServer()

    def made(url: str, **options: object) -> fakeredis.FakeRedis:
        number = int(url.rpartition("/")[2])
        return fakeredis.FakeRedis(server=server, db=number, decode_responses=bool(options.get("decode_responses")))

    monkeypatch.setattr(redis.Redis, "from_url", staticmethod(made))
    return "redis://127.0.0.1:1/0"


def test_a_ring_reaches_everyone_even_past_a_listener_that_fails() -> None:
    bus, heard = LocalBus(), threading.Event()
    bus.on_ring(lambda: 1 / 0)  # type: ignore[arg-type,return-value]
    bus.on_ring(heard.set)
    bus.ring()
    assert heard.is_set()


def test_who_has_unsubscribed_hears_no_more() -> None:
    bus, heard = LocalBus(), []
    silence = bus.on_signal(heard.append)
    bus.publish(Signal("w1", "presence"))
    silence()
    silence()
    bus.publish(Signal("w1", "presence"))
    assert heard == [Signal("w1", "presence")]


def test_rings_and_signals_reach_other_processes_once(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buses, "TIMEOUT", 10.0)  # a commit gives up on a slow Redis sooner than a busy machine answers
    here, there = RedisBus(redis_url), RedisBus(redis_url)
    rings, mine, theirs = threading.Event(), [], []
    there.on_ring(rings.set)
    there.on_signal(theirs.append)
    here.on_signal(mine.append)
    until(rings.is_set)  # it rings once when Redis holds it a place
    rings.clear()
    signal = Signal("t42", "presence", data={"ticket": "tkt_x"})
    here.publish(signal)
    here.ring()
    until(lambda: rings.is_set() and theirs == [signal])
    assert mine == [signal]


def test_houses_on_two_databases_of_one_redis_do_not_hear_each_other(redis_url: str) -> None:
    ours, other = RedisBus(redis_url), RedisBus(f"{redis_url.rpartition('/')[0]}/15")
    heard: list[Signal] = []
    ready = threading.Event()
    ours.on_ring(ready.set)
    ours.on_signal(heard.append)
    until(ready.is_set)
    other.publish(Signal("t42", "presence", data={"ticket": "theirs"}))
    mine = Signal("t42", "presence", data={"ticket": "ours"})
    RedisBus(redis_url).publish(mine)  # it came later: had the other been heard, it would stand before it
    until(lambda: bool(heard))
    assert heard == [mine]


def test_a_bus_without_redis_neither_raises_nor_holds_up_a_commit() -> None:
    bus, heard = RedisBus("redis://127.0.0.1:1/0"), threading.Event()
    LocalBus.on_ring(bus, heard.set)
    begun = time.monotonic()
    for _ in range(40):
        bus.ring()
    assert heard.is_set()
    assert time.monotonic() - begun < buses.TIMEOUT * 20  # had each of them waited, it would be more


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(presences.time, "time", made.time)
    return made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Signal]:
    bus, heard = LocalBus(), []
    bus.on_signal(heard.append)
    monkeypatch.setattr(presences, "bus", lambda: bus)
    return heard


@pytest.fixture(params=["local", "redis"])
def presence(request: pytest.FixtureRequest) -> Presence:
    if request.param == "local":
        return LocalPresence()
    return RedisPresence(request.getfixturevalue("redis_url"))


def test_typing_fades_to_viewing_and_viewing_to_nothing(presence: Presence, clock: Clock, told: list[Signal]) -> None:
    presence.touch(42, 1, "viewing", 7)
    presence.touch(42, 1, "typing", 7)
    presence.touch(42, 2, "viewing", 7)
    assert presence.who(42) == [Here(1, "typing"), Here(2, "viewing")]
    clock.now += 9
    assert presence.who(42) == [Here(1, "viewing"), Here(2, "viewing")]
    clock.now += 60
    assert presence.who(42) == []
    assert presence.who_many([42, 43]) == {}


def test_pages_are_told_only_of_what_is_news(presence: Presence, clock: Clock, told: list[Signal]) -> None:
    presence.touch(42, 1, "viewing", 7)
    assert {signal.topic for signal in told} == {"t42", "w7"}
    assert all(signal.kind == "presence" and signal.data["ticket"].startswith("tkt_") for signal in told)
    told.clear()
    presence.touch(42, 1, "viewing", 7)
    assert told == []
    presence.touch(42, 1, "typing", 7)
    assert told
    told.clear()
    presence.leave(42, 1, 7)
    assert told
    assert presence.who(42) == []
    told.clear()
    presence.leave(42, 1, 7)
    assert told == []


def test_many_tickets_are_asked_at_once(presence: Presence, clock: Clock, told: list[Signal]) -> None:
    presence.touch(1, 5, "viewing", 7)
    presence.touch(3, 6, "typing", 7)
    assert presence.who_many([1, 2, 3]) == {1: [Here(5, "viewing")], 3: [Here(6, "typing")]}


def test_without_redis_nobody_is_shown_and_nothing_fails() -> None:
    away = RedisPresence("redis://127.0.0.1:1/0")
    away.touch(1, 2, "viewing", 3)
    away.leave(1, 2, 3)
    assert away.who(1) == []
