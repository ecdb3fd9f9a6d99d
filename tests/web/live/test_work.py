"""A page tells its focus time: only about tickets that its member may see, only where it is measured, and they can see it."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.stages.analytics.models import TicketWork, WorkDay
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def address(cast: Cast) -> str:
    return f"/w/{cast.workspace.slug}/live/work"


def test_a_page_tells_and_its_member_and_the_report_say_it(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, subject="Resi macet")
    client = logged_in(cast.dewi)
    told = f"ticket:{ticket.number}:700.0:100.0;search:0:100.0:40;nonsense:0:9:1;ticket:x:1:2;;list:0:1e9:0"
    assert client.post(address(cast), {"spans": told}).status_code == 204
    assert (round(WorkDay.objects.get().focused), round(TicketWork.objects.get().seconds)) == (660, 600)
    own = client.get(f"/w/{cast.workspace.slug}/settings/me/").content.decode()
    assert "11 mnt" in own and "10 mnt" in own and "9 %" in own
    report = logged_in(cast.sari)
    page = report.get(f"/w/{cast.workspace.slug}/reports", {"period": "today"}).content.decode()
    assert "Porsi administrasi" in page and "9 %" in page
    rows = report.get(f"/w/{cast.workspace.slug}/reports/handled", {"period": "today"}).content.decode()
    assert "Resi macet" in rows and "10 mnt" in rows
    assert client.get(f"/w/{cast.workspace.slug}/reports/handled").status_code == 403


def test_tickets_of_others_are_left_out(cast: Cast) -> None:
    theirs = builders.ticket(cast.joko)
    logged_in(cast.dewi).post(address(cast), {"spans": f"ticket:{theirs.number + 70}:60.0:0.0"})
    assert not WorkDay.objects.exists()
    assert logged_in(cast.tono).post(address(cast), {"spans": "list:0:60.0:0.0"}).status_code == 404


def test_nothing_is_kept_where_it_is_switched_off(cast: Cast) -> None:
    change_workspace(workspace=cast.workspace, by=Actor.member(cast.sari.pk), measure_focus=False)
    client = logged_in(cast.dewi)
    assert client.post(address(cast), {"spans": "list:0:60.0:0.0"}).status_code == 204
    assert not WorkDay.objects.exists()
    page = client.get(f"/w/{cast.workspace.slug}/inbox").content.decode()
    assert "data-work" not in page
    assert "tidak diukur" in logged_in(cast.sari).get(f"/w/{cast.workspace.slug}/reports").content.decode()
