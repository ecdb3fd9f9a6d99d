"""Waiting for what other threads, processes and servers bring about."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(look: Callable[[], T], *, seconds: float = 60.0, what: str = "") -> T:
    """The first true value of ``look``. Raises ``AssertionError`` with the last value when there is none in time."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < end, f"waited {seconds:g} s in vain for {what or 'it'}; at last there was {seen!r}"
        time.sleep(0.05)
