"""A Procrastinate worker in this thread: its own event loop and connections, the handlers in threads with Django's."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import close_old_connections, connection, connections
from django.utils import timezone
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.contrib.django import connector_params
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.worker import Worker

from percaya.core.journal.jobs import TASKS
from percaya.runtime.jobs.attempt import Begun, Outcome, attempt

if TYPE_CHECKING:
    from percaya.runtime.jobs.scaled import ProcrastinateEngine

log = structlog.get_logger("percaya.jobs")
LOOK = 1.0  # seconds between looks; new jobs are told of at once by LISTEN


class Failed(Exception):
    """Carries the outcome of a try to the retry strategy."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.error)
        self.outcome = outcome


class AsTheOutcomeSays(BaseRetryStrategy):
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, Failed) or exception.outcome.retry_in is None:
            return None
        return RetryDecision(retry_at=timezone.now() + timedelta(seconds=exception.outcome.retry_in))


class Hired:
    """Works until told to stop; comes back by itself when PostgreSQL was away."""

    def __init__(self, engine: "ProcrastinateEngine", queues: tuple[str, ...], concurrency: int) -> None:
        self.engine = engine
        self.queues = queues
        self.concurrency = concurrency

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                asyncio.run(self._work(stop))
            except Exception as error:
                log.warning("the job worker lost the database and will come back to it", error=repr(error.__cause__ or error))
                stop.wait(LOOK)
        connections.close_all()

    async def _work(self, stop: threading.Event) -> None:
        hands = ThreadPoolExecutor(self.concurrency + 1, thread_name_prefix="job")
        asyncio.get_running_loop().set_default_executor(hands)  # where Procrastinate runs what is not async
        app = App(connector=PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4))
        for kind in TASKS:
            app.task(name=kind, pass_context=True, retry=AsTheOutcomeSays())(self._handler)
        async with app.open_async():
            worker = Worker(
                app,
                queues=list(self.queues),
                concurrency=self.concurrency,
                install_signal_handlers=False,
                delete_jobs="successful",
                fetch_job_polling_interval=LOOK,
                abort_job_polling_interval=3600.0,
                update_heartbeat_interval=self.engine.lease / 3,
                stalled_worker_timeout=self.engine.lease,
            )
            keeper = asyncio.create_task(self._keep(worker, stop))
            try:
                await worker.run()
            finally:
                keeper.cancel()
                await _close_connections(hands, self.concurrency + 1)

    async def _keep(self, worker: Worker, stop: threading.Event) -> None:
        loop, turn = asyncio.get_running_loop(), 0.0
        while not stop.is_set():
            if loop.time() >= turn:
                turn = loop.time() + self.engine.lease / 3
                await asyncio.to_thread(self._rescue)
            await asyncio.sleep(0.2)
        worker.stop()

    def _rescue(self) -> None:
        try:
            self.engine.rescue()
        except Exception as error:
            log.warning("looking for jobs of killed workers failed", error=str(error))
            connection.close()

    def _handler(self, context: JobContext, **body: Any) -> None:
        close_old_connections()  # one that died while this thread was idle
        job = context.job
        begun = Begun(
            id=job.id or 0,
            kind=job.task_name,
            args=body["args"],
            attempts=job.attempts + 1,
            cause_id=body.get("cause_id"),
            workspace_id=body.get("workspace_id"),
        )
        if job.queueing_lock:
            self.engine.begin(begun.id)
        outcome = attempt(begun)
        if outcome.error:
            self.engine.note(begun.id, outcome.error)
            raise Failed(outcome)


async def _close_connections(hands: ThreadPoolExecutor, count: int) -> None:
    """Django's connections belong to threads: each hand closes its own, all at the same time so that none is missed."""
    together = threading.Barrier(count)

    def close() -> None:
        together.wait(10)
        connections.close_all()

    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(hands, close) for _ in range(count)), return_exceptions=True)
