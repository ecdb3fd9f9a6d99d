"""Working time is counted as a table of published cases, as two worked examples, and as properties that hold for any calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from percaya.core.workspace.calendar_days import NOTHING, Calendar, Period, Season
from percaya.core.workspace.calendar_specs import Unfit, calendar_from, check
from percaya.core.workspace.calendars import (
    ROUND_THE_CLOCK,
    NeverOpens,
    add,
    between,
    is_open,
    last_closing,
    next_opening,
    next_working_day,
)

WEEKDAYS = {str(day): [["08:00", "17:00"]] for day in range(5)}
SHOP = {**WEEKDAYS, "5": [["09:00", "13:00"]]}
NIGHT = {str(day): [["22:00", "06:00"]] for day in range(5)}
ALWAYS = {str(day): [["00:00", "24:00"]] for day in range(7)}
PRAYER = {**{str(day): [["12:00", "12:30"], ["15:15", "15:30"]] for day in range(5)}, "4": [["11:30", "13:00"]]}
RAMADAN = {"name": "Ramadan", "first": "2027-02-08", "last": "2027-03-09", "week": {"0": [["07:30", "14:30"]]}}
HALF_DAY = {"2026-12-24": [["08:00", "12:00"]], "2026-12-25": []}

# hours, where, from, minutes of work, until
CASES = {
    "Friday afternoon to Monday": ({"week": WEEKDAYS}, "2026-02-06 16:40", 60, "2026-02-09 08:40"),
    "over a short Saturday": ({"week": SHOP}, "2026-02-06 16:40", 330, "2026-02-09 09:10"),
    "to the closing bell, not to the next opening": ({"week": WEEKDAYS}, "2026-02-06 16:40", 20, "2026-02-06 17:00"),
    "begun at night": ({"week": WEEKDAYS}, "2026-02-07 20:00", 1, "2026-02-09 08:01"),
    "begun at the closing bell": ({"week": WEEKDAYS}, "2026-02-05 17:00", 30, "2026-02-06 08:30"),
    "before opening": ({"week": WEEKDAYS}, "2026-02-09 07:00", 60, "2026-02-09 09:00"),
    "a whole day": ({"week": WEEKDAYS}, "2026-02-09 08:00", 540, "2026-02-09 17:00"),
    "two periods a day": ({"week": {"0": [["08:00", "12:00"], ["13:00", "17:00"]]}}, "2026-02-09 11:30", 60, "2026-02-09 13:30"),
    "over a holiday": ({"week": WEEKDAYS, "days": {"2026-02-17": []}}, "2026-02-16 16:00", 120, "2026-02-18 09:00"),
    "over a half day": ({"week": WEEKDAYS, "days": HALF_DAY}, "2026-12-24 11:00", 120, "2026-12-28 09:00"),
    "a closed day opened": ({"week": WEEKDAYS, "days": {"2026-02-07": [["10:00", "12:00"]]}}, "2026-02-06 17:00", 60, "2026-02-07 11:00"),  # noqa: E501
    "over midnight": ({"week": NIGHT}, "2026-02-09 23:00", 180, "2026-02-10 02:00"),
    "from night to night": ({"week": NIGHT}, "2026-02-10 05:00", 120, "2026-02-10 23:00"),
    "Friday's night ends on Saturday": ({"week": NIGHT}, "2026-02-07 05:30", 60, "2026-02-09 22:30"),
    "a holiday cuts the night before at midnight": ({"week": NIGHT, "days": {"2026-02-10": []}}, "2026-02-09 23:00", 90, "2026-02-11 22:30"),  # noqa: E501
    "the day ends at 24:00 and goes on": ({"week": ALWAYS}, "2026-02-07 23:30", 60, "2026-02-08 00:30"),
    "until 24:00": ({"week": {"0": [["20:00", "24:00"]]}}, "2026-02-09 23:00", 120, "2026-02-16 21:00"),
    "past prayer": ({"week": WEEKDAYS, "breaks": PRAYER}, "2026-02-09 11:50", 20, "2026-02-09 12:40"),
    "past Friday prayer": ({"week": WEEKDAYS, "breaks": PRAYER}, "2026-02-06 11:00", 60, "2026-02-06 13:30"),
    "a break over midnight": ({"week": NIGHT, "breaks": {"0": [["23:30", "00:30"]]}}, "2026-02-09 23:00", 60, "2026-02-10 01:00"),
    "a break on a half day": ({"week": WEEKDAYS, "breaks": PRAYER, "days": {"2026-02-06": [["08:00", "12:00"]]}}, "2026-02-06 11:00", 60, "2026-02-09 08:30"),  # noqa: E501
    "into Ramadan": ({"week": WEEKDAYS, "seasons": [RAMADAN]}, "2027-02-05 16:30", 60, "2027-02-08 08:00"),
    "out of Ramadan": ({"week": WEEKDAYS, "seasons": [RAMADAN]}, "2027-03-08 14:00", 60, "2027-03-10 08:30"),
    "the later season wins": ({"week": WEEKDAYS, "seasons": [RAMADAN, {**RAMADAN, "week": WEEKDAYS}]}, "2027-02-05 16:30", 60, "2027-02-08 08:30"),  # noqa: E501
    "WITA": ({"week": WEEKDAYS, "zone": "Asia/Makassar"}, "2026-02-06 16:40", 60, "2026-02-09 08:40"),
    "WIT": ({"week": WEEKDAYS, "zone": "Asia/Jayapura"}, "2026-02-06 16:40", 60, "2026-02-09 08:40"),
    "New York's short night": ({"week": ALWAYS, "zone": "America/New_York"}, "2026-03-08 00:00", 180, "2026-03-08 04:00"),
    "New York's long night": ({"week": ALWAYS, "zone": "America/New_York"}, "2026-11-01 00:00", 180, "2026-11-01 02:00"),
    "opening in the hour that Berlin skips": ({"week": {"6": [["02:30", "06:00"]]}, "zone": "Europe/Berlin"}, "2026-03-29 00:00", 60, "2026-03-29 04:00"),  # noqa: E501
    "a shift through the hour that Berlin has twice": ({"week": {"5": [["22:00", "06:00"]]}, "zone": "Europe/Berlin"}, "2026-10-24 22:00", 540, "2026-10-25 06:00"),  # noqa: E501
    "a week over the change of the clock": ({"week": WEEKDAYS, "zone": "Europe/Berlin"}, "2026-03-27 16:00", 120, "2026-03-30 09:00"),  # noqa: E501
}  # fmt: skip


def _calendar(spec: dict[str, object]) -> Calendar:
    return check({"zone": "Asia/Jakarta", **spec})


@pytest.mark.parametrize("name", CASES)
def test_published_cases(name: str) -> None:
    spec, start, minutes, end = CASES[name]
    calendar = _calendar(spec)
    begins, ends = (datetime.fromisoformat(text).replace(tzinfo=calendar.tz) for text in (start, end))
    assert add(calendar, begins, timedelta(minutes=minutes)) == ends
    assert between(calendar, begins, ends) == timedelta(minutes=minutes) == -between(calendar, ends, begins)


def test_the_two_worked_examples() -> None:
    jakarta = ZoneInfo("Asia/Jakarta")
    shop = _calendar({"week": SHOP})
    came, answered = datetime(2026, 2, 6, 16, 40, tzinfo=jakarta), datetime(2026, 2, 9, 9, 10, tzinfo=jakarta)
    assert between(shop, came, answered) == timedelta(hours=5, minutes=30)
    assert between(ROUND_THE_CLOCK, came, answered) == answered - came == timedelta(hours=64, minutes=30)
    closed = _calendar({"week": SHOP, "days": {f"2026-03-{day}": [] for day in range(18, 25)}})
    came, answered = datetime(2026, 3, 17, 15, 0, tzinfo=jakarta), datetime(2026, 3, 25, 10, 0, tzinfo=jakarta)
    assert between(closed, came, answered) == timedelta(hours=4)
    assert answered - came == timedelta(days=7, hours=19)


def test_the_next_opening_and_the_last_closing() -> None:
    shop = _calendar({"week": SHOP})
    sunday = datetime(2026, 2, 8, 12, tzinfo=shop.tz)
    assert next_opening(shop, sunday) == datetime(2026, 2, 9, 8, tzinfo=shop.tz)
    assert last_closing(shop, sunday) == datetime(2026, 2, 7, 13, tzinfo=shop.tz)
    monday = datetime(2026, 2, 9, 8, tzinfo=shop.tz)
    assert is_open(shop, monday) and next_opening(shop, monday) == monday == last_closing(shop, monday)
    assert not is_open(shop, monday.replace(hour=17))
    assert next_working_day(shop, date(2026, 2, 7)) == date(2026, 2, 9)


def test_work_of_no_length_and_times_without_a_zone_are_refused() -> None:
    now = datetime(2026, 2, 9, 8, tzinfo=UTC)
    for work in (timedelta(0), timedelta(minutes=-1)):
        with pytest.raises(ValueError, match="more than nothing"):
            add(ROUND_THE_CLOCK, now, work)
    with pytest.raises(ValueError, match="zone"):
        between(ROUND_THE_CLOCK, now.replace(tzinfo=None), now)


def test_a_calendar_that_has_closed_for_good_says_so() -> None:
    once = calendar_from({"zone": "Asia/Jakarta", "days": {"2026-02-09": [["08:00", "09:00"]]}})
    start = datetime(2026, 2, 1, tzinfo=UTC)
    assert add(once, start, timedelta(hours=1)) == datetime(2026, 2, 9, 2, tzinfo=UTC)
    with pytest.raises(NeverOpens):
        add(once, start, timedelta(hours=2))
    assert next_opening(once, datetime(2027, 1, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        ({"week": {"0": [["08:00", "12:00"], ["11:00", "17:00"]]}}, "overlap"),
        ({"week": {"0": [["22:00", "06:00"]], "1": [["05:00", "09:00"]]}}, "overlap"),
        ({"week": {"6": [["22:00", "06:00"]], "0": [["05:00", "09:00"]]}}, "overlap"),
        ({"week": {"0": [["08:00", "08:00"]]}}, "length"),
        ({"week": {"0": [["24:00", "08:00"]]}}, "length"),
        ({"week": {"0": [["8", "17:00"]]}}, "time"),
        ({"week": {"0": [["08:00", "25:00"]]}}, "time"),
        ({"week": {"0": [["08:00", "24:30"]]}}, "time"),
        ({"week": {"7": [["08:00", "17:00"]]}}, "weekday"),
        ({"week": {}}, "closed"),
        ({"week": {"0": [["12:00", "13:00"]]}, "breaks": {"0": [["11:00", "14:00"]]}}, "closed"),
        ({"week": WEEKDAYS, "zone": "Asia/Bekasi"}, "zone"),
        ({"week": WEEKDAYS, "seasons": [{**RAMADAN, "last": "2027-02-01"}]}, "season"),
        ({"week": WEEKDAYS, "days": {"2027-02-30": []}}, "day"),
    ],
)
def test_what_makes_no_sense_is_refused_when_it_is_written(spec: dict[str, object], code: str) -> None:
    with pytest.raises(Unfit) as refusal:
        _calendar(spec)
    assert refusal.value.code == code


ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe")
quarters = st.integers(0, 95)
periods = st.builds(lambda start, length: Period(start * 15, (start + length) * 15), quarters, st.integers(1, 60))
weeks = st.lists(st.lists(periods, max_size=2).map(tuple), min_size=7, max_size=7).map(tuple)
dates = st.dates(date(2026, 2, 20), date(2026, 4, 10))
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES),
    week=weeks.filter(any),
    breaks=st.just(NOTHING) | weeks,
    days=st.dictionaries(dates, st.lists(periods, max_size=2).map(tuple), max_size=4),
    seasons=st.lists(st.builds(lambda a, b, week: Season(min(a, b), max(a, b), week), dates, dates, weeks), max_size=2).map(
        tuple
    ),
)
instants = st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 5), timezones=st.just(UTC))
works = st.integers(1, 4000).map(lambda minutes: timedelta(minutes=minutes))
FEW = settings(max_examples=60)


@FEW
@given(calendars, instants, instants, instants)
def test_an_interval_in_two_parts_adds_up(calendar: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    assert between(calendar, a, c) == between(calendar, a, b) + between(calendar, b, c)


@FEW
@given(calendars, instants, works)
def test_a_due_time_is_just_so_much_work_away_and_never_in_a_closed_time(
    calendar: Calendar, start: datetime, work: timedelta
) -> None:
    try:
        due = add(calendar, start, work)
    except NeverOpens:
        return
    assert between(calendar, start, due) == work
    assert is_open(calendar, due - timedelta(microseconds=1))


@FEW
@given(calendars, instants, works, works)
def test_more_work_is_never_due_sooner(calendar: Calendar, start: datetime, less: timedelta, more: timedelta) -> None:
    try:
        first, last = (add(calendar, start, work) for work in sorted((less, more)))
    except NeverOpens:
        return
    assert first <= last and add(calendar, start, less + more) == add(calendar, add(calendar, start, less), more)


@settings(max_examples=25)
@given(calendars.filter(lambda one: one.zone.startswith("Asia")), instants)
def test_it_agrees_with_looking_at_every_quarter_of_an_hour(calendar: Calendar, start: datetime) -> None:
    start = start.replace(minute=0, second=0, microsecond=0)
    quarter = timedelta(minutes=15)
    moments = [start + quarter * count for count in range(96 * 4)]
    plain = sum(_plainly_open(calendar, moment.astimezone(calendar.tz)) for moment in moments)
    assert between(calendar, start, moments[-1] + quarter) == quarter * plain
    assert all(is_open(calendar, moment) == _plainly_open(calendar, moment.astimezone(calendar.tz)) for moment in moments)


def _plainly_open(calendar: Calendar, local: datetime) -> bool:
    """The rules word by word for one moment, with nothing of the arithmetic in it."""
    today, eve = local.date(), local.date() - timedelta(days=1)
    minute = local.hour * 60 + local.minute
    holding = {day: next((s for s in reversed(calendar.seasons) if s.first <= day <= s.last), calendar) for day in (today, eve)}
    opened = [*calendar.days.get(today, holding[today].week[today.weekday()])]
    if today not in calendar.days:
        before = calendar.days.get(eve, holding[eve].week[eve.weekday()])
        opened += [Period(start - 1440, end - 1440) for start, end in before]
    pauses = [*holding[today].breaks[today.weekday()]]
    pauses += [Period(start - 1440, end - 1440) for start, end in holding[eve].breaks[eve.weekday()]]
    return any(start <= minute < end for start, end in opened) and not any(start <= minute < end for start, end in pauses)
