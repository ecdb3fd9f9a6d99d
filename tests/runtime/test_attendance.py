"""The hub knows of visitors by their streams alone: nobody is asked."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from percaya.runtime.live.app import LiveApp
from percaya.runtime.live.attendance import Attendance
from percaya.runtime.live.hub import LOUD_BEAT, Hub
from percaya.runtime.live.tokens import live_token, visitor_token


@pytest.mark.parametrize(("token", "known"), [(lambda: visitor_token(5), {5: 1}), (lambda: live_token(7, 1), {})])
def test_a_stream_counts_while_it_is_open_and_only_a_visitors(token: Any, known: dict[int, int]) -> None:
    async def main() -> None:
        hub, here, ended = Hub(), Attendance(), asyncio.Event()
        said: list[bytes] = []

        async def receive() -> MutableMapping[str, Any]:
            assert dict(here._streams) == known
            assert [client.beat == LOUD_BEAT for client in hub.clients] == [bool(known)], "its script can tell a dead line"
            ended.set()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            said.append(message.get("body", b""))

        query = f"token={token()}".encode()
        scope = {"type": "http", "path": "/rt/stream", "method": "GET", "headers": [], "query_string": query}
        await LiveApp(hub, here)(scope, receive, send)
        assert ended.is_set() and not here._streams and not hub.clients

    asyncio.run(main())
