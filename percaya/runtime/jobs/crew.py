"""The hands of the embedded engine: threads that take a job, do it, write down how it went, and take the next."""

import threading
import time
from typing import TYPE_CHECKING

import structlog
from django.db import DatabaseError, connection, transaction

from percaya.core.journal.room import is_full
from percaya.runtime.jobs.attempt import Begun, Outcome, attempt
from percaya.runtime.pressure import pressure
from percaya.runtime.sqlite.turns import let_others_first

if TYPE_CHECKING:
    from percaya.runtime.jobs.embedded import EmbeddedEngine

log = structlog.get_logger("percaya.jobs")
LOOK = 1.0  # seconds between looks for jobs whose time has come and for those of other processes
PATIENCE = 5  # times a hand that is to go offers its outcome to a database that does not take it


class Crew:
    """``concurrency`` hands on some queues, and a keeper (the calling thread) that renews leases and looks for work."""

    def __init__(self, engine: "EmbeddedEngine", queues: tuple[str, ...], concurrency: int) -> None:
        self.engine = engine
        self.queues = queues
        self.concurrency = concurrency
        self._news = threading.Condition()
        self._calls = 0  # rings not yet answered; so that none is missed between looking and waiting
        self._held: set[int] = set()
        self._stop = threading.Event()

    def run(self, stop: threading.Event) -> None:
        hands = [threading.Thread(target=self._hand, name=f"job-{n}") for n in range(self.concurrency)]
        for hand in hands:
            hand.start()
        try:
            self._keep(stop)
        finally:
            self._stop.set()
            with self._news:
                self._news.notify_all()
            while at_work := [hand for hand in hands if hand.is_alive()]:  # what has begun is finished, and stays leased
                self._safely(self._renew)
                at_work[0].join(min(LOOK, self.engine.lease / 3))
            connection.close()

    def wake(self) -> None:
        """One hand is enough: whoever finds a job wakes the next."""
        with self._news:
            self._calls += 1
            self._news.notify()

    def _keep(self, stop: threading.Event) -> None:
        nap = min(LOOK, self.engine.lease / 3)
        turn = 0.0
        while not stop.is_set():
            if time.monotonic() >= turn:
                self._safely(self._renew)
                self._safely(self.engine.rescue)
                turn = time.monotonic() + self.engine.lease / 3
            self._safely(self._look)
            stop.wait(nap)

    def _look(self) -> None:
        if self.engine.due(self.queues):
            self.wake()

    def _renew(self) -> None:
        if held := tuple(self._held):
            self.engine.renew(held)

    def _hand(self) -> None:
        let_others_first()
        done: tuple[Begun, Outcome] | None = None
        parting = 0  # failures since the end was called
        while True:
            calls = self._calls
            try:
                job = self._turn(done)
            except DatabaseError as error:  # the outcome is kept in hand until the database takes it
                _say(error)
                parting += self._stop.is_set()
                if parting == PATIENCE:  # its lease runs out, and the job comes back at the next start
                    break
                time.sleep(1.0)
                continue
            begun = time.monotonic()
            done = (job, attempt(job)) if job else None
            pressure.rest(time.monotonic() - begun)
            if job is None:
                if self._stop.is_set():
                    break
                with self._news:
                    self._news.wait_for(lambda seen=calls: self._calls != seen or self._stop.is_set())  # type: ignore[misc]
        connection.close()

    def _turn(self, done: tuple[Begun, Outcome] | None) -> Begun | None:
        """Write down the last outcome and take the next job, in one short transaction."""
        if done is None and (self._stop.is_set() or not self.engine.due(self.queues)):
            return None
        with transaction.atomic():
            if done is not None:
                self.engine.settle(done[0].id, done[1])
            begun = [] if self._stop.is_set() else self.engine.claim(self.queues)
            self._held.update(job.id for job in begun)
        if done is not None:
            self._held.discard(done[0].id)
        if begun:
            self.wake()
        return begun[0] if begun else None

    @staticmethod
    def _safely(do: object) -> None:
        try:
            do()  # type: ignore[operator]
        except DatabaseError as error:
            _say(error)


def _say(error: DatabaseError) -> None:
    if is_full(error):
        log.error("disk_full", safe="jobs wait", error=str(error))
    else:
        log.warning("the job table does not answer; trying again", error=str(error))
    connection.close()
