"""The report says how often ranges came true, of how many, by what definition, and opens to the tickets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percaya.stages.forecast.models import Alike, GivenRange
from percaya.stages.forecast.policy import HOUR
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def address(cast: Cast) -> str:
    return f"/w/{cast.workspace.slug}/reports/forecasts"


def test_shares_open_to_the_tickets_behind_them(cast: Cast) -> None:
    team = cast.senja.team
    tickets = [builders.ticket(cast.rina, subject=f"Resi {number}") for number in range(3)]
    key = f"0:email|team:{team.pk}|high"
    for one, n in (("", 90), (key, 40)):
        hits = 41 if one else 0
        Alike.objects.create(
            workspace=cast.workspace, key=one, n=n, low=2.4 * HOUR, high=7.5 * HOUR, measured=50 if one else 0, hits=hits
        )
    now = timezone.now()
    for ticket, took in zip(tickets, (1, 4, 9), strict=True):
        GivenRange.objects.create(
            ticket=ticket, workspace=cast.workspace, key=key, n=40, low=2 * HOUR,
            high=8 * HOUR, day=9 * HOUR, given_at=now, shown_at=now, ended_at=now + timedelta(hours=took), took=took * HOUR,
        )  # fmt: skip
    client = logged_in(cast.sari)
    page = client.get(address(cast)).content.decode()
    assert "Semua tiket" in page and f"Email · {team.name} · Tinggi" in page and "2–8 jam kerja" in page and "82 %" in page
    assert "Resi 1" not in page
    rows = client.get(address(cast), {"group": key}).content.decode()
    assert [word in rows for word in ("Resi 0", "lebih cepat", "Resi 1", "tepat", "Resi 2", "lebih lama")] == [True] * 6
    assert client.get(address(cast), {"group": "0:nonsense"}).status_code == 200


def test_a_young_shop_is_told_what_is_missing_and_agents_have_no_reports(cast: Cast) -> None:
    assert "Belum ada perkiraan" in logged_in(cast.sari).get(address(cast)).content.decode()
    assert logged_in(cast.dewi).get(address(cast)).status_code == 403
    Alike.objects.create(workspace=cast.warung.workspace, key="", n=90, low=HOUR, high=2 * HOUR)
    assert "Belum ada perkiraan" in logged_in(cast.sari).get(address(cast)).content.decode()
