"""The visitors of ``percaya bench chat`` ask for what the panel asks for, and time what they hear."""

import asyncio

import orjson
import pytest

from percaya.bench import visitors
from percaya.bench.visitors import Guest, Heard
from percaya.bench.wire import Broken

BEGUN = '<div role="log" data-last="0" data-ticket="5" data-version="2"></div>'
GIVEN = {"pass": "p", "keeper": "k", "stream": "/rt/stream?token=t", "talk": BEGUN}
TALK = '<div role="log" data-last="7" data-ticket="5" data-version="4"><div class="text">bench-1</div></div>'


class Recorder(visitors.Line):
    def __init__(self) -> None:
        self.asked: list[str] = []

    async def ask(self, path: str, body: bytes, kind: str, more: str = "") -> bytes:
        self.asked.append(path)
        return orjson.dumps(GIVEN)

    async def read(self, path: str, more: str) -> str:
        self.asked.append(path)
        if not more.startswith("Authorization: Bearer p"):
            raise Broken(f"GET {path}: 401")
        return TALK


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "GATHER", 0.0)


def guest() -> tuple[Guest, Recorder]:
    made, wire = Guest(1, "/chat/acc_x", Heard(), 0), Recorder()
    made.wire = wire
    return made, wire


def test_a_visitor_begins_with_a_pass_and_a_word_and_what_is_seen_is_confirmed_once() -> None:
    made, wire = guest()

    async def scene() -> None:
        await made.begin()
        await made._look(0.0)
        await made._look(0.0)

    asyncio.run(scene())
    assert wire.asked == [f"/chat/acc_x/{verb}" for verb in ("session", "say", "talk", "heard", "talk")]


def test_an_answer_is_timed_once_also_when_it_is_seen_before_its_sender_knows() -> None:
    made, _wire = guest()

    async def scene() -> None:
        await made.begin()
        made.expect("bench-1")
        await made._look(0.0)
        made.accepted("bench-1")
        await made._look(0.0)

    asyncio.run(scene())
    assert made.heard.told == [0.0] and made.heard.shown == [0.0]


def test_what_fails_is_counted_by_what_was_asked_for() -> None:
    made, _wire = guest()
    asyncio.run(made._look(0.0))
    assert made.heard.errors == {"talk: 401": 1}
