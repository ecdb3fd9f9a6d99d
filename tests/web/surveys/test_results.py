"""Results of surveys: figures that agree with the reports and with the rows behind them, and hide who has too few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.people.models import Contact
from percaya.core.ratings.actions import ask_rating, give_rating, save_limits
from percaya.core.ratings.models import Rating
from percaya.core.workspace.models import Member
from percaya.stages.analytics.queries import metrics
from percaya.stages.analytics.queries.metrics import Asked
from percaya.stages.analytics.reactions import follow
from tests import builders
from tests.cast import Cast, customer, logged_in

pytestmark = pytest.mark.django_db


def rated(
    cast: Cast, score: int | None, *, kind: str = "csat", who: Contact | None = None, by: Member | None = None, comment: str = ""
) -> Rating:
    save_limits(workspace=cast.workspace, days_between=0, quiet_from=20, quiet_until=8, by=Actor.system())
    ticket = builders.ticket(who or cast.rina, account=cast.senja.email, assignee=by or cast.dewi, team=cast.senja.team)
    rating = ask_rating(ticket=ticket, by=Actor.system(), kind=kind)
    return rating if score is None else give_rating(rating=rating, score=score, comment=comment)


def page(who: Member, name: str, *args: object, **query: str) -> str:
    answer = logged_in(who).get(reverse(f"surveys:{name}", args=[who.workspace.slug, *args]), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_it_says_what_the_report_says_of_the_same_rows(cast: Cast) -> None:
    for score in (5, 4, 2, 5):
        rated(cast, score)
    rated(cast, None)
    rated(cast, 10, kind="nps")
    follow(list(EventRow.objects.order_by("id")))
    now = timezone.now()
    share = metrics.satisfaction(Asked(cast.workspace.pk, now - timedelta(days=1), now + timedelta(days=1)))
    assert (share.part, share.n, share.beside) == (3, 4, 5)
    shown = page(cast.sari, "results")
    assert "75 %" in shown and ">4</a>" in shown and "dari 5 yang ditanya" in shown


def test_recommendation_and_ease_have_their_own_values(cast: Cast) -> None:
    for score in (10, 9, 7, 0):
        rated(cast, score, kind="nps")
    for score in (7, 6, 5):
        rated(cast, score, kind="ces")
    assert "<b>+25</b>" in page(cast.sari, "results", kind="nps")
    assert "<b>6,0</b>" in page(cast.sari, "results", kind="ces")


def test_a_persons_value_is_hidden_below_five_answers_and_shown_from_five(cast: Cast) -> None:
    for _time in range(5):
        rated(cast, 5)
    rated(cast, 1, by=cast.sari)
    people = page(cast.sari, "results").split("<h2>Orang</h2>")[1]
    hers, dewis = people.split(">Sari</a>")[1], people.split(">Dewi</a>")[1]
    assert "n kecil" in hers.split("</tr>")[0] and "%" not in hers.split("</td>")[0]
    assert "100 %" in dewis.split("</tr>")[0]


@pytest.mark.parametrize(("metric", "count"), [("given", 3), ("high", 1), ("low", 1), ("said", 2), ("silent", 1)])
def test_behind_every_figure_are_its_rows(cast: Cast, metric: str, count: int) -> None:
    rated(cast, 5, comment="Mantap")
    rated(cast, 3)
    rated(cast, 1, comment="Buruk")
    rated(cast, None)
    assert f"{count} baris" in page(cast.sari, "rows", metric)


def test_what_there_is_not_is_a_404_and_odd_addresses_fall_back(cast: Cast) -> None:
    client = logged_in(cast.sari)
    assert client.get(reverse("surveys:rows", args=[cast.workspace.slug, "xyz"])).status_code == 404
    page(cast.sari, "results", kind="xyz", brand="99", survey="x", channel="zzz")


def test_comments_are_shown_as_text(cast: Cast) -> None:
    rated(cast, 1, comment="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page(cast.sari, "rows", "said")


def test_agents_do_not_read_results_and_exports_ask_for_their_right(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    assert client.get(reverse("surveys:results", args=[cast.workspace.slug])).status_code == 403
    assert client.post(reverse("surveys:export", args=[cast.workspace.slug]), {"form": "csv"}).status_code == 403


def test_a_file_holds_every_answer_runs_nothing_and_is_recorded(cast: Cast) -> None:
    rated(cast, 2, comment="=1+1")
    rated(cast, None)
    address = reverse("surveys:export", args=[cast.workspace.slug])
    body = logged_in(cast.sari).post(address, {"form": "csv"}).content.decode()
    assert body.count("\r\n") == 2 and "'=1+1" in body
    assert EventRow.objects.filter(kind="report.exported").exists()
    assert logged_in(cast.sari).post(address, {"form": "xlsx"}).content[:2] == b"PK"
    assert logged_in(cast.sari).post(address, {"form": "pdf"}).status_code == 400


def test_more_answers_cost_no_more_statements(cast: Cast) -> None:
    rated(cast, 5)
    rated(cast, 1, by=cast.sari)
    client = logged_in(cast.sari)
    address = reverse("surveys:results", args=[cast.workspace.slug])
    client.get(address)
    few = _statements(client, address)
    for score in (1, 2, 3):
        rated(cast, score, who=customer(cast.workspace, f"Tamu{score}"))
    assert _statements(client, address) == few


def _statements(client: Client, address: str) -> int:
    client.get(address)  # what pages keep for half a minute is fresh, however slow the machine
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)
