"""A past is told without anybody joining in: a server that runs meanwhile finds no job and no due alarm of it before its end.

Else its workers would read an arrival of last week at the time that it is now, between two steps of the story.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from django.db import transaction

from percaya.core.journal import alarms
from percaya.core.journal.jobs import Job, engine

LONGEST = timedelta(hours=3)  # no story is told for longer; after a telling that was cut short alarms ring then


class Held:
    """Stands for the engine's queue in this process."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def enqueue(self, job: Job) -> None:
        if not job.unique_key or all(one.unique_key != job.unique_key for one in self.jobs):
            self.jobs.append(job)

    def cancel(self, unique_key: str) -> bool:
        kept = [one for one in self.jobs if not unique_key or one.unique_key != unique_key]
        found = len(kept) < len(self.jobs)
        self.jobs = kept
        return found


@contextmanager
def held(now: datetime) -> Iterator[None]:
    """``now``: when the telling begins. What waited is queued at its end; where it fails, nothing is."""
    waiting, queue = Held(), engine()
    with (
        alarms.none_before(now + LONGEST, then=now),
        patch.object(queue, "enqueue", waiting.enqueue),
        patch.object(queue, "cancel", waiting.cancel),
    ):
        yield
    with transaction.atomic():
        for job in waiting.jobs:
            queue.enqueue(job)
