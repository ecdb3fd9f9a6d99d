"""The live board: who may see it, what it says, and what a supervisor does there."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.models import Ticket
from percaya.runtime.live.feeder import frame_of, frame_of_board
from percaya.runtime.live.tokens import read
from percaya.stages.analytics.actions.alerting import look
from percaya.stages.analytics.actions.mailing import tell_next
from percaya.stages.analytics.models import Alert, AlertState, WallLink
from tests import builders
from tests.cast import Cast, logged_in
from tests.stages.analytics.test_facts import catch_up, clock

pytestmark = pytest.mark.django_db
__all__ = ["clock"]


def board(cast: Cast, tail: str = "") -> str:
    return f"/w/{cast.workspace.slug}/board{tail}"


def test_supervisors_see_it_and_agents_do_not(cast: Cast) -> None:
    statuses = {who.name: logged_in(who).get(board(cast)).status_code for who in cast.insiders}
    assert statuses == {"Ratna": 200, "Wayan": 200, "Sari": 200, "Dewi": 403, "Gilang": 403}
    assert "/board" in logged_in(cast.sari).get(board(cast)).content.decode().split("rail__foot")[1]


def test_numbers_open_to_their_tickets(cast: Cast) -> None:
    builders.ticket(cast.rina, subject="Paket hilang")
    builders.ticket(cast.joko, subject="Soto tumpah")
    catch_up()
    client = logged_in(cast.sari)
    page = client.get(board(cast, "/now")).content.decode()
    assert "/board/rows/waiting" in page and "/board/rows/untaken" in page
    rows = client.get(board(cast, "/rows/waiting")).content.decode()
    assert "Paket hilang" in rows and "Soto tumpah" not in rows
    assert client.get(board(cast, "/rows/nonsense")).status_code == 404


def test_a_supervisor_hands_tickets_to_somebody(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    catch_up()
    answer = logged_in(cast.sari).post(
        board(cast, "/hand-over"), {"number": ticket.number, "to": cast.budi.pk, "tile": "untaken"}
    )
    assert answer.status_code == 302 and builders.fresh(ticket).assignee_id == cast.budi.pk
    logged_in(cast.sari).post(board(cast, "/hand-over"), {"number": ticket.number, "to": "me"})
    assert builders.fresh(ticket).assignee_id == cast.sari.pk
    assert logged_in(cast.sari).post(board(cast, "/hand-over"), {"number": ticket.number, "to": cast.tono.pk}).status_code == 404


def _overdue(cast: Cast, clock: Any) -> None:
    for _count in range(3):
        ticket = builders.ticket(cast.rina, team=cast.senja.team)
        assign(ticket=ticket, to=cast.dewi, by=Actor.system())
    clock.shift(timedelta(hours=6))
    catch_up()


def _minutes(cast: Cast, clock: Any, count: int) -> None:
    for _minute in range(count):
        clock.shift(timedelta(minutes=1))
        look(cast.workspace.pk, timezone.now())


def test_an_alert_needs_five_minutes_and_ends_after_five_quiet_ones(cast: Cast, clock: Any) -> None:
    _overdue(cast, clock)
    _minutes(cast, clock, 3)
    alert = Alert.objects.get(kind="overdue")
    assert (alert.state, alert.value, alert.team) == (AlertState.BREWING, 3, cast.senja.team)
    assert "alert__text" not in logged_in(cast.sari).get(board(cast)).content.decode()
    _minutes(cast, clock, 3)
    alert.refresh_from_db()
    assert alert.state == AlertState.ACTIVE
    assert "alert__text" in logged_in(cast.sari).get(board(cast)).content.decode()
    for ticket in Ticket.objects.filter(workspace=cast.workspace):
        builders.reply(ticket, cast.dewi)
    catch_up()
    _minutes(cast, clock, 2)
    alert.refresh_from_db()
    assert (alert.state, alert.over_at) == (AlertState.CALM, None)
    _minutes(cast, clock, 5)
    alert.refresh_from_db()
    assert alert.state == AlertState.OVER and alert.over_at is not None
    assert list(EventRow.objects.filter(kind__startswith="board.").values_list("kind", flat=True)) == [
        "board.alert_raised", "board.alert_over",
    ]  # fmt: skip


def test_who_takes_care_is_shown_to_all_and_nobody_is_told_then(cast: Cast, clock: Any) -> None:
    _overdue(cast, clock)
    _minutes(cast, clock, 7)
    alert = Alert.objects.get(kind="overdue")
    logged_in(cast.sari).post(board(cast, f"/alerts/{alert.pk}/take"))
    logged_in(cast.wayan).post(board(cast, f"/alerts/{alert.pk}/take"))
    _minutes(cast, clock, 15)
    alert.refresh_from_db()
    assert alert.taken_by == cast.sari and alert.escalated_at is None
    assert "Sari" in logged_in(cast.wayan).get(board(cast)).content.decode()


def test_after_ten_minutes_without_anybody_those_above_are_told_once(cast: Cast, clock: Any) -> None:
    _overdue(cast, clock)
    _minutes(cast, clock, 25)
    alert = Alert.objects.get(kind="overdue")
    assert alert.escalated_at is not None
    assert EventRow.objects.filter(kind="board.alert_escalated").count() == 1
    tell_next(alert_id=alert.pk)
    assert sorted(one.to[0] for one in mail.outbox) == [cast.ratna.user.email, cast.wayan.user.email]


def test_a_wall_shows_numbers_without_a_login_until_it_is_revoked(cast: Cast) -> None:
    builders.ticket(cast.rina, subject="Rahasia sekali")
    catch_up()
    client = logged_in(cast.sari)
    page = client.post(board(cast, "/wall"), {"name": "Ruang CS", "team": "0"}, follow=True).content.decode()
    address = page.split('href="http')[1].split('"')[0].split("/wall/")[1]
    for tail in ("", "/now"):
        answer = Client().get(f"/wall/{address}{tail}")
        text = answer.content.decode()
        assert answer.status_code == 200 and "tile__value" in text and answer["Referrer-Policy"] == "no-referrer"
        assert "Rahasia" not in text and "Rina" not in text and "Dewi" not in text
    link = WallLink.objects.get()
    client.post(board(cast, f"/wall/{link.pk}/revoke"))
    assert Client().get(f"/wall/{address}").status_code == 404
    assert Client().get("/wall/guessed").status_code == 404


def test_a_wall_link_ends_by_itself(cast: Cast, clock: Any) -> None:
    logged_in(cast.sari).post(board(cast, "/wall"), {"name": "Lobi"})
    page = logged_in(cast.sari).get(board(cast, "/wall")).content.decode()
    address = page.split('href="http')[1].split('"')[0].split("/wall/")[1]
    clock.shift(timedelta(days=91))
    assert Client().get(f"/wall/{address}").status_code == 404


def test_a_wall_listens_to_its_own_topic_and_hears_nothing_but_that_something_happened(cast: Cast) -> None:
    logged_in(cast.sari).post(board(cast, "/wall"), {"name": "Lobi"})
    page = logged_in(cast.sari).get(board(cast, "/wall")).content.decode()
    address = page.split('href="http')[1].split('"')[0].split("/wall/")[1]
    assert f'data-stream="/wall/{address}/stream"' in Client().get(f"/wall/{address}").content.decode()
    answer = Client().get(f"/wall/{address}/stream")
    token = parse_qs(urlsplit(answer.json()["stream"]).query)["token"][0]
    topics = read(token).topics
    builders.ticket(cast.rina)
    row = EventRow.objects.filter(stream_type="ticket").latest("pk")
    assert not frame_of(row, 1).topics & topics  # nothing of a ticket, not even its number
    frame = frame_of_board(cast.workspace.pk)
    assert frame.topics == topics and b'"ticket":null' in frame.body
    assert not frame_of_board(cast.warung.workspace.pk).topics & topics
    WallLink.objects.update(revoked_at=timezone.now())
    assert Client().get(f"/wall/{address}/stream").status_code == 404


def test_who_comes_from_the_board_observes_and_the_agent_reads_so(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    catch_up()
    here = f"/w/{cast.workspace.slug}/inbox/{ticket.number}"
    assert f"/inbox/{ticket.number}?from=board" in logged_in(cast.sari).get(board(cast, "/rows/waiting")).content.decode()
    assert 'data-kind="observing"' in logged_in(cast.sari).get(f"{here}?from=board").content.decode()
    assert "Sari mengamati" in logged_in(cast.dewi).get(here).content.decode()
    presence = logged_in(cast.dewi).get(here).content.decode().split('id="presence" data-url="')[1].split('"')[0]
    logged_in(cast.sari).post(presence, {"kind": "viewing"})  # opened from the list as well: an ordinary look
    assert "Sari melihat" in logged_in(cast.dewi).get(here).content.decode()
    logged_in(cast.sari).post(presence, {"kind": "left"})
    logged_in(cast.dewi).post(presence, {"kind": "observing"})  # an agent looks on, whatever they say
    assert "Dewi mengamati" not in logged_in(cast.sari).get(here).content.decode()
