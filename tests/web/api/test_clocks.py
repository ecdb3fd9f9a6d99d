"""Programs read what is owed on a ticket and by which service level."""

from collections.abc import Callable

import pytest

from percaya.core import public_ids
from tests import builders
from tests.cast import Cast
from tests.stages.sla.levels import level
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast: Cast, api_of: Callable[..., Api]) -> Api:
    return api_of(cast.wayan, "workspace:read", "tickets:read")


def test_the_clocks_of_a_ticket_are_told(cast: Cast, admin: Api) -> None:
    level(cast.workspace, resolution=600, asks=("priority", ["urgent"]))
    ticket = builders.ticket(cast.rina, priority="urgent")
    builders.reply(ticket, cast.dewi)
    found = admin.get(f"/tickets/{public_ids.encode('ticket', ticket.pk)}/clocks").json()["clocks"]
    assert [(one["obligation"], one["standing"], one["target_minutes"]) for one in found] == [
        ("resolution", "running", 600),
        ("first_reply", "met", 240),
    ]
    levels = admin.get("/service-levels").json()["policies"]
    assert [one["is_default"] for one in levels] == [False, True]
    assert found[0]["policy"] == levels[0]["id"] and levels[0]["conditions"]


def test_tickets_of_others_have_no_clocks_here(cast: Cast, admin: Api) -> None:
    other = builders.ticket(cast.joko)
    assert admin.get(f"/tickets/{public_ids.encode('ticket', other.pk)}/clocks").status_code == 404
