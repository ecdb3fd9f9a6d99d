"""Ranges are said in units that people say, finer where the range is narrow, and never as a single point."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from percaya.stages.forecast.units import HOUR, rounded, unit_of

DAY = 8 * HOUR


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (7 * 60, 22 * 60, (5 * 60, 20 * 60)),
        (20 * 60, 100 * 60, (15 * 60, 105 * 60)),
        (95 * 60, 112 * 60, (95 * 60, 110 * 60)),
        (3.2 * HOUR, 8.6 * HOUR, (3 * HOUR, 9 * HOUR)),
        (2.4 * HOUR, 3.6 * HOUR, (5 * HOUR // 2, 7 * HOUR // 2)),
        (1.2 * DAY, 4.4 * DAY, (DAY, 4 * DAY)),
        (3.4 * DAY, 4.6 * DAY, (7 * DAY // 2, 9 * DAY // 2)),
        (2.9 * HOUR, 3.05 * HOUR, (5 * HOUR // 2, 3 * HOUR)),  # two ends in one place: the unit that holds their middle
        (0, 0, (0, 300)),
    ],
)
def test_ends_go_to_the_nearest_unit_of_so_wide_a_range(low: float, high: float, said: tuple[int, int]) -> None:
    assert rounded(low, high, DAY) == said


@settings(max_examples=50, derandomize=True)
@given(st.integers(0, 40 * DAY), st.integers(0, 40 * DAY), st.sampled_from([3 * HOUR, 7 * HOUR + 1200, DAY, 24 * HOUR]))
def test_an_end_is_off_by_less_than_a_unit_and_a_range_is_never_a_point(one: int, other: int, day: int) -> None:
    low, high = sorted((one, other))
    start, end = rounded(low, high, day)
    unit = unit_of(low, high, day)
    assert 0 <= start < end and not start % unit and not end % unit
    assert abs(start - low) <= unit and abs(end - high) <= unit
