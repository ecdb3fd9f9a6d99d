"""The job engine of the scaled case: Procrastinate on PostgreSQL, behind the interface of the journal.

Jobs are deferred through Django's own connection, so in the caller's transaction. What Procrastinate has no column for
(workspace, cause, the last error) travels in the job's args. Order key = its lock, unique key = its queueing lock.
"""

import threading
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from percaya.core.journal.jobs import QUEUES, Job, StuckJob
from percaya.runtime.jobs.attempt import Begun, Outcome, attempt, exhausted
from percaya.runtime.jobs.embedded import KILLED
from percaya.runtime.jobs.hired import Hired

# The same rule as Procrastinate's own fetch, with our clock: jobs of one lock in the order of their ids, one at a time.
_CLAIM = """
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = (
        SELECT j.id FROM procrastinate_jobs j
        WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= %s)
        AND (j.lock IS NULL OR NOT EXISTS (
            SELECT 1 FROM procrastinate_jobs o WHERE o.lock = j.lock
            AND (o.status = 'doing' OR (o.status = 'todo' AND o.id < j.id))))
        ORDER BY j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED)
    RETURNING id, task_name, args, attempts + 1"""
_STALLED = """
    SELECT j.id, j.task_name, j.args, j.attempts + 1 FROM procrastinate_jobs j
    LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))
    FOR UPDATE OF j SKIP LOCKED"""
_STUCK = """
    SELECT id, task_name, args, queue_name, attempts FROM procrastinate_jobs
    WHERE status = 'failed' AND (%s::bigint IS NULL OR (args->>'workspace_id')::bigint = %s)
    ORDER BY id DESC LIMIT %s"""
_WAKE = "SELECT pg_notify('procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', %s)::text)"


class ProcrastinateEngine:
    def __init__(self, lease: float | None = None) -> None:
        self.lease = lease if lease is not None else float(getattr(settings, "PERCAYA_JOB_LEASE", 30.0))

    def enqueue(self, job: Job) -> None:
        deferrer = app.configure_task(
            job.kind,
            queue=job.queue,
            lock=job.order_key or None,
            queueing_lock=job.unique_key or None,
            schedule_at=job.run_at,
        )
        body = {"args": job.args, "workspace_id": job.workspace_id, "cause_id": job.cause_id}
        if not job.unique_key:
            deferrer.defer(**body)
            return
        try:
            with transaction.atomic():  # a savepoint: the refusal must not spoil the caller's transaction
                deferrer.defer(**body)
        except AlreadyEnqueued:
            return

    def cancel(self, unique_key: str) -> bool:
        return bool(unique_key) and _changed(
            "DELETE FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'", [unique_key]
        )

    def work(self, stop: threading.Event, *, queues: tuple[str, ...] = QUEUES, concurrency: int = 2) -> None:
        Hired(self, queues, concurrency).run(stop)

    def run_pending(self, *, until_empty: bool = True) -> int:
        tries = 0
        rounds = 1_000_000 if until_empty else self._due()
        worker = _scalar("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id", [])  # so that none rescues it
        while tries < rounds and (job := self._claim(worker)):
            # Inside a test's transaction a handler's database error must not spoil the rest.
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                outcome = attempt(job)
            self.settle(job, outcome)
            tries += 1
        _changed("DELETE FROM procrastinate_workers WHERE id = %s", [worker])
        return tries

    def stuck(self, workspace_id: int | None = None, limit: int = 200) -> list[StuckJob]:
        with connection.cursor() as cursor:
            cursor.execute(_STUCK, [workspace_id, workspace_id, limit])
            return [_as_stuck(*row) for row in cursor.fetchall()]

    def retry(self, job_id: int) -> bool:
        fresh = "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL, queueing_lock = NULL"
        done = _changed(f"{fresh} WHERE id = %s AND status = 'failed'", [job_id])
        if done:
            _changed(_WAKE, [job_id])
        return done

    def drop(self, job_id: int) -> bool:
        return _changed("DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed'", [job_id])

    def depth(self) -> dict[str, int]:
        found = dict.fromkeys((*QUEUES, "stuck"), 0)
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT CASE status WHEN 'failed' THEN 'stuck' ELSE queue_name END, count(*) FROM procrastinate_jobs
                   WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1"""
            )
            return {**found, **dict(cursor.fetchall())}

    # What the hired worker and run_pending use.

    def begin(self, job_id: int) -> None:
        """A job that has begun can no longer be cancelled, and a new one of its unique key may wait beside it."""
        _changed("UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE id = %s AND queueing_lock IS NOT NULL", [job_id])

    def note(self, job_id: int, error: str) -> None:
        """Keep why a try failed, for the stuck list."""
        said = orjson.dumps({"error": error, "failed_at": timezone.now().isoformat()}).decode().replace("\\u0000", "")
        _changed("UPDATE procrastinate_jobs SET args = args || %s::jsonb WHERE id = %s", [said, job_id])

    def settle(self, job: Begun, outcome: Outcome) -> None:
        """Write down how a try ended (for jobs claimed here; a hired worker does so itself)."""
        if not outcome.error:
            _changed("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])
            return
        self.note(job.id, outcome.error)
        status = "failed" if outcome.retry_in is None else "todo"
        _changed(
            """UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status, attempts = %s, queueing_lock = NULL,
               scheduled_at = %s::timestamptz + make_interval(secs => %s) WHERE id = %s""",
            [status, job.attempts, timezone.now(), outcome.retry_in or 0.0, job.id],
        )

    def rescue(self) -> int:
        """Bring back the jobs of workers that no longer show a heartbeat."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_STALLED, [self.lease])
            jobs = [_begun(*row) for row in cursor.fetchall()]
            for job in jobs:  # whatever kills its worker every time must not do so for ever
                self.settle(job, Outcome(KILLED, None if exhausted(job.kind, job.attempts) else 0.0))
            for job in jobs:
                cursor.execute(_WAKE, [job.id])
        return len(jobs)

    def _claim(self, worker: int) -> Begun | None:
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [worker, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            return None
        self.begin(row[0])
        return _begun(*row)

    def _due(self) -> int:
        due = "status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)"
        return _scalar(f"SELECT count(*) FROM procrastinate_jobs WHERE {due}", [timezone.now()])  # noqa: S608


def _scalar(sql: str, params: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.fetchone()[0])


def _changed(sql: str, params: list[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount > 0


def _begun(pk: int, kind: str, body: Any, attempts: int) -> Begun:
    body = orjson.loads(body) if isinstance(body, str) else body
    return Begun(
        id=pk,
        kind=kind,
        args=body["args"],
        attempts=attempts,
        cause_id=body.get("cause_id"),
        workspace_id=body.get("workspace_id"),
    )


def _as_stuck(pk: int, kind: str, body: Any, queue: str, attempts: int) -> StuckJob:
    body = orjson.loads(body) if isinstance(body, str) else body
    at: datetime | None = parse_datetime(body.get("failed_at", ""))
    return StuckJob(
        id=pk,
        kind=kind,
        args=body["args"],
        queue=queue,
        attempts=attempts,
        error=body.get("error", KILLED),
        at=at or timezone.now(),
        workspace_id=body.get("workspace_id"),
    )
