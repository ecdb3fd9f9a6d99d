"""Who works for nobody in particular makes room for those who wait, in proportion to what it took, and only then."""

import pytest

from percaya.runtime import pressure as module
from percaya.runtime.pressure import MOST, SHARE, Pressure


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_nobody_waits_so_nobody_rests(clock: Clock) -> None:
    calm = Pressure()
    calm.under_way = calm.spare
    calm.rest(5.0)
    assert clock.now == 100.0


@pytest.mark.parametrize(("worked", "rested"), [(0.02, 0.02 * SHARE), (60.0, MOST)])
def test_under_pressure_it_rests_but_not_for_ever(clock: Clock, worked: float, rested: float) -> None:
    busy = Pressure()
    busy.under_way = busy.spare + 1
    busy.rest(worked)
    assert clock.now - 100.0 == pytest.approx(rested, abs=0.02)


def test_it_goes_on_once_there_is_room(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Pressure()
    busy.under_way = busy.spare + 1

    def sleep(seconds: float) -> None:
        clock.now += seconds
        busy.under_way = 0

    monkeypatch.setattr(clock, "sleep", sleep)
    busy.rest(1.0)
    assert clock.now - 100.0 < 0.05
