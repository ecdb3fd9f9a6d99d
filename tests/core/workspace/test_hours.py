"""Working time is counted on the workspace's hours, in its zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percaya.core.workspace.policy import DEFAULT_HOURS, add_working_minutes

JAKARTA = ZoneInfo("Asia/Jakarta")
SHOP = {**DEFAULT_HOURS, "5": [["09:00", "13:00"]]}  # Mon-Fri 08-17, Sat 09-13


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-02-06 16:40", 330, "2026-02-09 09:10"),  # Friday afternoon: 20 min + Saturday 4 h + Monday 70 min
        ("2026-02-06 16:40", 20, "2026-02-06 17:00"),
        ("2026-02-07 20:00", 1, "2026-02-09 08:01"),  # Saturday night -> Monday morning
        ("2026-02-09 08:00", 540, "2026-02-09 17:00"),
        ("2026-02-09 07:00", 60, "2026-02-09 09:00"),
    ],
)
def test_working_minutes_are_counted_on_the_hours(start: str, minutes: int, end: str) -> None:
    assert add_working_minutes(_at(start), minutes, hours=SHOP, zone="Asia/Jakarta") == _at(end)


def test_no_hours_means_every_hour() -> None:
    assert add_working_minutes(_at("2026-02-07 23:00"), 120, hours={}, zone="Asia/Jakarta") == _at("2026-02-08 01:00")


def test_a_day_can_end_at_midnight_and_go_on() -> None:
    hours = {str(day): [["00:00", "24:00"]] for day in range(7)}
    assert add_working_minutes(_at("2026-02-07 23:30"), 60, hours=hours, zone="Asia/Jakarta") == _at("2026-02-08 00:30")


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)), st.integers(1, 5000), st.integers(1, 5000))
def test_adding_in_two_steps_is_adding_at_once(start: datetime, first: int, second: int) -> None:
    aware = start.replace(tzinfo=JAKARTA)
    middle = add_working_minutes(aware, first, hours=SHOP, zone="Asia/Jakarta")
    assert add_working_minutes(middle, second, hours=SHOP, zone="Asia/Jakarta") == add_working_minutes(
        aware, first + second, hours=SHOP, zone="Asia/Jakarta"
    )
