"""Why is it here: routing, rules and service levels tell their part, in the page and in the trace alike."""

import argparse
from html import unescape

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Label
from percaya.core.workspace.actions.members import save_team
from percaya.runtime.commands import trace
from percaya.stages.automation.models import Rule
from percaya.stages.routing.actions.availability import set_availability
from percaya.stages.routing.actions.planning import change_team, save_rule
from tests import builders
from tests.cast import Cast, logged_in
from tests.stages.sla.levels import level

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def number(cast: Cast) -> int:
    """A ticket that a rule sent to Keuangan, where Dewi was there and Budi was not; a second rule nearly matched."""
    finance = save_team(workspace=cast.workspace, name="Keuangan", members=[cast.dewi, cast.budi], by=SYSTEM)
    change_team(team=finance, strategy="least_loaded", by=SYSTEM)
    subject = {"field": "subject", "op": "contains", "value": "refund"}
    urgent = {"field": "priority", "op": "is", "value": ["urgent"]}
    common = {"workspace": cast.workspace, "rule": None, "skills": [], "is_on": True, "by": SYSTEM}
    save_rule(conditions={"of": [subject, urgent]}, team=cast.senja.team, **common)
    save_rule(conditions={"of": [subject]}, team=finance, **common)
    set_availability(member=cast.dewi, status="available", by=Actor.member(cast.dewi.pk))
    made = builders.ticket(cast.rina, subject="Minta refund", account=cast.senja.email)
    engine().run_pending()
    return made.number


def test_the_page_tells_rules_values_and_near_misses_of_the_routing(cast: Cast, number: int) -> None:
    text = logged_in(cast.sari).get(f"/w/{cast.workspace.slug}/inbox/{number}/why").content.decode()
    assert "Tiket baru mencari orangnya di Keuangan" in text
    assert "hampir cocok" in text and "kurang: Prioritas adalah Mendesak (di sini: Normal)" in text
    assert "mengirimnya ke Keuangan" in text
    assert "Dewi mendapatkannya" in text and "beban 0/12" in text
    assert "Budi tidak dipilih" in text and "tidak hadir: Offline" in text


def test_the_trace_prints_the_same(cast: Cast, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    trace.run(argparse.Namespace(ticket=str(number), workspace=cast.workspace.slug))
    printed = capsys.readouterr().out
    assert "A new ticket looked for its person in Keuangan" in printed
    assert "Dewi got it." in printed and "Budi was not asked." in printed
    assert "nearly matched" in printed


def test_the_clock_says_by_which_service_level_it_runs(cast: Cast, number: int) -> None:
    text = logged_in(cast.sari).get(f"/w/{cast.workspace.slug}/inbox/{number}/why").content.decode()
    assert "Tingkat layanan mana yang berlaku" in text


def test_service_levels_that_were_looked_at_say_what_they_missed(cast: Cast, number: int) -> None:
    level(cast.workspace, first_reply=60, asks=("priority", ["urgent"]))
    text = unescape(logged_in(cast.sari).get(f"/w/{cast.workspace.slug}/inbox/{number}/why").content.decode())
    assert "sudah dilihat dan tidak cocok" in text
    assert "kurang: Prioritas adalah Mendesak (di sini: Normal)" in text
    assert "“Semua tiket lain” cocok dengan keadaan tiket sekarang" in text


def test_rules_that_were_considered_say_what_they_missed(cast: Cast, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    spam = {"field": "label", "op": "any", "value": [Label.objects.create(workspace=cast.workspace, name="vip").pk]}
    group = {"match": "any", "of": [{"field": "priority", "op": "is", "value": ["high"]}, spam]}
    common = {"workspace": cast.workspace, "mode": "active", "version": 1, "actions": [{"do": "priority", "value": "high"}]}
    opened = {"when": "event", "of": ["opened"]}
    Rule.objects.create(name="Kelompok", trigger=opened, conditions={"match": "all", "of": [group]}, **common)
    Rule.objects.create(name="Kata", trigger=opened, words=["ongkir"], **common)
    Rule.objects.create(name="Menunggu", trigger={"when": "event", "of": ["rated_low"]}, **common)
    Rule.objects.create(name="Cocok", trigger=opened, **common)
    trace.run(argparse.Namespace(ticket=str(number), workspace=cast.workspace.slug))
    printed = capsys.readouterr().out
    assert "“Kelompok” was considered and does not fit" in printed
    assert "(here: priority: Normal; label: none)" in printed
    assert "missing: the customer's last message says “ongkir”" in printed
    assert "“Cocok” was considered and fits" in printed
    assert "has not happened here. [Menunggu]" in printed
