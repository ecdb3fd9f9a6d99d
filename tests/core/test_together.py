"""Writings that wait at the same time share one transaction; one that fails harms no other; each hears only of its own."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, connections, transaction

from percaya.core import together
from percaya.core.together import durably
from percaya.core.workspace.models import Team
from tests.cast import Cast
from tests.services.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


class Crowd:
    """Threads that write while the test holds the database; ``heard`` is what each was answered, ``hands`` who did its work."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.heard: dict[str, object] = {}
        self.hands: dict[str, list[str]] = {}
        self.threads: list[threading.Thread] = []

    def join(self, name: str, *, fails: Exception | None = None, after: Callable[[], None] | None = None) -> None:
        work = partial(self._work, name, fails, after)
        self.threads.append(threading.Thread(target=partial(self._ask, work, name), name=name))
        self.threads[-1].start()
        if connection.vendor == "sqlite":
            until(lambda: len(together._line._waiting) == len(self.threads) - 1 and together._line._is_led)

    def end(self) -> None:
        for thread in self.threads:
            thread.join(60)

    def _ask(self, work: Callable[[], str], name: str) -> None:
        try:
            self.heard[name] = durably(work)
        except ValueError as error:
            self.heard[name] = error
        finally:
            connections.close_all()

    def _work(self, name: str, fails: Exception | None, after: Callable[[], None] | None) -> str:
        self.hands.setdefault(name, []).append(threading.current_thread().name)
        Team.objects.create(workspace=self.cast.workspace, name=name)
        if after is not None:
            transaction.on_commit(after)
        if fails is not None:
            raise fails
        return f"{name} is written"


def _names(cast: Cast) -> set[str]:
    return set(Team.objects.filter(workspace=cast.workspace, name__startswith="t-").values_list("name", flat=True))


def test_all_who_wait_are_written_and_each_hears_its_own(cast: Cast) -> None:
    crowd, names = Crowd(cast), {f"t-{number}" for number in range(6)}
    with transaction.atomic():
        Team.objects.create(workspace=cast.workspace, name="the writer before them")
        for name in sorted(names):
            crowd.join(name)
    crowd.end()
    assert crowd.heard == {name: f"{name} is written" for name in names}
    assert _names(cast) == names
    assert all(len(hands) == 1 for hands in crowd.hands.values()), "nothing is done twice"
    if connection.vendor == "sqlite":
        assert {hands[0] for hands in crowd.hands.values()} == {"t-0"}, "one does it for all"


def test_one_that_fails_takes_nobody_with_it(cast: Cast) -> None:
    crowd = Crowd(cast)
    with transaction.atomic():
        Team.objects.create(workspace=cast.workspace, name="the writer before them")
        crowd.join("t-good")
        crowd.join("t-bad", fails=ValueError("no"))
        crowd.join("t-better")
    crowd.end()
    assert crowd.heard["t-good"] == "t-good is written"
    assert crowd.heard["t-better"] == "t-better is written"
    assert str(crowd.heard["t-bad"]) == "no"
    assert _names(cast) == {"t-good", "t-better"}


def test_what_fails_after_the_commit_undoes_and_repeats_nothing(cast: Cast) -> None:
    def fall() -> None:
        raise ValueError("the bell is broken")

    crowd = Crowd(cast)
    with transaction.atomic():
        Team.objects.create(workspace=cast.workspace, name="the writer before them")
        crowd.join("t-first", after=fall)
        crowd.join("t-second")
    crowd.end()
    assert str(crowd.heard["t-first"]) == "the bell is broken"
    assert crowd.heard["t-second"] == "t-second is written"
    assert all(len(hands) == 1 for hands in crowd.hands.values())
    assert _names(cast) == {"t-first", "t-second"}


def test_who_comes_later_is_led_by_the_next(cast: Cast) -> None:
    """However many come, nobody is left standing."""
    crowd = Crowd(cast)
    for round_of in range(3):
        for number in range(4):
            name = f"t-{round_of}-{number}"
            thread = threading.Thread(target=partial(crowd._ask, partial(crowd._work, name, None, None), name), name=name)
            crowd.threads.append(thread)
            thread.start()
    crowd.end()
    assert len(_names(cast)) == 12
    assert not together._line._is_led


def test_alone_it_is_a_transaction_like_any_other(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        durably(lambda: None)

    def fail() -> None:
        Team.objects.create(workspace=cast.workspace, name="t-none")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        durably(fail)
    assert _names(cast) == set()
