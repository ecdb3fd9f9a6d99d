"""Work at a steady rate, whatever the answers take: a queue that grows is the other side's, not ours."""

import asyncio
import time
from collections.abc import Callable, Coroutine

Work = Callable[[int, float], Coroutine[None, None, None]]


async def on_schedule(rate: float, seconds: float, at_once: int, work: Work) -> int:
    """Begin ``work(count, due)`` ``rate`` times a second (``due`` by ``time.monotonic``), and wait for all of it at the end. What
    finds ``at_once`` under way is skipped; how many were."""
    under_way: set[asyncio.Task[None]] = set()
    begun, skipped, count = time.monotonic(), 0, 0
    while count / rate < seconds:
        due = begun + count / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        if len(under_way) >= at_once:
            skipped += 1
        else:
            task = asyncio.create_task(work(count, due))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        count += 1
    await asyncio.gather(*under_way)
    return skipped
