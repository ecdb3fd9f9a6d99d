"""Both job engines keep the same promises: this suite runs on whichever database the tests run on."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from percaya.core.journal import jobs
from percaya.core.journal.cause import caused_by
from percaya.core.journal.jobs import engine, enqueue
from percaya.runtime.jobs import crew, hired
from tests.runtime import chores

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


@contextmanager
def working(concurrency: int = 2, queues: tuple[str, ...] = jobs.QUEUES) -> Iterator[None]:
    stop = threading.Event()

    def work() -> None:
        engine().work(stop, queues=queues, concurrency=concurrency)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive(), "the worker did not stop"


def process(lease: float) -> "subprocess.Popen[str]":
    script = str(ROOT / "tests/runtime/worker_process.py")
    command = [sys.executable, script, str(connection.settings_dict["NAME"]), str(lease)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    begun = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert begun.stdout is not None
    assert begun.stdout.readline() == "ready\n"
    return begun


def nothing_left() -> bool:
    return sum(engine().depth().values()) == 0


def travel(seconds: float) -> None:
    """Everything that waits comes due (both engines)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - make_interval(secs => %s)", [seconds])
        else:
            cursor.execute("UPDATE jobs_job SET run_at = datetime(run_at, %s)", [f"-{int(seconds)} seconds"])


# In the caller's transaction


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_rolled_back_transaction_never_was(path: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue("chore.note", args={"path": str(path), "line": "no"})
        raise RuntimeError
    assert engine().run_pending() == 0
    assert chores.lines(path) == []


@pytest.mark.django_db
def test_a_job_runs_once_with_its_args_and_leaves_nothing(path: Path) -> None:
    enqueue("chore.note", args={"path": str(path), "line": "sekali"})
    assert engine().depth()["default"] == 1
    assert engine().run_pending() == 1
    assert engine().run_pending() == 0
    assert chores.lines(path) == ["sekali"]
    assert nothing_left()


@pytest.mark.django_db
def test_a_job_runs_inside_the_cause_it_was_enqueued_in(path: Path) -> None:
    with caused_by(41):
        enqueue("chore.cause", args={"path": str(path)})
    enqueue("chore.cause", args={"path": str(path), "event_id": 42})
    engine().run_pending()
    assert chores.lines(path) == ["41", "42"]


@pytest.mark.django_db
def test_a_job_for_later_waits_for_its_time(path: Path) -> None:
    enqueue("chore.note", args={"path": str(path), "line": "x"}, run_at=timezone.now() + timedelta(minutes=1))
    assert engine().run_pending() == 0
    travel(61)
    assert engine().run_pending() == 1


# Failing


@pytest.mark.django_db
def test_a_failing_job_backs_off_and_gets_stuck_with_its_reason(path: Path) -> None:
    enqueue("chore.fail", args={"path": str(path)}, workspace_id=7)
    assert engine().run_pending() == 1  # and not again at once: it backs off
    assert engine().stuck() == []
    for _ in range(2):
        travel(4000)
        assert engine().run_pending() == 1
    (stuck,) = engine().stuck(7)
    assert (stuck.kind, stuck.attempts, stuck.workspace_id) == ("chore.fail", 3, 7)
    assert stuck.error == "ValueError: the bread is burnt"
    assert stuck.args == {"path": str(path)}
    assert abs((timezone.now() - stuck.at).total_seconds()) < 60
    assert engine().stuck(8) == []
    assert engine().depth()["stuck"] == 1


@pytest.mark.django_db
def test_a_person_can_retry_a_stuck_job_or_drop_it(path: Path) -> None:
    enqueue("chore.never")
    engine().run_pending()
    (stuck,) = engine().stuck()
    assert stuck.error == "no such street"
    assert engine().retry(stuck.id)
    assert not engine().retry(stuck.id)
    assert engine().stuck() == []
    assert engine().run_pending() == 1
    (again,) = engine().stuck()
    assert again.attempts == 1  # counted anew
    assert engine().drop(again.id)
    assert not engine().drop(again.id)
    assert nothing_left()


@pytest.mark.django_db
def test_a_handler_may_say_when_to_come_back(path: Path) -> None:
    enqueue("chore.later", args={"path": str(path)})
    engine().run_pending()
    travel(290)
    assert engine().run_pending() == 0
    travel(15)
    assert engine().run_pending() == 1
    assert engine().stuck()[0].error == "the shop is closed"


@pytest.mark.django_db
def test_a_job_of_a_kind_nobody_knows_is_shown_as_stuck() -> None:
    engine().enqueue(jobs.Job(kind="chore.of_a_newer_version"))
    engine().run_pending()
    assert "no handler" in engine().stuck()[0].error


# Keys


@pytest.mark.django_db
def test_of_waiting_jobs_with_one_unique_key_the_first_stays(path: Path) -> None:
    for line in ("first", "second"):
        enqueue("chore.note", args={"path": str(path), "line": line}, unique_key="k")
    enqueue("chore.note", args={"path": str(path), "line": "other"}, unique_key="l")
    assert engine().run_pending() == 2
    assert chores.lines(path) == ["first", "other"]
    enqueue("chore.note", args={"path": str(path), "line": "third"}, unique_key="k")
    assert engine().run_pending() == 1


@pytest.mark.django_db
def test_a_job_can_be_taken_back_until_it_begins(path: Path) -> None:
    enqueue("chore.note", args={"path": str(path), "line": "x"}, unique_key="undo")
    assert engine().cancel("undo")
    assert not engine().cancel("undo")
    enqueue("chore.later", args={"path": str(path)}, unique_key="undo")
    engine().run_pending()
    assert not engine().cancel("undo")  # it has begun, and waits for its second try
    assert not engine().cancel("")


@pytest.mark.django_db
def test_a_waiting_job_holds_up_the_later_ones_of_its_order_key_and_a_stuck_one_does_not(path: Path) -> None:
    enqueue("chore.later", args={"path": str(path)}, order_key="t1")
    enqueue("chore.note", args={"path": str(path), "line": "after"}, order_key="t1")
    enqueue("chore.note", args={"path": str(path), "line": "beside"}, order_key="t2")
    engine().run_pending()
    assert chores.lines(path) == ["tried", "beside"]
    travel(301)
    engine().run_pending()
    assert chores.lines(path) == ["tried", "beside", "tried", "after"]


# Workers


@pytest.mark.django_db(transaction=True)
def test_a_worker_hears_of_a_job_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for engine_room in (crew, hired):
        monkeypatch.setattr(engine_room, "LOOK", 600.0)  # it does not look by itself before we have given up
    with working():
        time.sleep(0.5)  # it is up and idle
        with transaction.atomic():
            enqueue("chore.note", args={"path": str(path), "line": "x"})
        until(lambda: chores.lines(path) == ["x"])
        until(nothing_left)


@pytest.mark.django_db(transaction=True)
def test_four_workers_keep_the_order_within_each_ticket(path: Path) -> None:
    for number in range(10):
        for ticket in range(4):
            args = {"path": str(path), "line": f"{ticket} {number}", "seconds": 0.005 * (number % 3)}
            enqueue("chore.note", args=args, order_key=f"ticket-{ticket}")
    with working(concurrency=4):
        until(nothing_left)
    for ticket in range(4):
        mine = [line for line in chores.lines(path) if line.startswith(f"{ticket} ")]
        assert mine == [f"{ticket} {number}" for number in range(10)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_finishes_what_it_has_begun(path: Path) -> None:
    enqueue("chore.slow", args={"path": str(path), "name": "a", "seconds": 1.0})
    with working():
        until(lambda: chores.lines(path) == ["begin a"])
        enqueue("chore.note", args={"path": str(path), "line": "late", "seconds": 0.0})
    assert chores.lines(path).count("end a") == 1


@pytest.mark.django_db(transaction=True)
def test_queues_do_not_wait_for_each_other(path: Path) -> None:
    enqueue("chore.slow", args={"path": str(path), "name": "inbound", "seconds": 0.0})
    with working(queues=("default",)):
        enqueue("chore.note", args={"path": str(path), "line": "default"})
        until(lambda: bool(chores.lines(path)))
    assert chores.lines(path) == ["default"]


@pytest.mark.django_db(transaction=True)
def test_jobs_of_a_killed_worker_come_back_and_those_behind_them_follow(path: Path) -> None:
    enqueue("chore.slow", args={"path": str(path), "name": "a", "seconds": 4.0}, order_key="t1")
    enqueue("chore.note", args={"path": str(path), "line": "behind"}, order_key="t1")
    first = process(lease=1.5)
    until(lambda: chores.lines(path) == ["begin a"])
    first.kill()
    first.wait()
    second = process(lease=1.5)
    try:
        until(lambda: "behind" in chores.lines(path), 30)
    finally:
        second.terminate()
        assert second.wait(15) == 0
    assert chores.lines(path) == ["begin a", "begin a", "end a", "behind"]
    assert nothing_left()


@pytest.mark.django_db(transaction=True)
def test_a_job_longer_than_its_lease_is_not_run_twice(path: Path) -> None:
    enqueue("chore.slow", args={"path": str(path), "name": "long", "seconds": 4.0})
    both = [process(lease=1.5), process(lease=1.5)]
    until(lambda: "end long" in chores.lines(path), 30)
    until(nothing_left)
    for worker in both:
        worker.terminate()
        assert worker.wait(15) == 0
    assert chores.lines(path) == ["begin long", "end long"]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_kills_its_worker_every_time_ends_on_the_stuck_list(path: Path) -> None:
    enqueue("chore.slow", args={"path": str(path), "name": "poison", "seconds": 30.0})
    for count in (1, 2):
        worker = process(lease=1.0)
        until(lambda seen=count: chores.lines(path).count("begin poison") == seen, 20)  # type: ignore[misc]
        worker.kill()
        worker.wait()
    last = process(lease=1.0)
    until(lambda: bool(engine().stuck()), 20)
    last.terminate()
    last.wait(15)
    assert "ended in the middle" in engine().stuck()[0].error
