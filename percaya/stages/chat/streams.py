"""Which visitors hold a stream just now, as every process knows it.

A hub writes down its own under its own name, in the cache that all processes share, and says so again before it fades: the
visitors of a process that was killed are gone a minute later, and no hub can take another's away.
"""

import time
from collections.abc import Iterable
from datetime import timedelta

from django.core.cache import cache

KEPT = 60.0  # seconds for which a hub's word counts
AGAIN = 20.0  # seconds after which it says it anew
HERE = timedelta(seconds=70)  # for who was heard of without a stream
_HUBS = "chat-hubs"


def opened(hub: str, visitors: Iterable[int]) -> None:
    """These hold a stream of that hub, for ``KEPT`` seconds from now."""
    now = time.time()
    hubs: dict[str, float] = cache.get(_HUBS) or {}
    cache.set(_HUBS, {**{name: until for name, until in hubs.items() if until > now}, hub: now + KEPT}, KEPT)
    cache.set_many({_key(hub, visitor): True for visitor in visitors}, KEPT)


def closed(hub: str, visitors: Iterable[int]) -> None:
    """The last stream that they held there has ended."""
    gone = list(visitors)
    cache.delete_many([_key(hub, visitor) for visitor in gone])
    cache.set_many({_left(visitor): time.time() for visitor in gone}, HERE.total_seconds())


def holds_stream(visitor_id: int) -> bool:
    hubs: dict[str, float] = cache.get(_HUBS) or {}
    return bool(hubs) and bool(cache.get_many([_key(hub, visitor_id) for hub in hubs]))


def left_at(visitor_id: int) -> float:
    """When their last stream ended (seconds of the epoch); 0.0 where none did lately."""
    return float(cache.get(_left(visitor_id)) or 0.0)


def _key(hub: str, visitor_id: int) -> str:
    return f"chat-stream:{visitor_id}:{hub}"


def _left(visitor_id: int) -> str:
    return f"chat-left:{visitor_id}"
