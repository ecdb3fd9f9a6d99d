"""Instants are said the way people here say them: 14.30, Kamis 26 Nov 2026, WIB; 14:30 in English."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from percaya.web.ui import times

NOW = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)  # Thursday, 14.30 WIB


@pytest.fixture(autouse=True)
def _in_jakarta() -> Iterator[None]:
    with timezone.override("Asia/Jakarta"), translation.override("id"), time_machine.travel(NOW, tick=False):
        yield


def test_clock_day_and_zone() -> None:
    assert (times.clock(NOW), times.day(NOW), times.zone(NOW)) == ("14.30", "Kamis, 26 Nov 2026", "WIB")
    with translation.override("en"):
        assert (times.clock(NOW), times.day(NOW)) == ("14:30", "Thursday, 26 Nov 2026")
    with timezone.override("Asia/Jayapura"):
        assert (times.clock(NOW), times.zone(NOW)) == ("16.30", "WIT")


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(hours=2), "12.30"),
        (timedelta(days=1), "kemarin 14.30"),
        (timedelta(days=-1), "besok 14.30"),
        (timedelta(days=3), "Sen 14.30"),
        (timedelta(days=23), "3 Nov"),
        (timedelta(days=400), "22 Okt 2025"),
    ],
)
def test_the_shortest_form_that_cannot_be_mistaken(ago: timedelta, said: str) -> None:
    assert times.moment(NOW - ago) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "baru saja"), (12, "12 mnt"), (70, "1 j 10 mnt"), (180, "3 jam"), (500, "8 jam"), (3000, "2 hr")]
)
def test_how_long_it_has_been(minutes: int, said: str) -> None:
    assert times.since(NOW - timedelta(minutes=minutes)) == said
