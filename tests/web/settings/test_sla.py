"""Service levels in the settings: made from sentences, tried on what was, changed for new tickets or for running ones too."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.workspace.actions.calendars import save_calendar
from percaya.core.workspace.models import Workspace
from percaya.core.workspace.queries import default_calendar
from percaya.stages.sla.models import Clock, Policy
from percaya.stages.sla.queries import policies
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
ROOT = "/w/toko-senja/settings/sla/"
NOON = datetime(2026, 2, 4, 5, 0, tzinfo=UTC)  # a Wednesday, 12.00 in Jakarta
URGENT = json.dumps({"field": "priority", "op": "is", "value": ["urgent"]})


def typed(**more: object) -> dict[str, object]:
    goals = {"first_reply_amount": "1", "first_reply_unit": "h", "resolution_amount": "8", "resolution_time": "calendar"}
    return {"name": "Mendesak", "match": "all", "warn": "50, 80", "pause": ["waiting_customer"], "part": "save", **goals, **more}


def test_a_level_is_made_from_a_sentence_and_counts_for_what_comes_in(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    with time_machine.travel(NOON, tick=False):
        chosen = client.post(f"{ROOT}new", typed(part="choose", new_field="priority")).content.decode()
        assert 'name="values"' in chosen
        asked = client.post(f"{ROOT}new", typed(part="ask", field="priority", op="is", values=["urgent"])).content.decode()
        assert "prioritas adalah mendesak" in asked.lower() or "mendesak" in asked
        assert "paling lambat" in asked, "the example is worked out before saving"
        assert client.post(f"{ROOT}new", typed(condition=[URGENT])).status_code == 302
        urgent = builders.ticket(cast.rina, priority="urgent")
        plain = builders.ticket(cast.rina)
    assert builders.fresh(urgent).due_at == NOON + timedelta(hours=1)
    assert builders.fresh(plain).due_at == NOON + timedelta(hours=4)
    listed = client.get(ROOT).content.decode()
    assert listed.index("Mendesak") < listed.index("Semua tiket lain")


def test_running_clocks_follow_only_when_that_is_chosen(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    with time_machine.travel(NOON, tick=False):
        ticket = builders.ticket(cast.rina)
        default = policies(Workspace.objects.get(pk=cast.workspace.pk))[-1]
        address = ROOT + public_ids.encode("policy", default.pk)
        assert "1 tiket" in client.get(address).content.decode()
        client.post(address, typed(name=default.name, first_reply_amount="2"))
        engine().run_pending()
        assert builders.fresh(ticket).due_at == NOON + timedelta(hours=4)
        client.post(address, typed(name=default.name, first_reply_amount="3", running="1"))
        engine().run_pending()
    assert builders.fresh(ticket).due_at == NOON + timedelta(hours=3)
    assert "clock.changed" in builders.story(ticket)
    assert Policy.objects.get(pk=default.pk).version == 3


def test_clocks_follow_a_changed_calendar_only_when_that_is_asked(cast: Cast) -> None:
    by = Actor.member(cast.wayan.pk)
    with time_machine.travel(NOON, tick=False):
        ticket = builders.ticket(cast.rina)
        calendar, short = default_calendar(cast.workspace.pk), {str(day): [["08:00", "14:00"]] for day in range(5)}
        save_calendar(
            workspace=cast.workspace, calendar=calendar, name="Pendek", zone="Asia/Jakarta", week=short, is_default=True, by=by
        )
        assert builders.fresh(ticket).due_at == NOON + timedelta(hours=4)
        logged_in(cast.wayan).post(ROOT, {"recount": "1"})
        engine().run_pending()
    assert builders.fresh(ticket).due_at == NOON + timedelta(hours=22), "two hours today, two from eight tomorrow"


def test_the_forecast_counts_what_was_answered_in_time_and_what_was_not(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as time:
        for hours in (1, 3):
            ticket = builders.ticket(cast.rina)
            time.shift(timedelta(hours=hours))
            builders.reply(ticket, cast.dewi)
            time.move_to(NOON)
        builders.ticket(cast.rina)
        time.shift(timedelta(days=2))
        page = logged_in(cast.wayan).post(f"{ROOT}new", typed(part="try", first_reply_amount="2")).content.decode()
    row = page.split("Balasan pertama</th>")[1].split("</tr>")[0]
    assert [part.split("<")[0] for part in row.split('class="num">')[1:]] == ["1", "2", "33%"]
    assert "Dari semua 3 tiket" in page


def test_what_makes_no_sense_is_refused_and_nothing_is_lost(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    for wrong in (
        {"name": ""},
        {"warn": "120"},
        {"first_reply_amount": "0"},
        {"first_reply_amount": "", "resolution_amount": ""},
    ):
        answer = client.post(f"{ROOT}new", typed(**wrong))
        assert answer.status_code == 422 and "Tidak ada yang disimpan" in answer.content.decode()
    assert not Policy.objects.filter(workspace=cast.workspace, is_default=False).exists()


def test_levels_are_put_in_order_retired_and_brought_back(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    for name in ("Satu", "Dua"):
        client.post(f"{ROOT}new", typed(name=name, condition=[URGENT]))
    one, two, default = policies(cast.workspace)
    client.post(ROOT, {"up": public_ids.encode("policy", two.pk)})
    assert [row.name for row in policies(cast.workspace)][:2] == ["Dua", "Satu"]
    client.post(ROOT, {"retire": public_ids.encode("policy", one.pk)})
    client.post(ROOT, {"retire": public_ids.encode("policy", default.pk)})
    assert [row.name for row in policies(cast.workspace)] == ["Dua", default.name], "the last one stays"
    client.post(ROOT, {"restore": public_ids.encode("policy", one.pk)})
    address = ROOT + public_ids.encode("policy", two.pk)
    client.post(address, typed(name="Dua lagi"))
    client.post(address, {"version": "1"})
    assert Policy.objects.get(pk=two.pk).name == "Dua" and Policy.objects.get(pk=two.pk).version == 3


def test_only_those_who_run_the_business_change_levels(cast: Cast) -> None:
    for member in (cast.sari, cast.dewi, cast.gilang):
        assert logged_in(member).get(ROOT).status_code == 403
    assert logged_in(cast.tono).get(ROOT).status_code == 404
    assert not Clock.objects.exists()
