"""Ranges: from thirty tickets on, of the finest group that has them, and kept as they came true (how often: test_replay)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from percaya.stages.forecast import policy
from percaya.stages.forecast.policy import ABOVE, BELOW, FEWEST, RECENT, WITHIN, Group, Kind, Levels
from percaya.stages.forecast.units import HOUR, unit_of

DAY = 8 * HOUR
lengths = st.lists(st.integers(0, 40 * DAY), min_size=FEWEST, max_size=120)


def group_of(found: list[int], levels: Levels | None = None) -> Group:
    return Group(lengths=tuple(enumerate(found)), levels=levels or Levels())


def test_a_ticket_is_told_from_others_by_what_is_known_of_it() -> None:
    fine = policy.keys(Kind(brand=3, channel="email", topic="refund", team=7, priority="high"))
    assert fine == ("3:email|topic:refund|high", "3:email|topic:refund", "topic:refund", "3:email", "")
    assert policy.keys(Kind(channel="email", team=7))[2] == "team:7"
    assert policy.keys(Kind(channel="email")) == ("0:email", "")


@pytest.mark.parametrize(
    "kind",
    [
        Kind(brand=3, channel="email", topic="refund | retur", priority="high"),
        Kind(brand=0, channel="webform", team=7, priority="low"),
        Kind(channel="email"),
    ],
)
def test_a_group_says_what_its_tickets_have_in_common(kind: Kind) -> None:
    found = policy.keys(kind)
    assert policy.kind_of(found[0]) == (kind if kind.topic or kind.team else replace(kind, priority=""))
    assert policy.kind_of(found[-1]) == Kind(priority="")
    assert policy.kind_of("topic:refund") == Kind(topic="refund", priority="") and policy.kind_of("nonsense") == Kind(priority="")
    assert policy.kind_of(found[-2]) == Kind(brand=kind.brand, channel=kind.channel, priority="")


def test_below_thirty_nothing_is_said() -> None:
    assert policy.range_of(group_of([HOUR] * (FEWEST - 1)), DAY) is None
    assert policy.range_of(group_of([HOUR] * FEWEST), DAY) == (HOUR - 300, HOUR)


@settings(max_examples=30, derandomize=True)
@given(lengths, st.floats(-0.25, 1.25), st.floats(-0.25, 1.25))
def test_a_higher_level_never_gives_a_shorter_length(found: list[int], one: float, other: float) -> None:
    found.sort()
    low, high = sorted((one, other))
    assert 0 <= policy.quantile(found, low) <= policy.quantile(found, high) + 1e-6 <= 3 * found[-1] + 1e-3


@settings(max_examples=30, derandomize=True)
@given(lengths, st.floats(-0.25, 0.45), st.floats(0.55, 1.25))
def test_a_range_has_its_ends_in_order_and_holds_what_it_was_made_of(found: list[int], low: float, high: float) -> None:
    given_range = policy.range_of(group_of(found, Levels(low, high)), DAY)
    ends = policy.ends(group_of(found, Levels(low, high)))
    assert given_range is not None and ends is not None and 0 <= given_range[0] < given_range[1]
    unit = unit_of(*ends, DAY)
    kept = sum(given_range[0] - unit <= one <= given_range[1] + unit for one in found)
    assert kept >= (min(high, 1) - max(low, 0)) * len(found) - 2


@settings(max_examples=30, derandomize=True)
@given(st.lists(st.sampled_from([BELOW, WITHIN, ABOVE]), max_size=600))
def test_levels_stay_within_their_bounds_whatever_happens(fell: list[int]) -> None:
    levels = Levels()
    for one in fell:
        levels = policy.learnt(levels, one, step=0.07)
    assert -0.25 <= levels.low <= 0.45 and 0.55 <= levels.high <= 1.25


def test_the_end_that_a_ticket_fell_out_of_gives_way_and_the_other_closes() -> None:
    before = Levels()
    assert policy.learnt(before, ABOVE).high > before.high and policy.learnt(before, ABOVE).low > before.low
    assert policy.learnt(before, BELOW).low < before.low and policy.learnt(before, BELOW).high < before.high


def test_no_more_is_kept_than_five_hundred_and_no_ticket_twice() -> None:
    group = Group()
    for ticket in range(RECENT + 40):
        group = policy.judged(policy.ended(group, ticket, ticket * 60), ticket, WITHIN, shown=True)
    assert len(group.lengths) == len(group.outcomes) == RECENT and policy.hits(group) == (RECENT, RECENT)
    assert policy.ended(group, 500, 7).lengths[-1] == (500, 7) and len(policy.ended(group, 500, 7).lengths) == RECENT


def test_the_same_end_seen_twice_teaches_once_and_reopening_takes_it_back() -> None:
    once = policy.judged(policy.ended(Group(), 1, 60), 1, ABOVE, shown=True)
    assert policy.judged(policy.ended(once, 1, 60), 1, ABOVE, shown=True) == once
    assert policy.forgotten(once, 1) == replace(Group(), levels=once.levels)
    assert policy.hits(policy.judged(once, 2, WITHIN, shown=False)) == (0, 1)  # what nobody was shown is no claim


def test_a_usual_day_of_work_is_the_middle_one() -> None:
    assert policy.working_day([DAY, DAY, DAY, DAY, DAY, 4 * HOUR, 0]) == DAY
    assert policy.working_day([]) == 24 * HOUR
