"""The job engine of the embedded case: one SQLite table. A job is claimed by one conditional UPDATE, so by one worker;
it holds a lease that its worker renews, and comes back when the lease runs out (the worker was killed)."""

import threading
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from percaya.core.journal.jobs import QUEUES, Job, StuckJob
from percaya.core.written import insert
from percaya.runtime.jobs.attempt import Begun, Outcome, attempt, exhausted
from percaya.runtime.jobs.crew import Crew
from percaya.runtime.jobs.models import JobRow

_RUNNABLE = """
    j.state = 'waiting' AND j.run_at <= %s AND j.queue IN ({queues}) AND (j.order_key = '' OR NOT EXISTS (
        SELECT 1 FROM jobs_job o WHERE o.order_key = j.order_key AND o.order_key <> ''
        AND ((o.state = 'waiting' AND o.id < j.id) OR o.state = 'running')))"""
_CLAIM = """
    UPDATE jobs_job SET state = 'running', leased_until = %s, attempts = attempts + 1, unique_key = ''
    WHERE id IN (SELECT j.id FROM jobs_job j WHERE {runnable} ORDER BY j.run_at, j.id LIMIT %s)
    RETURNING id, kind, args, attempts, cause_id, workspace_id"""
_CANCEL = "DELETE FROM jobs_job WHERE unique_key = %s AND state = 'waiting' AND NOT (unique_key = '')"  # as its index says it
KILLED = "the process ended in the middle of it"


class EmbeddedEngine:
    def __init__(self, lease: float | None = None) -> None:
        self.lease = lease if lease is not None else float(getattr(settings, "PERCAYA_JOB_LEASE", 30.0))
        self._crews: list[Crew] = []
        self._lock = threading.Lock()

    def enqueue(self, job: Job) -> None:
        row = JobRow(
            kind=job.kind,
            args=orjson.dumps(job.args).decode(),
            queue=job.queue,
            order_key=job.order_key,
            unique_key=job.unique_key,
            workspace_id=job.workspace_id,
            cause_id=job.cause_id,
            run_at=job.run_at or timezone.now(),
        )
        insert(row, unless_there=bool(job.unique_key))  # the partial unique index keeps the first one
        transaction.on_commit(lambda: self.wake(job.queue))

    def cancel(self, unique_key: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_CANCEL, [unique_key])
            return cursor.rowcount > 0

    def work(self, stop: threading.Event, *, queues: tuple[str, ...] = QUEUES, concurrency: int = 2) -> None:
        crew = Crew(self, queues, concurrency)
        with self._lock:
            self._crews.append(crew)
        try:
            crew.run(stop)
        finally:
            with self._lock:
                self._crews.remove(crew)

    def wake(self, queue: str = "") -> None:
        """There may be work in that queue, or in any: called after commits. What other processes enqueue is found by looking."""
        for crew in tuple(self._crews):
            if not queue or queue in crew.queues:
                crew.wake()

    def run_pending(self, *, until_empty: bool = True) -> int:
        tries = 0
        while begun := self.claim(QUEUES, limit=1 if until_empty else 100):
            for job in begun:
                # Inside a test's transaction a handler's database error must not spoil the rest.
                with transaction.atomic() if connection.in_atomic_block else nullcontext():
                    outcome = attempt(job)
                self.settle(job.id, outcome)
                tries += 1
            if not until_empty:
                break
        return tries

    def stuck(self, workspace_id: int | None = None, limit: int = 200) -> list[StuckJob]:
        rows = JobRow.objects.filter(state=JobRow.STUCK).order_by("-failed_at", "-id")
        if workspace_id is not None:
            rows = rows.filter(workspace_id=workspace_id)
        return [_as_stuck(row) for row in rows[:limit]]

    def retry(self, job_id: int) -> bool:
        fresh: dict[str, Any] = {"state": JobRow.WAITING, "attempts": 0, "run_at": timezone.now(), "error": ""}
        done = JobRow.objects.filter(pk=job_id, state=JobRow.STUCK).update(**fresh, failed_at=None)
        transaction.on_commit(self.wake)
        return bool(done)

    def drop(self, job_id: int) -> bool:
        return bool(JobRow.objects.filter(pk=job_id, state=JobRow.STUCK).delete()[0])

    def depth(self) -> dict[str, int]:
        unfinished = JobRow.objects.filter(~Q(state=JobRow.STUCK)).values_list("queue").annotate(n=Count("id"))
        found = {**dict.fromkeys(QUEUES, 0), **dict(unfinished.order_by())}
        return {**found, "stuck": JobRow.objects.filter(state=JobRow.STUCK).count()}

    # What a crew and run_pending use.

    def due(self, queues: Iterable[str]) -> bool:
        """Is anything runnable? A read, so that idling takes no write lock."""
        runnable, names = _runnable(queues)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM jobs_job j WHERE {runnable} LIMIT 1", [_now(), *names])  # noqa: S608
            return cursor.fetchone() is not None

    def claim(self, queues: Iterable[str], *, limit: int = 1) -> list[Begun]:
        """Take up to ``limit`` jobs, at most one of an order key, oldest first."""
        runnable, names = _runnable(queues)
        until = connection.ops.adapt_datetimefield_value(timezone.now() + timedelta(seconds=self.lease))
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM.format(runnable=runnable), [until, _now(), *names, limit])
            rows = sorted(cursor.fetchall())
        return [
            Begun(id=pk, kind=kind, args=orjson.loads(args), attempts=attempts, cause_id=cause, workspace_id=workspace)
            for pk, kind, args, attempts, cause, workspace in rows
        ]

    def settle(self, job_id: int, outcome: Outcome) -> None:
        """Write down how a try ended."""
        row = JobRow.objects.filter(pk=job_id, state=JobRow.RUNNING)
        if not outcome.error:
            row.delete()
        elif outcome.retry_in is None:
            row.update(state=JobRow.STUCK, error=outcome.error, failed_at=timezone.now(), leased_until=None)
        else:
            at = timezone.now() + timedelta(seconds=outcome.retry_in)
            row.update(state=JobRow.WAITING, error=outcome.error, run_at=at, leased_until=None)

    def renew(self, job_ids: Iterable[int]) -> None:
        until = timezone.now() + timedelta(seconds=self.lease)
        JobRow.objects.filter(pk__in=list(job_ids), state=JobRow.RUNNING).update(leased_until=until)

    def rescue(self, *, everything: bool = False) -> int:
        """Bring back jobs whose lease ran out; ``everything`` when the caller knows that no other worker lives."""
        lost = JobRow.objects.filter(state=JobRow.RUNNING)
        if not everything:
            lost = lost.filter(leased_until__lt=timezone.now())
        rows = list(lost.values_list("id", "kind", "attempts", "leased_until"))
        for pk, kind, attempts, leased_until in rows:
            held = JobRow.objects.filter(pk=pk, state=JobRow.RUNNING, leased_until=leased_until)
            if exhausted(kind, attempts):  # whatever kills its worker every time must not do so for ever
                held.update(state=JobRow.STUCK, error=KILLED, failed_at=timezone.now(), leased_until=None)
            else:
                held.update(state=JobRow.WAITING, error=KILLED, leased_until=None)
        return len(rows)


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _runnable(queues: Iterable[str]) -> tuple[str, list[str]]:
    names = list(queues)
    return _RUNNABLE.format(queues=", ".join(["%s"] * len(names))), names


def _as_stuck(row: JobRow) -> StuckJob:
    return StuckJob(
        id=row.pk,
        kind=row.kind,
        args=orjson.loads(row.args),
        queue=row.queue,
        attempts=row.attempts,
        error=row.error,
        at=row.failed_at or row.run_at,
        workspace_id=row.workspace_id,
    )
