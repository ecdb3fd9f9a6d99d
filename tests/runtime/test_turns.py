"""Threads of one process write in turn: first come, first served, pages and doors before jobs, and nobody keeps the turn."""

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import connection, connections, transaction
from django.db.utils import OperationalError

from percaya.core.workspace.models import Workspace
from percaya.runtime.sqlite import base
from percaya.runtime.sqlite.turns import MOST_BEFORE, Turns, let_others_first
from tests.cast import Cast
from tests.services.waiting import until

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets writers side by side")


class Line:
    """Threads that wait for a turn which the test holds, and the order in which they get it."""

    def __init__(self) -> None:
        self.turns, self.order = Turns(), list[str]()
        self.threads: list[threading.Thread] = []
        assert self.turns.take(0)

    def join(self, name: str, *, patient: bool = False) -> None:
        def wait() -> None:
            assert self.turns.take(60, patient=patient)
            self.order.append(name)
            self.turns.give()

        waiting = self.waiting
        self.threads.append(threading.Thread(target=wait))
        self.threads[-1].start()
        until(lambda: self.waiting > waiting)

    @property
    def waiting(self) -> int:
        return len(self.turns._urgent) + len(self.turns._patient)

    def go(self) -> list[str]:
        self.turns.give()
        for thread in self.threads:
            thread.join(60)
        return self.order


def test_the_first_to_come_goes_first() -> None:
    line = Line()
    for name in "abcde":
        line.join(name)
    assert line.go() == list("abcde")
    assert line.turns.take(0), "nobody keeps it"


def test_jobs_let_others_first_but_do_not_wait_for_ever() -> None:
    line = Line()
    line.join("job 1", patient=True)
    line.join("job 2", patient=True)
    for count in range(MOST_BEFORE + 1):
        line.join(f"page {count}")
    order = line.go()
    assert order[:MOST_BEFORE] == [f"page {count}" for count in range(MOST_BEFORE)]
    assert order[MOST_BEFORE:] == ["job 1", f"page {MOST_BEFORE}", "job 2"]


def test_who_waits_too_long_leaves_the_line() -> None:
    line = Line()
    assert not line.turns.take(0.01)
    assert line.waiting == 0
    line.join("a")
    assert line.go() == ["a"]


@pytest.fixture
def turns(transactional_db: None, cast: Cast) -> Iterator[Turns]:
    connection.ensure_connection()
    yield base._turns.setdefault(str(connection.settings_dict["NAME"]), Turns())


def _elsewhere(work: Callable[[], None]) -> list[BaseException]:
    """What ``work`` raised in a thread of its own."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    return raised


def test_a_transaction_gives_its_turn_back_however_it_ends(turns: Turns) -> None:
    with transaction.atomic():
        assert turns._is_taken
        with transaction.atomic():  # a savepoint is the same turn
            pass
        assert turns._is_taken
    assert not turns._is_taken
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert not turns._is_taken

    def go_away() -> None:
        with transaction.atomic():
            connection.close()

    _elsewhere(go_away)
    assert not turns._is_taken


def test_a_statement_outside_of_a_transaction_waits_for_its_turn_too(turns: Turns, cast: Cast) -> None:
    renamed = partial(Workspace.objects.filter(pk=cast.workspace.pk).update, name="Toko Fajar")
    with transaction.atomic():
        assert turns._is_taken
        thread = threading.Thread(target=lambda: _elsewhere(renamed))
        thread.start()
        until(lambda: turns._urgent)
        assert Workspace.objects.get(pk=cast.workspace.pk).name == cast.workspace.name
    thread.join(60)
    assert Workspace.objects.get(pk=cast.workspace.pk).name == "Toko Fajar"
    assert not turns._is_taken


def test_many_threads_write_one_after_the_other(turns: Turns, cast: Cast) -> None:
    def rename() -> None:
        let_others_first()
        for _count in range(5):
            with transaction.atomic():
                row = Workspace.objects.get(pk=cast.workspace.pk)
                row.name = f"{row.name}."
                row.save(update_fields=["name"])

    threads = [threading.Thread(target=lambda: _elsewhere(rename)) for _count in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert Workspace.objects.get(pk=cast.workspace.pk).name == cast.workspace.name + "." * 40
    assert not turns._is_taken


def test_a_turn_that_does_not_come_is_said_like_a_locked_database(turns: Turns) -> None:
    def write() -> None:
        connection.settings_dict = {
            **connection.settings_dict,
            "OPTIONS": {**connection.settings_dict["OPTIONS"], "timeout": 0.01},
        }
        with transaction.atomic():
            raise AssertionError("there was no turn")

    with transaction.atomic():
        (raised,) = _elsewhere(write)
    assert isinstance(raised, OperationalError) and not turns._is_taken
