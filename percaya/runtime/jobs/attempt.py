"""One try of one job: call the handler, say how it ended. Shared by both engines, so both treat failure alike."""

import time
from dataclasses import dataclass
from typing import Any

import structlog

from percaya.core.journal.cause import caused_by
from percaya.core.journal.jobs import TASKS, GiveUp, NotYet, RetryIn, backoff
from percaya.core.journal.room import is_full
from percaya.runtime.metrics import JOB_SECONDS, JOBS

log = structlog.get_logger("percaya.jobs")
ERROR_LENGTH = 2000
NO_ROOM = 20.0  # seconds until a job that found the disk full looks again


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A job as it is handed to its handler; ``attempts`` counts this try."""

    id: int
    kind: str
    args: dict[str, Any]
    attempts: int
    cause_id: int | None = None
    workspace_id: int | None = None


@dataclass(frozen=True)
class Outcome:
    """``error`` is empty when all went well; else ``retry_in`` seconds, or ``None`` for the stuck list."""

    error: str = ""
    retry_in: float | None = None

    @property
    def word(self) -> str:
        if not self.error:
            return "done"
        return "stuck" if self.retry_in is None else "retry"


DONE = Outcome()


def attempt(job: Begun) -> Outcome:
    """Run the handler inside its cause. Never raises for what a handler does."""
    started = time.perf_counter()
    with structlog.contextvars.bound_contextvars(job=job.id, job_kind=job.kind, **_ticket(job.args)):
        outcome = _attempt(job)
        level = {"done": "debug", "retry": "warning", "stuck": "error"}[outcome.word]
        getattr(log, level)("job", outcome=outcome.word, attempt=job.attempts, error=outcome.error or None)
    JOBS.labels(job.kind, outcome.word).inc()
    JOB_SECONDS.labels(job.kind).observe(time.perf_counter() - started)
    return outcome


def exhausted(kind: str, attempts: int) -> bool:
    """No try is left; an unknown kind (of a newer version) has none."""
    return kind not in TASKS or attempts >= TASKS[kind].attempts


def _attempt(job: Begun) -> Outcome:
    task = TASKS.get(job.kind)
    if task is None:
        return Outcome(f"this version of Percaya has no handler for {job.kind!r}")
    try:
        with caused_by(job.cause_id if job.cause_id is not None else job.args.get("event_id")):
            task.handler(**job.args)
    except GiveUp as why:
        return Outcome(_text(why) or "gave up")
    except NotYet as why:
        return Outcome(_text(why) or "not yet", why.seconds)
    except RetryIn as why:
        return _again(job, why, why.seconds)
    except Exception as error:
        if is_full(error):  # passes once somebody frees space: it may be tried for as long as that takes
            log.error("disk_full", safe="the job waits", retry_in=NO_ROOM)
            return Outcome(f"no room on the disk: {_text(error)}", NO_ROOM)
        log.exception("a job failed", attempt=job.attempts)
        return _again(job, error, backoff(job.attempts))
    return DONE


def _again(job: Begun, error: Exception, seconds: float) -> Outcome:
    text = _text(error) if isinstance(error, RetryIn) else f"{type(error).__name__}: {_text(error)}"
    return Outcome(text or "to be tried again", None if exhausted(job.kind, job.attempts) else seconds)


def _text(error: Exception) -> str:
    return str(error)[:ERROR_LENGTH]


def _ticket(args: dict[str, Any]) -> dict[str, Any]:
    return {"ticket_id": args["ticket_id"]} if "ticket_id" in args else {}
