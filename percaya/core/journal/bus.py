"""The doorbell. After a commit it says "something new is in the journal", and no more: readers look for themselves.

Short-lived news that no journal keeps (who is typing) goes through ``publish`` as a ``Signal``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Signal:
    """``topic``: "w7" a workspace, "t42" a ticket, "m3" a member, "v5" a visitor. ``event_id`` 0 for what no journal keeps."""

    topic: str
    kind: str
    event_id: int = 0
    data: dict[str, Any] = field(default_factory=dict)


class Bus(Protocol):
    def ring(self) -> None:
        """Wake every reader of the journal, in this process or any other. Never raises, never blocks for long."""

    def publish(self, signal: Signal) -> None:
        """Pass on short-lived news to every live hub."""

    def on_ring(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back (from any thread) at each ring; returns how to stop that."""

    def on_signal(self, callback: Callable[[Signal], None]) -> Callable[[], None]:
        """Call back (from any thread) with each published signal; returns how to stop that."""


@cache
def bus() -> Bus:
    made: Bus = import_string(settings.PERCAYA_BUS)()
    return made


def ring() -> None:
    bus().ring()
