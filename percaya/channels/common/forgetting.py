"""Taking a message that its writer took back out of a raw arrival, so that only what proves that it was there is left."""

from collections.abc import Callable, Iterable
from typing import Any

import orjson

from percaya.channels.common.payloads import load_payload
from percaya.channels.contract import Unreadable

Kept = Callable[[dict[str, Any]], Iterable[str] | None]
"""Of an object in the JSON the keys that stay when the rest is forgotten; ``None`` for one that says nothing of the message."""


def forgotten(raw: bytes, kept: Kept) -> bytes | None:
    """The JSON without what is to be forgotten; everything else of it, also of other people, stays. ``None`` where there
    is nothing to forget, or no JSON."""
    try:
        whole = load_payload(raw)
    except Unreadable:
        return None
    found = False
    waiting: list[Any] = [whole]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            stay = kept(thing)
            gone = [] if stay is None else [key for key in thing if key not in set(stay)]
            for key in gone:
                del thing[key]
            found = found or bool(gone)
        waiting += thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ()
    return orjson.dumps(whole) if found else None
