"""Killed again and again in the middle of a run: every ticket is done once, and taken back once."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import verify
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.models import Member
from percaya.stages.bulk import actions, queries
from percaya.stages.bulk.models import Run
from tests import builders
from tests.cast import Cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
ROOT = Path(__file__).resolve().parents[3]
TICKETS, KILLS, LEASE = 120, 4, 1.5


class Worker:
    """A worker that is killed and started anew."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        script = str(ROOT / "tests/stages/bulk/worker_process.py")
        command = [sys.executable, script, str(connection.settings_dict["NAME"]), str(LEASE)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None and self.process.stdout.readline() == "ready\n"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def kill_and_begin(self) -> None:
        self.kill()
        self.begin()


@pytest.fixture
def worker() -> Iterator[Worker]:
    running = Worker()
    yield running
    running.kill()


@pytest.fixture
def many(transactional_db: None, cast: Cast) -> list[Ticket]:
    return [builders.ticket(cast.rina, account=cast.senja.email) for _ in range(TICKETS)]


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


def begin(member: Member, tickets: list[Ticket], deed: str, **args: object) -> Run:
    run = actions.choose(member=member, tickets=[ticket.pk for ticket in tickets])
    return actions.begin(run=run, deed=deed, args=args, by=Actor.member(member.pk))


def state(run: Run) -> str:
    return Run.objects.get(pk=run.pk).state


def under_fire(worker: Worker, run: Run, stand: Callable[[], int]) -> None:
    """Kill whenever it has got on by a little."""
    dice = random.Random(run.pk)
    for kill in range(1, KILLS + 1):
        wanted = kill * TICKETS // (KILLS + 2)
        until(lambda wanted=wanted: stand() >= wanted or state(run) in ("done", "undone"))  # type: ignore[misc]
        time.sleep(dice.uniform(0.0, 0.03))
        worker.kill_and_begin()


def test_a_run_and_its_undo_reach_every_ticket_once(cast: Cast, many: list[Ticket], worker: Worker) -> None:
    run = begin(cast.dewi, many, "label", label="promo")
    under_fire(worker, run, lambda: queries.progress(run).done)
    until(lambda: state(run) == "done")
    assert queries.progress(run).done == TICKETS
    added = Counter(EventRow.objects.filter(kind="ticket.label_added").values_list("stream_id", flat=True))
    assert added == {ticket.pk: 1 for ticket in many}
    run = actions.take_back(run=Run.objects.get(pk=run.pk), by=Actor.member(cast.dewi.pk))
    under_fire(worker, run, lambda: queries.progress(run).back)
    until(lambda: state(run) == "undone")
    removed = Counter(EventRow.objects.filter(kind="ticket.label_removed").values_list("stream_id", flat=True))
    assert removed == {ticket.pk: 1 for ticket in many}
    assert list(verify(cast.workspace.pk)) == []


def test_a_reply_to_all_is_one_message_each(
    cast: Cast, many: list[Ticket], worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "UNDO_SECONDS", 0)
    run = begin(cast.dewi, many, "reply", text="Kiriman terlambat dua hari.")
    under_fire(worker, run, lambda: queries.progress(run).done)
    until(lambda: state(run) == "done")
    sent = Counter(Message.objects.filter(member=cast.dewi).values_list("ticket_id", flat=True))
    assert sent == {ticket.pk: 1 for ticket in many}
