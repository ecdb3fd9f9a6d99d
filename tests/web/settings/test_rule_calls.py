"""Webhooks: the secret is shown once, when it is made; what was called stands in a log, and what failed is called again."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.core.workspace import seal
from percaya.stages.automation.actions import calling as calling_out
from percaya.stages.automation.actions.rules import RuleWish, save_rule
from percaya.stages.automation.models import Rule, WebhookCall
from tests import builders
from tests.cast import Cast, Shop, logged_in

pytestmark = pytest.mark.django_db
URL = "https://gudang.example/masuk?kunci=rahasiasekali"


@pytest.fixture
def admin(cast: Cast) -> Client:
    return logged_in(cast.wayan)


def at(name: str, *args: str) -> str:
    return reverse(f"settings:{name}", args=["toko-senja", *args])


def calling(shop: Shop) -> Rule:
    wish = RuleWish(name="Kabari gudang", trigger={"when": "event", "of": ["opened"]}, actions=[{"do": "webhook", "value": URL}])
    return save_rule(workspace=shop.workspace, wish=wish, mode="off", by=Actor.system())


def called(cast: Cast, state: str = "failed", *, next_door: bool = False) -> WebhookCall:
    shop = cast.warung if next_door else cast.senja
    return WebhookCall.objects.create(
        workspace=shop.workspace, rule=calling(shop), ticket=builders.ticket(cast.joko if next_door else cast.rina), url=URL,
        body="{}", state=state, status=503 if state == "failed" else 200, error="answered 503" if state == "failed" else "",
        tries=6, at=timezone.now(), done_at=timezone.now(),
    )  # fmt: skip


def secret_of(rule: Rule) -> str:
    rule.refresh_from_db()
    return seal.unseal(rule.sealed)["webhook"]


def test_a_secret_is_shown_once_and_signs_from_then_on(admin: Client, cast: Cast) -> None:
    rule = calling(cast.senja)
    before = secret_of(rule)
    answer = admin.post(at("rule_calls"), {"renew": public_ids.encode("rule", rule.pk)})
    now = secret_of(rule)
    assert now != before and now in answer.content.decode() and answer["Cache-Control"] == "no-store"
    later = admin.get(at("rule_calls")).content.decode()
    assert now not in later and before not in later and "Kabari gudang" in later
    row = EventRow.objects.filter(kind="rule.changed").latest("pk")
    assert json.loads(row.data)["how"] == "secret" and row.actor_id == cast.wayan.pk and now not in row.data


def test_the_log_says_how_each_call_went_and_keeps_what_follows_the_question_mark(admin: Client, cast: Cast) -> None:
    called(cast, "failed")
    called(cast, "sent")
    page = admin.get(at("rule_calls")).content.decode()
    assert page.count("https://gudang.example/masuk?…") >= 2 and "rahasiasekali" not in page
    assert "503" in page and page.count('name="again"') == 1


def test_what_failed_is_called_again_once_and_what_arrived_is_not(
    admin: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, arrived = called(cast, "failed"), called(cast, "sent")
    for one in (made, made, arrived):
        admin.post(at("rule_calls"), {"again": public_ids.encode("webhook_call", one.pk)})
    made.refresh_from_db()
    arrived.refresh_from_db()
    assert (made.state, made.tries, arrived.state, arrived.tries) == ("waiting", 0, "sent", 6)
    assert EventRow.objects.filter(kind="webhook.called", actor_id=cast.wayan.pk).count() == 1
    monkeypatch.setattr(calling_out, "post", lambda **_call: 200)
    engine().run_pending()
    made.refresh_from_db()
    assert (made.state, made.status, made.tries) == ("sent", 200, 1)


def test_only_admins_and_only_the_own_ones(admin: Client, cast: Cast) -> None:
    theirs = called(cast, "failed", next_door=True)
    for member in (cast.sari, cast.dewi, cast.gilang):
        assert logged_in(member).get(at("rule_calls")).status_code == 403
    assert "gudang" not in admin.get(at("rule_calls")).content.decode()
    before = secret_of(theirs.rule)
    for form in (
        {"again": public_ids.encode("webhook_call", theirs.pk)},
        {"renew": public_ids.encode("rule", theirs.rule_id)},
    ):
        assert admin.post(at("rule_calls"), form).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "failed" and secret_of(theirs.rule) == before


def test_a_rule_that_begins_to_call_leads_to_its_secret(admin: Client) -> None:
    form = {
        "name": "Kabari", "when": "event", "of": ["opened"], "match": "all", "words": "", "do": ["webhook"], "do_value": [URL],
        "mode": "practice", "hours": "",
    }  # fmt: skip
    tried = admin.post(at("new_rule"), {**form, "part": "try"}).content.decode()
    digest = tried.split('name="tried" value="')[1].split('"')[0]
    assert admin.post(at("new_rule"), {**form, "part": "save", "tried": digest})["Location"] == at("rule_calls")
    key = public_ids.encode("rule", Rule.objects.get().pk)
    again = admin.post(at("rule", key), {**form, "part": "save", "tried": digest})
    assert again["Location"] == at("rules")
