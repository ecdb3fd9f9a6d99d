"""Work for after the commit. The interface; the engines are the machine's (``runtime/jobs``).

A job is enqueued in the caller's transaction, runs at least once, is leased while it runs, comes back with growing
delays when it fails, and after its last try stays on the stuck list until a person retries or drops it. Jobs with one
``order_key`` run one at a time in the order of their making; a job that is stuck no longer holds up the next.
"""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from percaya.core.journal.cause import current_cause

QUEUES = ("default", "inbound", "outbound", "bulk")


@dataclass(frozen=True, kw_only=True)
class Job:
    kind: str
    args: dict[str, Any] = field(default_factory=dict)
    queue: str = "default"
    order_key: str = ""
    unique_key: str = ""  # at most one waiting job has it; the handle to cancel by
    run_at: datetime | None = None  # aware; None means as soon as committed
    workspace_id: int | None = None
    cause_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StuckJob:
    """A job that gave up, as a person sees it."""

    id: int
    kind: str
    args: dict[str, Any]
    queue: str
    attempts: int
    error: str
    at: datetime
    workspace_id: int | None


class RetryIn(Exception):
    """Raised by a handler: come back after that many seconds (counts as a try)."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds


class NotYet(RetryIn):
    """Raised by a handler: nothing was tried yet (a limit says when). Such waiting never uses up its tries."""


class GiveUp(Exception):
    """Raised by a handler: no further try can help; to the stuck list at once."""


Handler = Callable[..., Any]


@dataclass(frozen=True)
class Task:
    kind: str
    handler: Handler
    queue: str
    attempts: int


TASKS: dict[str, Task] = {}


def task(kind: str, *, queue: str = "default", attempts: int = 8) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of job. It is called with the job's args by keyword, outside any transaction."""

    def register(handler: Handler) -> Handler:
        if kind in TASKS and TASKS[kind].handler.__qualname__ != handler.__qualname__:
            raise TypeError(f"two handlers are called {kind!r}")
        TASKS[kind] = Task(kind, handler, queue, attempts)
        return handler

    return register


def kind_of(handler: Callable[..., Any]) -> str:
    """The kind a handler is registered under. Raises ``KeyError`` for one that is not."""
    for registered in TASKS.values():
        if registered.handler is handler:
            return registered.kind
    raise KeyError(f"{handler.__qualname__} is no registered task")


class Engine(Protocol):
    def enqueue(self, job: Job) -> None:
        """Store the job in the current transaction. With a ``unique_key`` that already waits, the first one stays."""

    def cancel(self, unique_key: str) -> bool:
        """Take back a job that has not begun; ``False`` when there is none (any more)."""

    def work(self, stop: threading.Event, *, queues: tuple[str, ...] = QUEUES, concurrency: int = 2) -> None:
        """Run jobs until ``stop``; jobs that have begun are finished."""

    def run_pending(self, *, until_empty: bool = True) -> int:
        """Run everything due now in this thread; how many tries were made (tests, ``percaya demo``)."""

    def stuck(self, workspace_id: int | None = None, limit: int = 200) -> list[StuckJob]:
        """Jobs that gave up, newest first; of every workspace when none is named."""

    def retry(self, job_id: int) -> bool:
        """Put a stuck job back in the queue, its tries counted anew."""

    def drop(self, job_id: int) -> bool:
        """Give a stuck job up for good."""

    def depth(self) -> dict[str, int]:
        """Waiting and running jobs by queue, "stuck" beside them."""


@cache
def engine() -> Engine:
    made: Engine = import_string(settings.PERCAYA_JOB_ENGINE)()
    return made


def enqueue(
    kind: str,
    *,
    args: dict[str, Any] | None = None,
    order_key: str = "",
    unique_key: str = "",
    run_at: datetime | None = None,
    workspace_id: int | None = None,
) -> None:
    """Enqueue a job of a registered kind, in the current transaction, with the current cause."""
    job = Job(
        kind=kind,
        args=args or {},
        queue=TASKS[kind].queue,
        order_key=order_key,
        unique_key=unique_key,
        run_at=run_at,
        workspace_id=workspace_id,
        cause_id=current_cause(),
    )
    engine().enqueue(job)


def backoff(attempt: int) -> float:
    """Seconds until the next try: 4^n up to an hour, with jitter so that a crowd does not come back together."""
    return min(3600.0, 4.0**attempt) * random.uniform(0.75, 1.25)  # noqa: S311 (not a secret)
