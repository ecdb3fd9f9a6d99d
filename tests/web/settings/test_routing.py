"""Routing in the settings: teams as sentences, a try that changes nothing, and one's own switch."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.members import save_team
from percaya.stages.routing.actions.availability import change_seat, set_availability
from percaya.stages.routing.actions.planning import change_team, save_rule
from percaya.stages.routing.models import Seat, TeamRouting, TeamRule
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def root(cast: Cast) -> str:
    return f"/w/{cast.workspace.slug}"


def test_an_admin_sets_how_a_team_gets_its_tickets(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    page = client.get(f"{root(cast)}/settings/routing/")
    assert "Orang mengambil tiket sendiri" in page.content.decode()
    address = page.content.decode().split("/settings/routing/teams/")[1].split('"')[0]
    form = {
        "strategy": "sticky", "skills": "Refund, Pajak", "match_language": "1", "first": "age", "overflow": "",
        "overflow_minutes": "0", "reassign": "silent", "reassign_minutes": "45",
    }  # fmt: skip
    assert client.post(f"{root(cast)}/settings/routing/teams/{address}", form).status_code == 302
    row = TeamRouting.objects.get(team=cast.senja.team)
    assert (row.strategy, row.skills, row.match_language, row.priority_first) == ("sticky", ["pajak", "refund"], True, False)
    assert (row.reassign, row.reassign_minutes) == ("silent", 45)
    text = client.get(f"{root(cast)}/settings/routing/").content.decode()
    assert "pajak, refund" in text and "45 menit" in text


def test_what_is_typed_wrong_is_said_and_changes_nothing(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    form = {"limit": "banyak", "live": "3", "chat": "2", "idle": "0,5", "mail": "1", "idle_minutes": "15"}
    answer = client.post(f"{root(cast)}/settings/routing/all", form)
    assert answer.status_code == 422 and "bukan angka" in answer.content.decode()
    assert client.post(f"{root(cast)}/settings/routing/all", {**form, "limit": "8,5"}).status_code == 302


def test_the_try_says_who_would_get_it_and_why_and_changes_nothing(cast: Cast) -> None:
    team = save_team(workspace=cast.workspace, team=cast.senja.team, name="Pesanan", members=[cast.dewi, cast.budi], by=SYSTEM)
    change_team(team=team, strategy="least_loaded", skills=["refund"], by=SYSTEM)
    change_seat(member=cast.dewi, limit=None, skills=["refund"], languages=[], by=SYSTEM)
    for who in (cast.dewi, cast.budi):
        set_availability(member=who, status="available", by=Actor.member(who.pk))
    ticket = builders.ticket(cast.rina, team=team)
    text = logged_in(cast.wayan).get(f"{root(cast)}/settings/routing/?ticket={ticket.number}").content.decode()
    assert "Dewi akan mendapatkannya" in text
    assert "Budi tidak dipilih" in text and "belum menguasai: refund" in text
    assert Ticket.objects.get(pk=ticket.pk).assignee is None


def test_rules_take_the_conditions_of_a_view_and_can_be_moved_and_removed(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    address = f"{root(cast)}/settings/routing/rules/new"
    assert client.post(address, {"team": "", "skills": "refund"}).status_code == 422  # no view chosen
    common = {"workspace": cast.workspace, "rule": None, "skills": [], "is_on": True, "by": SYSTEM, "team": cast.senja.team}
    first, second = (
        save_rule(conditions={"of": [{"field": "subject", "op": "contains", "value": word}]}, **common)
        for word in ("satu", "dua")
    )
    client.post(f"{root(cast)}/settings/routing/all", {"up": second.pk})
    assert list(TeamRule.objects.order_by("position").values_list("pk", flat=True)) == [second.pk, first.pk]
    client.post(f"{root(cast)}/settings/routing/rules/{first.pk}", {"delete": "1"})
    assert TeamRule.objects.count() == 1


def test_an_agent_does_not_come_to_the_settings_but_switches_themselves(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    assert client.get(f"{root(cast)}/settings/routing/").status_code == 403
    assert client.post(f"{root(cast)}/availability", {"status": "break:prayer"}).status_code == 302
    seat = Seat.objects.get(member=cast.dewi)
    assert (seat.status, seat.reason, seat.is_auto) == ("break", "prayer", False)
    assert "Salat" in client.get(f"{root(cast)}/availability").content.decode()


def test_who_signs_out_is_offline_and_comes_back_by_doing_something(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    client.post(f"{root(cast)}/availability/here")
    assert Seat.objects.get(member=cast.dewi).status == "available"
    client.post("/accounts/logout/")
    assert Seat.objects.get(member=cast.dewi).status == "offline"
    logged_in(cast.dewi).post(f"{root(cast)}/availability/here")
    assert Seat.objects.get(member=cast.dewi).status == "available"


def test_a_break_that_was_chosen_stays_until_it_is_ended(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    client.post(f"{root(cast)}/availability", {"status": "break:meal"})
    client.post(f"{root(cast)}/availability/here")
    assert Seat.objects.get(member=cast.dewi).status == "break"


def test_going_offline_with_open_tickets_says_what_stays(cast: Cast) -> None:
    builders.ticket(cast.rina, assignee=cast.dewi)
    answer = logged_in(cast.dewi).post(f"{root(cast)}/availability", {"status": "offline"}, headers={"X-Requested-With": "fetch"})
    assert "1 tiket terbuka tetap milik Anda" in answer.content.decode()


def test_ones_own_page_shows_load_and_limit(cast: Cast) -> None:
    builders.ticket(cast.rina, assignee=cast.dewi)
    assert "1/12" in logged_in(cast.dewi).get(f"{root(cast)}/settings/me/").content.decode()


@pytest.mark.parametrize("form", [{"status": "asleep"}, {"status": "break:siesta"}, {}])
def test_words_that_are_none_change_nothing(cast: Cast, form: dict[str, str]) -> None:
    logged_in(cast.dewi).post(f"{root(cast)}/availability", form)
    assert Seat.objects.get(member=cast.dewi).status == "offline"
