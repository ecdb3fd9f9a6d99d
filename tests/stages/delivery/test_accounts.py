"""An account's keys, its templates, what its provider tells of it, how it fares, and its end."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set
from percaya.core.tickets.models import Ticket
from percaya.core.workspace import queries, seal
from percaya.core.workspace.actions.accounts import connect_account, disconnect_account
from percaya.core.workspace.events import AccountNews
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.keys import check_keys
from percaya.stages.delivery.queries import health, templates_of
from percaya.stages.delivery.templates import NotSynced, sync_now
from tests import builders
from tests.cast import Cast
from tests.services.fakes.vendor import TitipVendor, said
from tests.stages.delivery.talks import state
from tests.stages.mails import run_jobs

HERE = Actor.system()
HOOK = "https://toko.example/hooks/titip/acc_x"
ROW: dict[str, Any] = {
    "external_id": "1",
    "name": "kabar",
    "language": "id",
    "state": "approved",
    "body": "Halo {{1}}",
    "blanks": ["1"],
}


def news(account: ChannelAccount, news: str, **facts: str) -> ChannelAccount:
    record(AccountNews(workspace_id=account.workspace_id, account=account.pk, news=news, **facts), by=HERE)
    account.refresh_from_db()
    return account


def test_keys_that_are_well_are_noted_with_what_the_provider_says(account: ChannelAccount, vendor: TitipVendor) -> None:
    assert check_keys(account=account, hook_url=HOOK, by=HERE) == ""
    account.refresh_from_db()
    assert account.settings["display_name"] == "Toko Senja" and account.settings["quality"] == "green"
    assert "checked" in account.milestones and account.trouble == ""
    assert vendor.heard("/hook") == [{"url": HOOK}]


def test_keys_that_are_refused_say_why(account: ChannelAccount, vendor: TitipVendor) -> None:
    vendor.misbehave(said({"error": "expired"}, 401))
    trouble = check_keys(account=account, hook_url=HOOK, by=HERE)
    account.refresh_from_db()
    assert trouble and "kedaluwarsa" in trouble and "[401]" in trouble and account.trouble == trouble
    assert "checked" not in account.milestones


def test_mail_has_no_keys_to_try(cast: Cast) -> None:
    assert check_keys(account=cast.senja.email, hook_url=HOOK, by=HERE) is None


def test_templates_are_kept_page_by_page_and_those_that_went_go(account: ChannelAccount, vendor: TitipVendor) -> None:
    vendor.pages = {"1": {"rows": [ROW], "next": "2"}, "2": {"rows": [{**ROW, "name": "promo", "state": "paused"}]}}
    assert sync_now(account) == 2
    assert [(one.name, one.state, one.blanks) for one in templates_of(account)] == [
        ("kabar", "approved", ["1"]), ("promo", "paused", ["1"]),
    ]  # fmt: skip
    assert [one.name for one in templates_of(account, only_usable=True)] == ["kabar"]
    vendor.pages = {"1": {"rows": [{**ROW, "quality": "yellow"}]}}
    sync_now(account)
    assert [(one.name, one.quality) for one in templates_of(account)] == [("kabar", "yellow")]
    account.refresh_from_db()
    assert "templates" in account.milestones


def test_a_provider_that_refuses_leaves_what_we_had(account: ChannelAccount, vendor: TitipVendor) -> None:
    vendor.pages = {"1": {"rows": [ROW]}}
    sync_now(account)
    vendor.misbehave(said({}, 500))
    with pytest.raises(NotSynced, match="500"):
        sync_now(account)
    assert len(templates_of(account)) == 1


def test_they_are_fetched_when_the_keys_were_tried_and_then_every_day(account: ChannelAccount, vendor: TitipVendor) -> None:
    vendor.pages = {"1": {"rows": [ROW]}}
    check_keys(account=account, hook_url=HOOK, by=HERE)
    run_jobs()
    assert len(templates_of(account)) == 1 and is_set(f"templates:{account.pk}")


def test_what_the_provider_tells_is_kept_and_an_alarm_stays_until_somebody_has_seen_to_it(
    cast: Cast, account: ChannelAccount, vendor: TitipVendor, chat: Ticket
) -> None:
    vendor.pages = {"1": {"rows": [ROW]}}
    sync_now(account)
    assert news(account, "limit", state="1000").settings["limit"] == "1000"
    news(account, "quality", name="kabar", language="id", state="yellow")
    assert account.alarm == "" and templates_of(account)[0].quality == "yellow"
    news(account, "template", name="kabar", language="id", state="paused", reason="pacing")
    assert "kabar" in account.alarm and "dijeda" in account.alarm and "pacing" in account.alarm
    assert templates_of(account)[0].state == "paused"
    builders.reply(chat, cast.dewi)
    run_jobs()
    account.refresh_from_db()
    assert account.alarm, "a message that goes through does not make it go away"
    assert news(account, "quality", state="red").settings["quality"] == "red"
    assert "disabled" in news(account, "alarm", reason="account_violation: disabled").alarm


def test_a_template_that_is_not_known_yet_is_fetched(account: ChannelAccount, vendor: TitipVendor) -> None:
    vendor.pages = {"1": {"rows": [ROW]}}
    news(account, "template", name="kabar", language="id", state="approved")
    run_jobs()
    assert [one.name for one in templates_of(account)] == ["kabar"]


def test_how_an_account_fares_is_counted(cast: Cast, account: ChannelAccount, vendor: TitipVendor, chat: Ticket) -> None:
    vendor.misbehave(said({"error": "no"}, 400))
    failed = builders.reply(chat, cast.dewi, "Satu")
    run_jobs()
    vendor.misbehave(said({"error": "expired"}, 401))
    builders.reply(chat, cast.dewi, "Dua")
    run_jobs()
    builders.reply(chat, cast.dewi, "Tiga")
    fares = health(account)
    assert (fares.waiting, fares.held, fares.failed) == (1, 1, 1) and fares.held_since is not None
    assert [(one.message_id, one.code, one.ticket_number) for one in fares.failures] == [(failed.pk, "400", chat.number)]
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert health(account).failed == 0


def test_a_channel_that_was_left_forgets_its_keys_and_keeps_its_tickets(
    cast: Cast, account: ChannelAccount, vendor: TitipVendor, chat: Ticket
) -> None:
    vendor.misbehave(said({"error": "expired"}, 401))
    held = builders.reply(chat, cast.dewi)
    run_jobs()
    disconnect_account(account=account, by=Actor.member(cast.dewi.pk))
    run_jobs()
    account.refresh_from_db()
    assert seal.unseal(account.sealed) == {} and not account.is_active
    assert account.pk not in [one.pk for one in queries.accounts(cast.workspace.pk)]
    assert state(held) == "failed" and held.delivery_code == "no-account"
    assert builders.fresh(chat).account_id == account.pk
    again = connect_account(workspace=cast.workspace, channel="titip", name="Titip", address="n1", by=HERE)
    assert again.pk != account.pk, "its address is free again"
