"""The doorbell within one process; over Redis for many: ``scaled_bus``."""

from collections.abc import Callable
from typing import Any

import structlog

from percaya.core.journal.bus import Signal

log = structlog.get_logger("percaya.bus")


class LocalBus:
    """Calls back in the thread that rings: callbacks set an event or post to a loop, and return."""

    def __init__(self) -> None:
        self._rings: list[Callable[[], None]] = []
        self._signals: list[Callable[[Signal], None]] = []

    def ring(self) -> None:
        for callback in tuple(self._rings):
            _call(callback)

    def publish(self, signal: Signal) -> None:
        for callback in tuple(self._signals):
            _call(callback, signal)

    def on_ring(self, callback: Callable[[], None]) -> Callable[[], None]:
        return _subscribe(self._rings, callback)

    def on_signal(self, callback: Callable[[Signal], None]) -> Callable[[], None]:
        return _subscribe(self._signals, callback)


def _subscribe(callbacks: list[Any], callback: Any) -> Callable[[], None]:
    callbacks.append(callback)
    return lambda: callbacks.remove(callback) if callback in callbacks else None


def _call(callback: Callable[..., None], *args: Any) -> None:
    try:
        callback(*args)
    except Exception:
        log.exception("a listener of the bus failed")
