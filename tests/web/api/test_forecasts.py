"""Programs read how long tickets take, of their own workspace, and how often it came true."""

from collections.abc import Callable

import pytest

from percaya.core import public_ids
from percaya.stages.forecast.models import Alike
from percaya.stages.forecast.policy import HOUR
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def test_what_is_known_of_each_kind_is_told_and_nothing_of_next_door(cast: Cast, api_of: Callable[..., Api]) -> None:
    team = cast.senja.team.pk
    for workspace, key, n in (
        (cast.workspace, "", 90),
        (cast.workspace, f"0:email|team:{team}|high", 40),
        (cast.workspace, "0:webform", 29),  # too few
        (cast.warung.workspace, "", 70),
    ):
        Alike.objects.create(workspace=workspace, key=key, n=n, low=2.4 * HOUR, high=7.5 * HOUR, measured=50, hits=41)
    found = api_of(cast.dewi, "tickets:read").get("/forecasts").json()["forecasts"]
    assert [one["tickets"] for one in found] == [90, 40]
    assert found[1] == {
        "brand": None, "channel": "email", "topic": None, "team": public_ids.encode("team", team), "priority": "high",
        "low_minutes": 120, "high_minutes": 480, "day_minutes": 540, "tickets": 40, "shown": 50, "came_true": 41,
    }  # fmt: skip
    assert api_of(cast.dewi, "contacts:read").get("/forecasts").status_code == 403
