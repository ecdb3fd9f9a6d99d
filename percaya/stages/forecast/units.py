"""A range in units that people say: five minutes, a quarter of an hour, hours, days of work. Pure; lengths are seconds.

Its ends go to the nearest whole unit, not outward: what is held against us is the range that was shown, and where whole units
make that too wide or too narrow, the quantiles behind it move until it comes true for four in five (``policy``). Where all
lengths lie close together a whole hour would be too coarse for that, so a narrow range is said in half hours or half days.
"""

import math

MINUTE, HOUR = 60, 3600


def rounded(low: float, high: float, day: int) -> tuple[int, int]:
    """At least one unit wide. ``day``: of work, in seconds."""
    unit = unit_of(low, high, day)
    start, end = _nearest(low / unit), _nearest(high / unit)
    if start >= end:
        end = max(1, math.ceil((low + high) / 2 / unit))
        start = end - 1
    return start * unit, end * unit


def unit_of(low: float, high: float, day: int) -> int:
    """The usual one of so long a time; the finer one where the range would not have two of the usual."""
    usual, finer = _units(high, day)
    return usual if high - low >= 2 * usual else finer


def _units(high: float, day: int) -> tuple[int, int]:
    if high <= HOUR:
        return 5 * MINUTE, 5 * MINUTE
    if high <= 2 * HOUR:
        return 15 * MINUTE, 5 * MINUTE
    return (HOUR, HOUR // 2) if high <= 2 * day else (day, day // 2)


def _nearest(number: float) -> int:
    return math.floor(number + 0.5)
