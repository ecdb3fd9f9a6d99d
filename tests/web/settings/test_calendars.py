"""Working calendars and holidays are written as people write them; what makes no sense is shown again with a reason."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.holidays import import_holidays
from percaya.core.workspace.models import Holiday, Team, WorkCalendar
from percaya.core.workspace.queries import calendar_of, default_calendar
from percaya.stages.sla.queries import promised_minutes
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
WEEK = {f"day{day}": "08.00-12.00, 13-17" for day in range(5)} | {"day5": "8–13", "day6": "", "pause4": "11.30–13.00"}


def root(cast: Cast) -> str:
    return f"/w/{cast.workspace.slug}/settings/"


def test_hours_are_written_as_people_write_them(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    office = default_calendar(cast.workspace.pk)
    page = f"{root(cast)}calendars/{public_ids.encode('calendar', office.pk)}"
    team = public_ids.encode("team", cast.senja.team.pk)
    form = {**WEEK, "name": "Toko", "zone": "Asia/Makassar", "follows_holidays": "1", "teams": team}
    ramadan = {"s0-name": "Ramadan 2027", "s0-first": "2027-02-08", "s0-last": "2027-03-09", "s0-day0": "07.30-14.30"}
    assert client.post(page, {**form, **ramadan}).status_code == 302
    office.refresh_from_db()
    assert office.week["0"] == [["08:00", "12:00"], ["13:00", "17:00"]] and office.week["5"] == [["08:00", "13:00"]]
    assert "6" not in office.week and office.breaks == {"4": [["11:30", "13:00"]]} and office.is_default
    assert office.seasons[0]["week"] == {"0": [["07:30", "14:30"]]}
    assert Team.objects.get(pk=cast.senja.team.pk).calendar == office
    shown = client.get(page).content.decode()
    assert "08.00–12.00, 13.00–17.00" in shown and "Ramadan 2027" in shown and shown.count("week__stripe") == 14
    unreadable = client.post(page, {**form, "day0": "pagi"})
    assert unreadable.status_code == 422 and 'value="pagi"' in unreadable.content.decode()
    overlapping = client.post(page, {**form, "day1": "22-06, 23-24"})
    assert overlapping.status_code == 422 and "Selasa: dua rentang bertumpuk" in overlapping.content.decode()


def test_a_calendar_is_made_and_taken_out_of_use(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    night = {f"day{day}": "22.00-06.00" for day in range(7)}
    client.post(f"{root(cast)}calendars/new", {**night, "name": "Malam", "zone": "Asia/Jakarta"})
    made = WorkCalendar.objects.get(name="Malam")
    assert made.week["6"] == [["22:00", "06:00"]] and not made.follows_holidays
    client.post(f"{root(cast)}calendars/{public_ids.encode('calendar', made.pk)}", {"remove": "1"})
    made.refresh_from_db()
    assert not made.is_active
    office = public_ids.encode("calendar", default_calendar(cast.workspace.pk).pk)
    refused = client.post(f"{root(cast)}calendars/{office}", {"remove": "1"}, follow=True)
    assert "kalender bawaan" in refused.content.decode()


def test_the_page_counts_an_example_on_the_calendar(cast: Cast) -> None:
    shown = logged_in(cast.wayan).get(root(cast) + "hours/?at=2026-02-06T16:40&work=240").content.decode()
    assert "Masuk Jumat, 6 Feb 2026, 16.40 WIB + 4 jam kerja = Senin, 9 Feb 2026, 11.40 WIB." in shown
    for odd in ("?at=x&work=0", "?at=2026-13-01T00:00&work=99999999999", "?at=0001-01-01T00:00&work=1"):
        assert logged_in(cast.wayan).get(root(cast) + "hours/" + odd).status_code == 200


def test_the_promise_of_a_first_answer_is_kept_beside(cast: Cast) -> None:
    assert logged_in(cast.wayan).post(root(cast) + "hours/", {"minutes": "120"}).status_code == 302
    assert promised_minutes(cast.workspace.pk) == 120


@time_machine.travel(datetime(2026, 6, 1, 5, tzinfo=UTC), tick=False)
def test_holidays_of_a_year_are_taken_treated_added_and_removed(cast: Cast) -> None:
    client, page = logged_in(cast.wayan), root(cast) + "holidays/"
    assert "Belum ada hari libur 2027" in client.get(page + "?year=2027").content.decode()
    client.post(page, {"import": "1", "year": "2027", "country": "ID"})
    leave = Holiday.objects.get(workspace=cast.workspace, date=date(2027, 12, 24))
    key = public_ids.encode("holiday", leave.pk)
    assert "perlu konfirmasi" in client.get(page + "?year=2027").content.decode()
    client.post(page, {"treat": "1", "year": "2027", f"t-{key}": "half", f"h-{key}": "8-12", f"c-{key}": "1"})
    leave.refresh_from_db()
    assert (leave.treatment, leave.periods, leave.is_confirmed) == ("half", [["08:00", "12:00"]], True)
    assert client.post(page, {"treat": "1", "year": "2027", f"t-{key}": "half", f"h-{key}": ""}).status_code == 422
    client.post(page, {"add": "1", "year": "2027", "day": "2027-07-01", "name": "Rapat", "treatment": "closed"})
    own = Holiday.objects.get(workspace=cast.workspace, date=date(2027, 7, 1))
    assert date(2027, 7, 1) in calendar_of(cast.workspace.pk).calendar.days
    client.post(page, {"remove": public_ids.encode("holiday", own.pk), "year": "2027"})
    assert date(2027, 7, 1) not in calendar_of(cast.workspace.pk).calendar.days
    assert client.post(page, {"add": "1", "day": "besok"}).status_code == 422
    assert client.post(page, {"import": "1", "country": "XX"}).status_code == 422


def test_a_neighbour_cannot_touch_them(cast: Cast) -> None:
    import_holidays(workspace=cast.workspace, years=[2027], by=Actor.system())
    row = Holiday.objects.filter(workspace=cast.workspace)[0]
    key = public_ids.encode("holiday", row.pk)
    page = f"/w/{cast.warung.workspace.slug}/settings/holidays/"
    logged_in(cast.tono).post(page, {"treat": "1", f"t-{key}": "open"})
    assert logged_in(cast.tono).post(page, {"remove": key}).status_code == 404
    row.refresh_from_db()
    assert row.treatment == "closed"
