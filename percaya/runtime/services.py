"""What runs beside the pages, each in a thread: jobs, timers, followers, housekeeping, the doors for mail."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from percaya.core.journal import alarms, followers
from percaya.core.journal.bus import bus
from percaya.core.journal.jobs import engine
from percaya.core.journal.reactions import flow
from percaya.core.journal.room import is_full
from percaya.runtime import schema
from percaya.runtime.pressure import pressure

log = structlog.get_logger("percaya.services")
LOOK = 1.0  # seconds between looks when no bell was heard
# Between two readings of what comes one by one: each reading has its price whatever it finds, and nobody waits for a search or a
# report to know of the last quarter of a second.
PACE = 0.25  # seconds
SULK = 5.0  # seconds a follower that failed is left alone
DAY = 24 * 3600.0


@dataclass(frozen=True)
class Service:
    """``run`` works until the event is set; when it fails it is begun again a second later."""

    name: str
    run: Callable[[threading.Event], None]


def workers(concurrency: int = 2) -> list[Service]:
    """Queues are worked apart, so that a mail server that hangs holds up no arrival."""

    def crew(*queues: str, hands: int) -> Callable[[threading.Event], None]:
        return lambda stop: engine().work(stop, queues=queues, concurrency=hands)

    return [
        Service("jobs-in", crew("inbound", "default", hands=concurrency)),
        Service("jobs-out", crew("outbound", hands=concurrency)),
        Service("jobs-bulk", crew("bulk", hands=1)),
    ]


def timers() -> list[Service]:
    return [Service("alarms", ring_alarms), Service("followers", lead_followers), Service("housekeeping", keep_house)]


def ring_alarms(stop: threading.Event) -> None:
    """Turn due alarms into jobs, within a second of their time."""
    while not stop.is_set():
        close_old_connections()
        while alarms.ring_due(timezone.now()) and not stop.is_set():
            pass
        stop.wait(LOOK)


def lead_followers(stop: threading.Event) -> None:
    """Hand every follower what it has not read, at the bell or a second later. One that fails is tried again alone."""
    bell = threading.Event()
    silence = bus().on_ring(bell.set)
    sulking: dict[str, float] = {}
    try:
        while not stop.is_set():
            bell.clear()
            close_old_connections()
            begun = time.monotonic()
            moved = sum([_lead(follower, sulking) for follower in flow().followers])
            pressure.rest(time.monotonic() - begun)
            if moved:
                stop.wait(PACE)
            else:
                _wait(bell, stop)
    finally:
        silence()


def keep_house(stop: threading.Event) -> None:
    """Once a day let SQLite look after itself."""
    while not stop.wait(DAY):
        checkpoint()


def checkpoint() -> None:
    """Fold the write-ahead log into the database file, so that a copy of the file alone is whole. On a full disk the log
    stays beside it, which is as safe."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            schema.learn(cursor)
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except DatabaseError as error:
        if not is_full(error):
            raise
        log.error("disk_full", safe="the log of the database stays beside it")


def _lead(follower: object, sulking: dict[str, float]) -> int:
    name: str = follower.name  # type: ignore[attr-defined]
    if sulking.get(name, 0.0) > time.monotonic():
        return 0
    try:
        return followers.advance(follower)  # type: ignore[arg-type]
    except Exception:
        log.exception("a follower failed; it will try again from where it was", follower=name)
        sulking[name] = time.monotonic() + SULK
        return 0


def _wait(bell: threading.Event, stop: threading.Event) -> None:
    end = time.monotonic() + LOOK
    while not stop.is_set() and time.monotonic() < end and not bell.wait(0.25):
        pass


class Staff:
    """The threads of the services: begun together, stopped together."""

    def __init__(self, services: list[Service]) -> None:
        self.stop = threading.Event()
        self.threads = [
            threading.Thread(target=self._serve, args=[service], name=service.name, daemon=True) for service in services
        ]

    def begin(self) -> None:
        for thread in self.threads:
            thread.start()

    def end(self, seconds: float) -> list[str]:
        """Ask all to stop and wait; the names of those that did not in time."""
        self.stop.set()
        end = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0.0, end - time.monotonic()))
        return [thread.name for thread in self.threads if thread.is_alive()]

    def _serve(self, service: Service) -> None:
        while not self.stop.is_set():
            try:
                service.run(self.stop)
            except Exception:
                log.exception("a service failed; it begins again in a second", service=service.name)
            finally:
                connection.close()
            self.stop.wait(1.0)
