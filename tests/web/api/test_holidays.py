"""Programs read the holidays of a year."""

from collections.abc import Callable
from datetime import date

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.holidays import import_holidays
from percaya.core.workspace.models import Holiday
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def test_the_holidays_of_a_year_are_told(cast: Cast, api_of: Callable[..., Api]) -> None:
    import_holidays(workspace=cast.workspace, years=[2026], by=Actor.system())
    Holiday.objects.create(workspace=cast.workspace, date=date(2027, 3, 1), name="Ulang tahun toko")
    admin = api_of(cast.wayan, "workspace:read")
    found = admin.get("/holidays?year=2026").json()["holidays"]
    days = [one["date"] for one in found]
    assert days == sorted(days) and "2026-08-17" in days and "2027-03-01" not in days
    assert all(one["treatment"] == "closed" and one["calendar"] is None for one in found)
    (own,) = admin.get("/holidays?year=2027").json()["holidays"]
    assert (own["name"], own["kind"], own["confirmed"]) == ("Ulang tahun toko", "local", True)
    assert admin.get("/holidays?year=12").status_code == 422
