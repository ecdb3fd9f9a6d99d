"""Reports: who may read and take them, that numbers and rows agree, that files are safe, and that mails come and stop."""

import csv
import html
import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from percaya.core.journal import alarms
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.stages.analytics.actions.reporting import plan_mail, send_report
from percaya.stages.analytics.models import ReportMail
from percaya.stages.analytics.rhythm import next_time, period
from percaya.web.reports import views
from percaya.web.reports.files import as_csv, as_xlsx, safe
from tests import builders
from tests.cast import Cast, logged_in
from tests.stages.analytics.test_facts import at, catch_up, clock

pytestmark = pytest.mark.django_db
__all__ = ["clock"]


def reports(cast: Cast, tail: str = "") -> str:
    return f"/w/{cast.workspace.slug}/reports{tail}"


def _reports_sent() -> list[mail.EmailMessage]:
    """Without what else is mailed as time goes by (alerts that nobody takes care of)."""
    return [one for one in mail.outbox if one.subject.startswith("Laporan")]


def _some(cast: Cast, clock: Any) -> None:
    for minutes in (10, 30):
        ticket = builders.ticket(cast.rina, subject="=SUM(A1:A9)", team=cast.senja.team)
        clock.shift(timedelta(minutes=minutes))
        builders.reply(ticket, cast.dewi, then="resolve")
    builders.ticket(cast.joko, subject="Soto tumpah")
    catch_up()


def test_supervisors_read_them_and_agents_do_not(cast: Cast) -> None:
    statuses = {who.name: logged_in(who).get(reports(cast)).status_code for who in cast.insiders}
    assert statuses == {"Ratna": 200, "Wayan": 200, "Sari": 200, "Dewi": 403, "Gilang": 403}


def test_a_number_opens_to_its_rows_and_next_door_is_in_none(cast: Cast, clock: Any) -> None:
    _some(cast, clock)
    client = logged_in(cast.sari)
    page = client.get(reports(cast)).content.decode()
    assert "/reports/rows/first_reply?period=30d" in page and "20 mnt" in page
    for metric, count in (("created", 2), ("first_reply", 2), ("one_touch", 2), ("backlog", 0), ("rated", 0), ("missed", 0)):
        rows = client.get(reports(cast, f"/rows/{metric}")).content.decode()
        assert f"{count} baris" in rows and "Soto" not in rows
    assert client.get(reports(cast, "/rows/nonsense")).status_code == 404


def test_an_odd_address_is_the_usual_report(cast: Cast) -> None:
    client = logged_in(cast.sari)
    odd = "?from=2026-99-99&to=x&team=99999999999999999999&agent=-1&channel=%00&priority=ur&period=zzz"
    assert client.get(reports(cast) + odd).status_code == 200
    assert client.get(reports(cast) + "?from=0001-01-01&to=9999-12-31").status_code == 200
    assert client.get(reports(cast) + "?from=2026-01-01&to=2026-01-31&team=" + str(cast.warung.team.pk)).status_code == 200


def test_a_file_names_no_customer_and_is_written_down(cast: Cast, clock: Any) -> None:
    _some(cast, clock)
    client = logged_in(cast.sari)
    for what, lines in (("tickets", 2), ("turns", 2), ("summary", 11)):
        answer = client.post(reports(cast, "/export"), {"what": what, "form": "csv", "period": "7d"})
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) == lines + 1 and "Rina" not in answer.content.decode()
    answer = client.post(reports(cast, "/export"), {"what": "tickets", "form": "xlsx"})
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    assert EventRow.objects.filter(kind="report.exported").count() == 4
    assert logged_in(cast.dewi).post(reports(cast, "/export"), {"what": "tickets", "form": "csv"}).status_code == 403
    assert client.post(reports(cast, "/export"), {"what": "all", "form": "exe"}).status_code == 400


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe(text).startswith("'")
    body = as_xlsx((("a",), [[text]]), "x")
    sheet = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert next(csv.reader(io.StringIO(b"".join(as_csv((("a",), [[text]]))).decode("utf-8-sig").split("\n", 1)[1])))[0][0] == "'"


@pytest.mark.parametrize(
    ("rhythm", "after", "expected"),
    [
        ("daily", "2026-02-04 07:59", "2026-02-04 08:00"),
        ("daily", "2026-02-04 08:00", "2026-02-05 08:00"),
        ("weekly", "2026-02-04 10:00", "2026-02-09 08:00"),
        ("monthly", "2026-02-04 10:00", "2026-03-01 08:00"),
    ],
)
def test_a_mail_leaves_at_its_local_hour(rhythm: str, after: str, expected: str) -> None:
    assert next_time(rhythm, 8, after=at(after), zone="Asia/Jakarta") == at(expected)


def test_a_mail_tells_of_whole_days_before_it() -> None:
    now = at("2026-03-02 08:00")
    assert period("daily", now, "Asia/Jakarta") == (at("2026-03-01 00:00"), at("2026-03-02 00:00"))
    assert period("weekly", now, "Asia/Jakarta") == (at("2026-02-23 00:00"), at("2026-03-02 00:00"))
    assert period("monthly", now, "Asia/Jakarta") == (at("2026-02-01 00:00"), at("2026-03-01 00:00"))


def test_a_report_comes_each_morning_readable_as_it_stands_until_its_link_stops_it(cast: Cast, clock: Any) -> None:
    _some(cast, clock)
    logged_in(cast.sari).post(reports(cast, "/mails"), {"rhythm": "daily", "hour": "8"})
    made = ReportMail.objects.get()
    for _morning in range(2):
        clock.move_to(made.next_at + timedelta(seconds=1))
        alarms.ring_due(timezone.now())
        engine().run_pending()
        made.refresh_from_db()
    sent = _reports_sent()
    assert len(sent) == 2 and sent[0].to == [cast.sari.user.email]
    first = str(sent[0].body)
    assert "Tiket baru: 2 (0)" in first and "20 mnt" in first and "Rina" not in first
    stop = first.split("/reports/stop/")[1].split()[0]
    assert Client().get(f"/reports/stop/{stop}").status_code == 200
    made.refresh_from_db()
    assert made.stopped_at is None, "looking stops nothing"
    Client().post(f"/reports/stop/{stop}")
    clock.move_to(made.next_at + timedelta(seconds=1))
    alarms.ring_due(timezone.now())
    engine().run_pending()
    assert len(_reports_sent()) == 2
    assert Client().get("/reports/stop/guessed").status_code == 404


def test_what_did_not_leave_is_said_to_its_owner_and_the_next_is_arranged(
    cast: Cast, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = plan_mail(member=cast.sari, rhythm="daily", hour=8, filters={}, by=Actor.member(cast.sari.pk))

    def broken(*_args: object, **_more: object) -> None:
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("percaya.stages.analytics.actions.reporting.send_mail", broken)
    clock.move_to(made.next_at + timedelta(seconds=1))
    with pytest.raises(ConnectionRefusedError):
        send_report(mail_id=made.pk)
    made.refresh_from_db()
    assert made.trouble == "no mail server" and made.next_at > timezone.now()
    assert "no mail server" in logged_in(cast.sari).get(reports(cast, "/mails")).content.decode()


def test_one_member_stops_no_mail_of_another(cast: Cast) -> None:
    made = plan_mail(member=cast.sari, rhythm="daily", hour=8, filters={}, by=Actor.member(cast.sari.pk))
    assert logged_in(cast.wayan).post(reports(cast, f"/mails/{made.pk}/stop")).status_code == 404
    assert logged_in(cast.sari).post(reports(cast, f"/mails/{made.pk}/stop")).status_code == 302
    made.refresh_from_db()
    assert made.stopped_at is not None


def test_a_long_report_stands_at_once_and_its_slow_parts_come_by_themselves(
    cast: Cast, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _some(cast, clock)
    client = logged_in(cast.sari)
    whole = client.get(reports(cast)).content.decode()
    assert "20 mnt" in whole and "hx-get" not in whole.partition("<main")[2]
    monkeypatch.setattr(views, "MANY", 1)
    page = client.get(reports(cast)).content.decode()
    assert "Menghitung…" in page and "20 mnt" not in page and "/reports/rows/created" in page
    assert "ui/vendor/htmx" in page  # which fetches them
    asked = [html.unescape(found) for found in re.findall(r'hx-get="([^"]*part=[^"]*)"', page)]
    time, work, focus = (client.get(address).content.decode() for address in asked)
    assert "20 mnt" in time and "Dewi" in work and "Waktu fokus" in focus and "<html" not in time + work + focus
    assert "20 mnt" in client.get(reports(cast, "?part=all")).content.decode()
    assert logged_in(cast.dewi).get(asked[0]).status_code == 403
