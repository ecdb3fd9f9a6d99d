"""Is Percaya well: what ``/readyz``, ``/metrics`` and ``percaya check`` ask."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import structlog
from django.conf import settings
from django.db import connection

from percaya.core.journal import followers
from percaya.core.journal.jobs import engine
from percaya.core.journal.reactions import flow
from percaya.runtime.metrics import FOLLOWER_LAG, QUEUE_DEPTH

log = structlog.get_logger("percaya.health")
LAG = 20_000  # events a follower may be behind before this process is no longer ready
FREE = 100 * 1024 * 1024  # bytes of disk below which somebody should make room, or a fiftieth of a smaller disk


@dataclass
class Report:
    """``problems`` by part, each a sentence; empty when ready."""

    problems: dict[str, str] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        return not self.problems

    def for_strangers(self) -> str:
        """Which parts ail, without the words of an error (they name hosts and users) and without figures."""
        return orjson.dumps({"ready": self.ready, "problems": sorted(self.problems)}).decode()

    def json(self) -> str:
        return orjson.dumps({"ready": self.ready, "problems": self.problems, **self.facts}).decode()


def check() -> Report:
    """Ask every part; a part that fails is named, the others are still asked."""
    report = Report()
    parts: dict[str, Callable[[Report], None]] = {"database": _database, "jobs": _jobs, "followers": _followers, "disk": _disk}
    for name, ask in parts.items():
        try:
            ask(report)
        except Exception as error:
            report.problems[name] = f"{type(error).__name__}: {error}"
    connection.close()  # this is no thread of the pool
    return report


def measure() -> None:
    """Set the gauges that are read from the database."""
    try:
        for queue, depth in engine().depth().items():
            QUEUE_DEPTH.labels(queue).set(depth)
        for name, lag in lags().items():
            FOLLOWER_LAG.labels(name).set(lag)
    finally:
        connection.close()


def lags() -> dict[str, int]:
    """How many ids each follower is behind the newest event."""
    newest = followers.latest()
    return {follower.name: max(0, newest - followers.position(follower.name)) for follower in flow().followers}


def _database(report: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _jobs(report: Report) -> None:
    report.facts["jobs"] = engine().depth()


def _followers(report: Report) -> None:
    report.facts["lag"] = lags()
    for name, lag in lags().items():
        if lag > LAG:
            report.problems["followers"] = f"{name} is {lag} events behind"


def _disk(report: Report) -> None:
    folder = Path(settings.PERCAYA_BLOBS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(folder, os.W_OK):
        report.problems["disk"] = "the blob folder cannot be written"
    usage = shutil.disk_usage(folder)
    report.facts["free_bytes"] = usage.free
    if usage.free < min(FREE, usage.total // 50):
        log.error("disk_full", free_bytes=usage.free)
        report.problems["disk"] = (
            f"the disk is full ({usage.free // 1024} kB free): what is kept is safe, new mail is put off; make room in {folder}"
        )
