"""Calendars keep what they said, follow holidays and teams at once, and an import never undoes what a person decided."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.workspace.actions.calendars import change_hours, retire_calendar, save_calendar
from percaya.core.workspace.actions.holidays import Wish, add_holiday, import_holidays, remove_holiday, treat_holidays
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.core.workspace.calendars import ROUND_THE_CLOCK, add, is_open
from percaya.core.workspace.models import CalendarVersion, Holiday, WorkCalendar
from percaya.core.workspace.queries import calendar_of, default_calendar, pinned
from percaya.core.workspace.working import ALWAYS
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
NIGHT = {str(day): [["22:00", "06:00"]] for day in range(7)}


@pytest.fixture
def year_2026(cast: Cast) -> Cast:
    with time_machine.travel(datetime(2026, 6, 1, 5, tzinfo=UTC), tick=False):
        import_holidays(workspace=cast.workspace, years=[2026, 2027], by=SYSTEM)
    return cast


def test_national_holidays_and_joint_leave_come_from_the_list(year_2026: Cast) -> None:
    days = {one.date: one for one in Holiday.objects.filter(workspace=year_2026.workspace)}
    lebaran, leave = days[date(2026, 3, 21)], days[date(2026, 3, 20)]
    assert (lebaran.name, lebaran.name_en, lebaran.kind) == ("Hari Raya Idul Fitri", "Eid al-Fitr", "national")
    assert leave.kind == "joint" and leave.name.startswith("Cuti Bersama")
    assert not days[date(2027, 3, 10)].is_confirmed and "perkiraan" not in days[date(2027, 3, 10)].name
    assert days[date(2027, 8, 17)].is_confirmed and days[date(2026, 12, 25)].is_confirmed
    calendar = calendar_of(year_2026.workspace.pk).calendar
    before = datetime(2026, 3, 17, 15, tzinfo=calendar.tz)
    assert add(calendar, before, timedelta(hours=3)) == datetime(2026, 3, 25, 9, tzinfo=calendar.tz)


def test_an_import_again_changes_nothing_and_leaves_what_a_person_decided(year_2026: Cast) -> None:
    row = Holiday.objects.get(workspace=year_2026.workspace, date=date(2026, 3, 20))
    treat_holidays(workspace=year_2026.workspace, wishes={row.pk: Wish("half", [["08:00", "12:00"]])}, by=SYSTEM)
    assert import_holidays(workspace=year_2026.workspace, years=[2026, 2027], by=SYSTEM) <= 30  # 2027 is nearer: more is certain
    assert import_holidays(workspace=year_2026.workspace, years=[2026, 2027], by=SYSTEM) == 0
    calendar = calendar_of(year_2026.workspace.pk).calendar
    assert is_open(calendar, datetime(2026, 3, 20, 9, tzinfo=calendar.tz))
    assert not is_open(calendar, datetime(2026, 3, 20, 13, tzinfo=calendar.tz))


def test_own_days_come_and_go_and_those_of_the_list_do_not(year_2026: Cast) -> None:
    own = add_holiday(workspace=year_2026.workspace, day=date(2026, 7, 1), name="Rapat tahunan", by=SYSTEM)
    with pytest.raises(ValidationError):
        add_holiday(workspace=year_2026.workspace, day=date(2026, 7, 1), name="Sekali lagi", by=SYSTEM)
    assert not is_open(calendar_of(year_2026.workspace.pk).calendar, datetime(2026, 7, 1, 3, tzinfo=UTC))
    remove_holiday(holiday=own, by=SYSTEM)
    assert is_open(calendar_of(year_2026.workspace.pk).calendar, datetime(2026, 7, 1, 3, tzinfo=UTC))
    with pytest.raises(ValidationError):
        remove_holiday(holiday=Holiday.objects.filter(source="ID")[0], by=SYSTEM)
    with pytest.raises(ValidationError):
        import_holidays(workspace=year_2026.workspace, country="XX", years=[2026], by=SYSTEM)


def test_a_calendar_of_its_own_may_work_on_holidays_and_close_on_its_own_days(year_2026: Cast) -> None:
    night = save_calendar(
        workspace=year_2026.workspace, name="Malam", zone="Asia/Jakarta", week=NIGHT, follows_holidays=False,
        teams=[year_2026.senja.team], by=SYSTEM,
    )  # fmt: skip
    add_holiday(workspace=year_2026.workspace, calendar=night, day=date(2026, 8, 1), name="Perawatan", by=SYSTEM)
    mine = calendar_of(year_2026.workspace.pk, team_id=year_2026.senja.team.pk)
    assert mine.id == night.pk
    assert is_open(mine.calendar, datetime(2026, 8, 17, 23, tzinfo=mine.calendar.tz))
    assert not is_open(mine.calendar, datetime(2026, 8, 1, 23, tzinfo=mine.calendar.tz))
    assert calendar_of(year_2026.workspace.pk).id != night.pk
    retire_calendar(calendar=night, by=SYSTEM)
    assert calendar_of(year_2026.workspace.pk, team_id=year_2026.senja.team.pk).id == default_calendar(year_2026.workspace.pk).pk


def test_what_was_pinned_is_what_it_said_then(cast: Cast) -> None:
    first = calendar_of(cast.workspace.pk)
    change_hours(calendar=default_calendar(cast.workspace.pk), week=NIGHT, by=SYSTEM)
    now = calendar_of(cast.workspace.pk)
    assert (now.id, now.version) == (first.id, first.version + 1)
    assert pinned(first.id, first.version) == first.calendar != now.calendar
    assert pinned(ALWAYS, 0) is ROUND_THE_CLOCK
    change_hours(calendar=default_calendar(cast.workspace.pk), week=NIGHT, by=SYSTEM)
    assert calendar_of(cast.workspace.pk).version == now.version  # nothing new was said
    assert EventRow.objects.filter(kind="workspace.calendar_changed", workspace_id=cast.workspace.pk).count() == 3


def test_there_is_one_default_and_it_stays(cast: Cast) -> None:
    office = default_calendar(cast.workspace.pk)
    with pytest.raises(ValidationError):
        retire_calendar(calendar=office, by=SYSTEM)
    night = save_calendar(workspace=cast.workspace, name="Malam", zone="Asia/Jakarta", week=NIGHT, is_default=True, by=SYSTEM)
    assert default_calendar(cast.workspace.pk) == night
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkCalendar.objects.filter(pk=office.pk).update(is_default=True)
    for name in (" ", "MALAM"):
        with pytest.raises(ValidationError):
            save_calendar(workspace=cast.workspace, name=name, zone="Asia/Jakarta", week=NIGHT, by=SYSTEM)
    with pytest.raises(ValidationError, match="Senin"):
        save_calendar(workspace=cast.workspace, name="X", zone="Asia/Jakarta", week={"0": [["9", "10"]]}, by=SYSTEM)


def test_calendars_follow_the_workspace_to_another_zone(cast: Cast) -> None:
    change_workspace(workspace=cast.workspace, time_zone="Asia/Jayapura", by=SYSTEM)
    assert calendar_of(cast.workspace.pk).calendar.zone == "Asia/Jayapura"


def test_which_calendar_counts_is_asked_in_one_statement_and_then_remembered(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    calendar_of(cast.warung.workspace.pk)
    with django_assert_num_queries(1):
        calendar_of(cast.workspace.pk)
        calendar_of(cast.workspace.pk, team_id=cast.senja.team.pk)


def test_the_hours_of_before_become_the_default_calendar(cast: Cast) -> None:
    move = import_module("percaya.core.workspace.migrations.0005_hours_become_a_calendar").move
    WorkCalendar.objects.all().delete()
    cast.workspace.settings["hours"] = {"5": [["09:00", "13:00"]], "6": []}
    cast.workspace.save()
    cast.warung.workspace.settings["hours"] = {}
    cast.warung.workspace.save()
    move(apps, None)
    cast.workspace.refresh_from_db()
    assert "hours" not in cast.workspace.settings
    assert default_calendar(cast.workspace.pk).week == {"5": [["09:00", "13:00"]]}
    assert is_open(calendar_of(cast.warung.workspace.pk).calendar, datetime(2026, 2, 8, 20, tzinfo=UTC))
    assert CalendarVersion.objects.count() == 2
