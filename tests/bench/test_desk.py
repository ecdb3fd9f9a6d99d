"""The screens of ``percaya bench desk`` ask for what the page's scripts ask for, and no more."""

import asyncio
from collections.abc import Callable, Coroutine

import orjson
import pytest

from percaya.bench import screen as screens
from percaya.bench.screen import Notes, Screen
from percaya.bench.wire import News, Wire, _news

PAGE = """<div id="views" data-url="/counts?view=open"></div><div data-live="/token" data-made="1"></div>
<ul id="rows" data-list-url="/list?view=open&amp;part=rows" data-rows-url="/rows?view=open">
<li class="row" id="row-4"></li><li class="row" id="row-8"></li></ul>
<div id="thread" role="log" data-url="/fresh?view=open" data-last-seq="7"></div><p id="presence" data-url="/here"></p>"""


class Recorder(Wire):
    def __init__(self) -> None:
        self.asked: list[str] = []

    async def get(self, path: str) -> str:
        self.asked.append(path)
        return PAGE


def change(ticket: int, event: int) -> News:
    return News("change", str(event), orjson.dumps({"ticket": ticket, "kind": "message.received"}))


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST", "JITTER", "SETTLE", "CALM", "SOON", "STORM", "COUNTS"):
        monkeypatch.setattr(screens, name, 0.0)


def told(*news: News, opened: int | None = None, in_use: bool = True) -> tuple[list[str], Notes]:
    """What a screen asks for when it hears that."""
    wire, notes = Recorder(), Notes()

    async def scene() -> None:
        screen = Screen(wire, notes, "/page", opened, in_use=in_use)
        await screen.open()
        for one in news:
            screen._take(one)
        for _turn in range(20):
            await asyncio.sleep(0)

    run(scene)
    return wire.asked[1:], notes


def run(scene: Callable[[], Coroutine[object, object, None]]) -> None:
    asyncio.run(scene())


def test_shown_rows_are_asked_for_together_and_timed() -> None:
    asked, notes = told(change(4, 11), change(8, 12), change(4, 13), change(99, 14))
    assert sorted(asked) == ["/counts?view=open", "/rows?view=open&numbers=4,8"]
    assert sorted(event for event, _at in notes.shown) == [11, 12, 13]
    assert len(notes.heard) == 4


def test_the_open_ticket_is_asked_for_after_what_it_shows() -> None:
    asked, _notes = told(change(4, 11), opened=4)
    assert "/fresh?view=open&after=7" in asked


def test_arrivals_come_in_by_themselves_where_nobody_points_at_the_list() -> None:
    assert "/list?view=open&part=rows" in told(change(99, 11), in_use=False)[0]
    assert "/list?view=open&part=rows" not in told(change(99, 11), in_use=True)[0]


def test_who_is_at_another_ticket_is_not_asked_for() -> None:
    elsewhere = News("presence", "", orjson.dumps({"ticket": 99, "kind": "presence"}))
    assert told(elsewhere, opened=4)[0] == []


def test_a_heartbeat_is_no_news_and_a_reset_is() -> None:
    assert _news(b":") is None
    assert _news(b"event: reset\ndata: {}") == News("reset", "", b"{}")
    assert _news(b"id: 5\nevent: change\ndata: {}") == News("change", "5", b"{}")
