"""The three kinds of reaction and the table that names them (``percaya/flow.py``).

``now``     in the same transaction: database only, milliseconds
``later``   a job after the commit: for what leaves the machine
``follow``  a reader with a cursor over the journal, in batches
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, Protocol

from django.utils import timezone

from percaya.core.journal import jobs
from percaya.core.journal.event import Event


@dataclass(frozen=True)
class Now:
    """Called with the event and its id; raises to refuse the whole change."""

    react: Callable[[Any, int], None]


class OrderOf(Protocol):
    def __call__(self, event: Any) -> str: ...


@dataclass(frozen=True)
class Later:
    """``task`` is a registered job's handler, called with ``event_id`` and what ``args`` makes of the event. ``unique`` names the
    job while it waits, so that it can be cancelled; ``after`` is how many seconds it waits at least."""

    task: Callable[..., Any]
    args: Callable[[Any], dict[str, Any]]
    order: OrderOf = lambda event: ""
    unique: OrderOf = lambda event: ""
    after: Callable[[Any], float] = lambda event: 0.0


@dataclass(frozen=True)
class Follow:
    """``handle`` is called with batches of committed rows in order; it must bear seeing a batch twice."""

    name: str
    handle: Callable[[Sequence[Any]], None]


@dataclass(frozen=True)
class Flow:
    """THE PATH: event class -> reactions in order, and the followers that read everything."""

    reactions: Mapping[type[Event], Sequence[Now | Later]]
    followers: Sequence[Follow] = ()


class _Wiring:
    def __init__(self) -> None:
        self.load: Callable[[], Flow] = lambda: Flow({})

    @cached_property
    def flow(self) -> Flow:
        return self.load()


_wiring = _Wiring()


def use(load: Callable[[], Flow]) -> None:
    """Take the flow from ``load`` at first need (the table names stages that are not loaded yet)."""
    _wiring.load = load
    _wiring.__dict__.pop("flow", None)


def flow() -> Flow:
    return _wiring.flow


def react(event: Event, event_id: int) -> None:
    """Do or enqueue everything the table has for this event."""
    for reaction in flow().reactions.get(type(event), ()):
        match reaction:
            case Now(react=run):
                run(event, event_id)
            case Later():
                _enqueue(reaction, event, event_id)


def _enqueue(later: Later, event: Event, event_id: int) -> None:
    seconds = later.after(event)
    jobs.enqueue(
        jobs.kind_of(later.task),
        args={"event_id": event_id, **later.args(event)},
        order_key=later.order(event),
        unique_key=later.unique(event),
        run_at=timezone.now() + timedelta(seconds=seconds) if seconds else None,
        workspace_id=event.workspace_id,
    )
