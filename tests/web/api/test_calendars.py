"""Programs read and change working calendars, and have working time counted on them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.holidays import add_holiday
from percaya.core.workspace.queries import default_calendar
from percaya.web.api.ids import encode
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db
SHOP: dict[str, Any] = {
    "name": "Toko", "zone": "Asia/Jakarta",
    "week": {**{str(day): [["08:00", "17:00"]] for day in range(5)}, "5": [["09:00", "13:00"]]},
}  # fmt: skip


@pytest.fixture
def admin(cast: Cast, api_of: Callable[..., Api]) -> Api:
    return api_of(cast.wayan, "workspace:read", "workspace:write")


def test_working_time_is_counted_on_a_calendar(cast: Cast, admin: Api) -> None:
    made = admin.post("/calendars", SHOP)
    assert made.status_code == 201 and made.json()["version"] == 1
    here = f"/calendars/{made.json()['id']}"
    came, answered = "2026-02-06T16:40:00+07:00", "2026-02-09T09:10:00+07:00"
    assert admin.post(here + "/due", {"start": came, "minutes": 330}).json() == {"due": "2026-02-09T02:10:00Z"}
    assert admin.post(here + "/between", {"start": came, "end": answered}).json() == {"seconds": 330 * 60}
    sunday = admin.post(here + "/next-opening", {"at": "2026-02-08T05:00:00Z"}).json()
    assert sunday == {"open": False, "opening": "2026-02-09T01:00:00Z"}
    for wrong in ({"start": came, "minutes": 0}, {"start": "2026-02-06T16:40:00", "minutes": 1}):
        assert admin.post(here + "/due", wrong).status_code == 422
    assert admin.post(here + "/between", {"start": "1900-01-01T00:00:00Z", "end": came}).status_code == 422


def test_a_calendar_is_changed_whole_and_says_its_holidays(cast: Cast, admin: Api) -> None:
    here = f"/calendars/{encode('calendar', default_calendar(cast.workspace.pk).pk)}"
    add_holiday(workspace=cast.workspace, day=date(2026, 2, 9), name="Libur", by=Actor.system())
    ramadan = {"name": "Ramadan", "first": "2027-02-08", "last": "2027-03-09", "week": {"0": [["07:30", "14:30"]]}}
    body = {**SHOP, "breaks": {"4": [["11:30", "13:00"]]}, "seasons": [ramadan]}
    changed = admin.client.put(f"/api/v1{here}", body, content_type="application/json")
    assert changed.status_code == 200
    shown = admin.get(here).json()
    assert shown == changed.json() and shown["days"] == {"2026-02-09": []} and shown["default"]
    assert shown["seasons"][0]["breaks"] == {} and shown["breaks"] == body["breaks"]
    refused = admin.client.put(
        f"/api/v1{here}", {**SHOP, "week": {"0": [["08:00", "12:00"], ["11:00", "13:00"]]}}, content_type="application/json"
    )
    assert refused.status_code == 422 and "Senin" in refused.json()["detail"]


def test_others_read_but_do_not_write_and_neighbours_find_nothing(cast: Cast, api: Api, outsider: Api) -> None:
    listed = api.get("/calendars").json()["calendars"]
    assert [one["default"] for one in listed] == [True]
    assert api.post("/calendars", SHOP).status_code == 403
    assert outsider.get(f"/calendars/{listed[0]['id']}").status_code == 404
