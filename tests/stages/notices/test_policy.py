"""When the desk keeps still, and when a digest leaves."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from percaya.stages.notices.policy import KINDS, Wishes, digest_at, is_quiet

JAKARTA = ZoneInfo("Asia/Jakarta")


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("quiet", "hour", "expected"),
    [
        ({"from": "20:00", "to": "07:00"}, 21, True),
        ({"from": "20:00", "to": "07:00"}, 3, True),
        ({"from": "20:00", "to": "07:00"}, 7, False),
        ({"from": "12:00", "to": "13:00"}, 12, True),
        ({"from": "12:00", "to": "13:00"}, 13, False),
        (None, 3, False),
    ],
)
def test_quiet_hours_may_cross_midnight(quiet: dict[str, str] | None, hour: int, expected: bool) -> None:
    assert is_quiet(Wishes.of({"notices": {"quiet": quiet}}), at(hour)) is expected


def test_a_digest_waits_an_hour_and_never_leaves_in_the_quiet() -> None:
    wishes = Wishes.of({})
    assert digest_at(wishes, at(10, 15)) == at(11, 15)
    assert digest_at(wishes, at(19, 30)) == at(7, 0, day=24)
    assert digest_at(Wishes.of({"notices": {"digest": "daily"}}), at(9)) == at(8, day=24)
    assert digest_at(Wishes.of({"notices": {"digest": "off"}}), at(9)) is None


def test_what_a_member_has_not_chosen_is_as_usual_and_strange_words_change_nothing() -> None:
    wishes = Wishes.of({"notices": {"ways": {"reply": ["mail", "pigeon"]}, "digest": "sometimes"}})
    assert wishes.wants("reply", "mail") and not wishes.wants("reply", "bell")
    assert wishes.ways["mentioned"] == KINDS["mentioned"] and wishes.digest == "hourly"
