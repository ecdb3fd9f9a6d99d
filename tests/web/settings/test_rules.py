"""The pages of rules: written without scripts, tried before they are saved, switched, taken back, decided."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import TicketLabel
from percaya.stages.automation.actions.ready_made import offers
from percaya.stages.automation.actions.rules import RuleWish, save_rule
from percaya.stages.automation.models import Rule, RuleRun
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Refund ke keuangan", "when": "event", "of": ["opened"], "match": "all", "words": "refund, retur",
    "do": ["label", "priority"],     "do_value": ["uang", "high"], "mode": "active", "hours": "",
    "condition": [json.dumps({"field": "open", "op": "is", "value": True})],
}  # fmt: skip


@pytest.fixture
def admin(cast: Cast) -> Client:
    return logged_in(cast.wayan)


def at(name: str, *args: str) -> str:
    return reverse(f"settings:{name}", args=["toko-senja", *args])


def made(cast: Cast, mode: str = "active") -> Rule:
    wish = RuleWish(name="Kirim", trigger={"when": "event", "of": ["opened"]}, actions=[{"do": "label", "value": "kirim"}])
    return save_rule(workspace=cast.workspace, wish=wish, mode=mode, by=Actor.member(cast.wayan.pk))


def test_a_rule_is_saved_only_after_its_own_dry_run(admin: Client, cast: Cast) -> None:
    builders.ticket(cast.rina, text="Mau refund, kak")
    builders.ticket(cast.rina, text="Warna apa saja?")
    first = admin.post(at("new_rule"), {**FORM, "part": "save"})
    assert first.status_code == 200 and not Rule.objects.exists()
    assert first.context is None or "1" in first.content.decode()
    tried = first.content.decode().split('name="tried" value="')[1].split('"')[0]
    assert len(tried) == 16
    changed = admin.post(at("new_rule"), {**FORM, "words": "lain", "part": "save", "tried": tried})
    assert changed.status_code == 200 and not Rule.objects.exists()
    admin.post(at("new_rule"), {**FORM, "part": "save", "tried": tried})
    rule = Rule.objects.get()
    assert (rule.name, rule.mode, rule.words, rule.version) == ("Refund ke keuangan", "active", ["refund", "retur"], 1)


def test_conditions_and_steps_are_put_together_without_scripts(admin: Client) -> None:
    page = admin.post(at("new_rule"), {**FORM, "part": "choose", "new_field": "state"}).content.decode()
    assert 'name="values" value="open"' in page
    page = admin.post(at("new_rule"), {**FORM, "part": "ask", "field": "state", "op": "is", "values": ["open"]}).content.decode()
    assert page.count('name="condition"') == 2
    page = admin.post(at("new_rule"), {**FORM, "part": "unask:0"}).content.decode()
    assert page.count('name="condition"') == 0
    page = admin.post(at("new_rule"), {**FORM, "part": "step", "new_do": "snooze"}).content.decode()
    assert page.count('name="do_value"') == 3
    page = admin.post(at("new_rule"), {**FORM, "part": "up:1"}).content.decode()
    assert page.index('value="priority"') < page.index('name="do" value="label"')


@pytest.mark.parametrize(
    "wrong",
    [{"do": [], "do_value": []}, {"name": " "}, {"of": []}, {"when": "after", "after": "waiting", "count": "0", "unit": "d"},
     {"when": "time", "at": "25:99"}, {"do": ["webhook"], "do_value": ["file:///etc/passwd"]}],
)  # fmt: skip
def test_what_is_not_complete_is_said_and_kept(admin: Client, wrong: dict[str, object]) -> None:
    answer = admin.post(at("new_rule"), {**FORM, **wrong, "part": "try"})
    assert answer.status_code == 422 and not Rule.objects.exists()


def test_what_belongs_to_another_workspace_is_refused_on_the_form(admin: Client, cast: Cast) -> None:
    outsider = public_ids.encode("member", cast.tono.pk)
    team = json.dumps({"field": "team", "op": "is", "value": [cast.warung.team.pk]})
    for wrong in ({"do": ["assign"], "do_value": [outsider]}, {"condition": [team]}):
        for part in ("try", "save"):
            answer = admin.post(at("new_rule"), {**FORM, **wrong, "part": part})
            assert answer.status_code == 422 and "ruang kerja ini" in answer.content.decode()
            assert "Tono" not in answer.content.decode()
    assert not Rule.objects.exists()


def test_only_admins_see_rules(cast: Cast) -> None:
    for member in (cast.sari, cast.dewi, cast.gilang):
        assert logged_in(member).get(at("rules")).status_code == 403


def test_switched_moved_and_deleted_on_record(admin: Client, cast: Cast) -> None:
    first, second = made(cast), made(cast)
    key = public_ids.encode("rule", second.pk)
    admin.post(at("rule_act", key, "up"))
    assert list(Rule.objects.order_by("position").values_list("pk", flat=True)) == [second.pk, first.pk]
    admin.post(at("rule_act", key, "off"))
    second.refresh_from_db()
    assert second.mode == "off"
    admin.post(at("rule_act", key, "delete"))
    assert admin.get(at("rule", key)).status_code == 404


def test_a_version_comes_back(admin: Client, cast: Cast) -> None:
    rule = made(cast)
    wish = RuleWish(name="Lain", trigger=rule.trigger, actions=[{"do": "label", "value": "lain"}])
    save_rule(workspace=cast.workspace, wish=wish, rule=rule, by=Actor.member(cast.wayan.pk))
    key = public_ids.encode("rule", rule.pk)
    assert admin.get(at("rule_history", key)).status_code == 200
    admin.post(at("rule_history", key), {"revert": "1"})
    rule.refresh_from_db()
    assert (rule.name, rule.version, rule.actions) == ("Kirim", 3, [{"do": "label", "value": "kirim"}])


def test_a_practising_rule_proposes_and_a_person_decides(admin: Client, cast: Cast) -> None:
    rule = made(cast, "practice")
    yes, no = builders.ticket(cast.rina), builders.ticket(cast.rina)
    engine().run_pending()
    assert not TicketLabel.objects.exists()
    runs = {run.ticket_id: public_ids.encode("rule_run", run.pk) for run in RuleRun.objects.all()}
    assert "kirim" in admin.get(at("rule_proposals")).content.decode()
    admin.post(at("rule_proposals"), {"approve": runs[yes.pk]})
    admin.post(at("rule_proposals"), {"reject": runs[no.pk]})
    assert list(TicketLabel.objects.values_list("ticket_id", flat=True)) == [yes.pk]
    admin.post(at("rule_proposals"), {"approve": runs[no.pk]})
    assert TicketLabel.objects.count() == 1
    rule.refresh_from_db()
    assert rule.mode == "practice" and rule.approvals == 0


def test_after_ten_agreements_it_acts_by_itself(admin: Client, cast: Cast) -> None:
    rule = made(cast, "practice")
    for _count in range(10):
        builders.ticket(cast.rina)
    engine().run_pending()
    for run in RuleRun.objects.all():
        admin.post(at("rule_proposals"), {"approve": public_ids.encode("rule_run", run.pk)})
    rule.refresh_from_db()
    assert rule.mode == "active"


def test_ready_made_rules_are_taken_once_and_whole(admin: Client) -> None:
    for offer in offers():
        admin.post(at("rules"), {"take": offer.key})
    assert Rule.objects.count() == len(offers())
    page = admin.get(at("rules")).content.decode()
    assert 'name="take"' not in page
    for rule in Rule.objects.all():
        assert admin.get(at("rule", public_ids.encode("rule", rule.pk))).status_code == 200
