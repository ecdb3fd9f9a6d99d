"""One clock, as a table of what happens to it and what it shows then."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percaya.core.workspace.calendars import ROUND_THE_CLOCK, Calendar, Period, between
from percaya.stages.sla import policy
from percaya.stages.sla.policy import Run

HOUR = timedelta(hours=1)
_DAY = (Period(8 * 60, 17 * 60),)
OFFICE = Calendar(zone="Asia/Jakarta", week=(*(_DAY,) * 5, (Period(9 * 60, 13 * 60),), ()))


def at(text: str) -> datetime:
    """ "Fri 16:40" of the week of 2 February 2026 in Jakarta; "Mon+" is the Monday after."""
    day, clock = text.split()
    number = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon+", "Tue+").index(day)
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 2, 2, hour, minute, tzinfo=UTC) + timedelta(days=number) - timedelta(hours=7)


def started(hours: float = 4, when: str = "Fri 16:40", calendar: Calendar = OFFICE) -> Run:
    return policy.start(calendar=calendar, target=timedelta(hours=hours), at=at(when))


@pytest.mark.parametrize(
    ("hours", "when", "calendar", "due"),
    [
        (4, "Mon 09:00", OFFICE, "Mon 13:00"),
        (4, "Mon 15:00", OFFICE, "Tue 10:00"),
        (6, "Fri 16:40", OFFICE, "Mon+ 09:40"),  # 20 minutes, the four hours of Saturday, and the rest on Monday
        (4, "Sun 11:00", OFFICE, "Mon+ 12:00"),
        (4, "Fri 16:40", ROUND_THE_CLOCK, "Fri 20:40"),
    ],
)
def test_it_is_due_when_its_time_is_used_up(hours: float, when: str, calendar: Calendar, due: str) -> None:
    assert started(hours, when, calendar).due_at == at(due)


def test_the_worked_examples_of_the_metrics_hold() -> None:
    assert between(OFFICE, at("Fri 16:40") + timedelta(days=0), at("Mon+ 09:10")) == timedelta(hours=5, minutes=30)


def test_a_pause_keeps_what_was_left() -> None:
    run = policy.pause(started(4, "Mon 09:00"), at("Mon 10:00"))
    assert (run.due_at, policy.left(run, at("Wed 10:00"))) == (None, 3 * HOUR)
    assert policy.resume(run, at("Wed 10:00")).due_at == at("Wed 13:00")


def test_an_end_that_is_taken_back_was_never_there() -> None:
    run = started(4, "Mon 09:00")
    assert policy.revive(policy.end(run, at("Mon 10:00"))) == run


def test_opened_again_it_goes_on_with_what_was_left() -> None:
    run = policy.end(started(4, "Mon 09:00"), at("Mon 10:00"))
    assert policy.resume(run, at("Tue 09:00")).due_at == at("Tue 12:00")


def test_what_ends_while_it_stands_still_has_the_due_time_it_would_have_had() -> None:
    run = policy.pause(started(4, "Mon 09:00"), at("Mon 10:00"))
    assert policy.end(run, at("Mon 12:00")).due_at == at("Mon 15:00")


@pytest.mark.parametrize(
    ("target", "calendar", "due"),
    [
        (2, OFFICE, "Mon 11:00"),
        (8, OFFICE, "Mon 17:00"),
        (8, ROUND_THE_CLOCK, "Mon 17:00"),
        (12, ROUND_THE_CLOCK, "Mon 21:00"),  # an hour used on the old calendar, eleven on the new
        (0.5, OFFICE, "Mon 09:30"),  # more was used than it now has: due since then
    ],
)
def test_moved_to_another_target_what_was_used_stays_used(target: float, calendar: Calendar, due: str) -> None:
    run = policy.move(started(4, "Mon 09:00"), calendar=calendar, target=timedelta(hours=target), now=at("Mon 10:00"))
    assert run.due_at == at(due)
    assert policy.used(run, at("Mon 10:00")) == HOUR


def test_it_is_close_from_its_first_warning_on_and_never_only_after_it_was_due() -> None:
    run = started(4, "Mon 09:00")
    assert policy.first_warning(run, (80, 50)) == at("Mon 11:00")
    assert policy.first_warning(run, ()) is None
    overdue = policy.move(run, calendar=OFFICE, target=HOUR, now=at("Mon 15:00"))
    assert overdue.due_at is not None and overdue.due_at <= at("Mon 15:00")
    assert policy.first_warning(overdue, (50,)) == overdue.due_at


def test_it_rings_at_its_shares_and_when_it_is_due_and_then_no_more() -> None:
    run, shares = started(4, "Mon 09:00"), (50, 80)
    assert policy.next_ring(run, shares) == at("Mon 11:00")
    assert policy.shares_passed(run, shares, at("Mon 12:30")) == (50, 80)
    run = Run(**{**run.__dict__, "warned": (50, 80)})
    assert policy.next_ring(run, shares) == at("Mon 13:00")
    assert not policy.is_overdue(run, at("Mon 12:59")) and policy.is_overdue(run, at("Mon 13:00"))
    run = policy.breach(run)
    assert (policy.next_ring(run, shares), policy.is_overdue(run, at("Tue 13:00"))) == (None, False)


_DEEDS = st.lists(
    st.tuples(st.sampled_from(["pause", "resume", "end", "revive", "move", "look"]), st.integers(0, 3000)), max_size=25
)


@given(_DEEDS, st.integers(1, 5000))
def test_used_and_left_are_the_target_whatever_happens(deeds: list[tuple[str, int]], minutes: int) -> None:
    now = at("Mon 07:00")
    run = policy.start(calendar=OFFICE, target=timedelta(minutes=minutes), at=now)
    seen = policy.NOTHING
    for deed, later in deeds:
        now += timedelta(minutes=later)
        run = _do(run, deed, now, later)
        assert policy.used(run, now) + policy.left(run, now) == run.target
        if deed != "revive":  # an end taken back counts the time since
            assert policy.used(run, now) >= seen
        seen = policy.used(run, now)
        if run.is_running and run.due_at is not None and policy.left(run, now) > policy.NOTHING:
            assert between(run.calendar, now, run.due_at) == policy.left(run, now)


def _do(run: Run, deed: str, now: datetime, number: int) -> Run:
    if deed == "revive":
        return policy.revive(run) if run.ended_at else run
    if deed == "resume":
        return policy.resume(run, now) if run.paused_at or run.ended_at else run
    if run.ended_at is not None or deed == "look":
        return run
    if deed == "pause":
        return policy.pause(run, now)
    if deed == "end":
        return policy.end(run, now)
    calendar = (OFFICE, ROUND_THE_CLOCK)[number % 2]
    return policy.move(run, calendar=calendar, target=timedelta(minutes=number + 1), now=now)
