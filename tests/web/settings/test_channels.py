"""The pages of channels: made from what a channel declares and from what really happened; secrets are never shown again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from percaya.channels.contract import Channel
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace import seal
from percaya.core.workspace.actions.accounts import connect_account, report_alarm, report_milestone
from percaya.core.workspace.models import ChannelAccount
from tests import builders
from tests.cast import Cast, logged_in
from tests.services.fakes import titip
from tests.services.fakes.vendor import TitipVendor, said
from tests.stages.delivery.talks import talk
from tests.stages.mails import outbound, run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind() -> Iterator[Channel]:
    with titip() as channel:
        yield channel


@pytest.fixture
def vendor(settings: Any) -> Iterator[TitipVendor]:
    with TitipVendor() as running:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{running.port}"]
        yield running


@pytest.fixture
def account(cast: Cast, kind: Channel, vendor: TitipVendor) -> ChannelAccount:
    made = connect_account(
        workspace=cast.workspace, channel="titip", name="Nomor toko", address="n1", settings={"base_url": vendor.url},
        secrets={"token": "rahasia-lama"}, by=Actor.system(),
    )  # fmt: skip
    run_jobs()  # its templates are fetched first
    vendor.asked.clear()
    made.refresh_from_db()
    return made


@pytest.fixture
def owner(cast: Cast) -> Client:
    client = logged_in(cast.ratna)
    client.cookies["percaya_language"] = "en"
    return client


def root(cast: Cast) -> str:
    return f"/w/{cast.workspace.slug}/settings/channels/"


def page(cast: Cast, account: ChannelAccount, more: str = "") -> str:
    return f"{root(cast)}{public_ids.encode('account', account.pk)}/{more}"


def text(response: Any) -> str:
    return str(response.content.decode())


def test_every_channel_is_offered_in_its_group(cast: Cast, owner: Client, kind: Channel) -> None:
    shown = text(owner.get(root(cast)))
    assert "Chat apps" in shown and f'href="{root(cast)}new/titip/"' in shown
    assert shown.index("Chat apps") < shown.index("Titip chat") < shown.index("E-mail and forms") < shown.index("new/email/")


def test_connecting_makes_the_verify_token_and_shows_it_this_once(
    cast: Cast, owner: Client, kind: Channel, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://meja.example"
    kind.settings = (*kind.settings[:3], kind.settings[3].__class__(**{**vars(kind.settings[3]), "key": "verify_token"}))
    given = {"account_name": "Toko", "account_team": "", "address": "N7", "base_url": "", "token": "kunci"}
    answer = owner.post(f"{root(cast)}new/titip/", given)
    account = ChannelAccount.objects.get(channel="titip")
    made = seal.unseal(account.sealed)["verify_token"]
    assert answer.status_code == 200 and made in text(answer) and account.address == "n7"
    hook = f"https://meja.example/hooks/titip/{public_ids.encode('account', account.pk)}"
    assert hook in text(answer)
    again = text(owner.get(page(cast, account)))
    assert made not in again and "kunci" not in again and hook in again and "saved" in account.milestones


def test_the_set_up_turns_green_on_what_really_happened(cast: Cast, owner: Client, account: ChannelAccount) -> None:
    state = page(cast, account) + "?part=state"
    first = text(owner.get(state))
    assert first.count("steps__one--done") == 2 and first.count('aria-current="step"') == 1 and "every 4s" in first
    for word in ("checked", "handshake", "inbound", "outbound", "templates"):
        report_milestone(account.pk, word)
    done = text(owner.get(state))
    assert done.count("steps__one--done") == 6 and "every 4s" not in done


def test_the_keys_are_checked_and_the_webhook_is_set(
    cast: Cast, owner: Client, account: ChannelAccount, vendor: TitipVendor
) -> None:
    vendor.misbehave(said({"error": "expired"}, 401))
    assert "access has expired" in text(owner.post(page(cast, account, "check")))
    answer = text(owner.post(page(cast, account, "check")))
    assert "Keys: the server lets us in." in answer and "Toko Senja" in answer
    assert vendor.heard("/hook")[-1]["url"].endswith(f"/hooks/titip/{public_ids.encode('account', account.pk)}")


def test_a_secret_is_replaced_and_neither_is_ever_shown(cast: Cast, owner: Client, account: ChannelAccount) -> None:
    assert "rahasia-lama" not in text(owner.get(page(cast, account)))
    answer = owner.post(page(cast, account, "secret"), {"key": "token", "value": "rahasia-baru"}, follow=True)
    assert "Replaced" in text(answer) and "rahasia" not in text(answer)
    account.refresh_from_db()
    assert seal.unseal(account.sealed) == {"token": "rahasia-baru"}
    assert owner.post(page(cast, account, "secret"), {"key": "base_url", "value": "x"}).status_code == 404
    owner.post(page(cast, account, "secret"), {"key": "token", "value": ""})
    account.refresh_from_db()
    assert seal.unseal(account.sealed) == {"token": "rahasia-baru"}


def test_what_did_not_arrive_stands_on_the_page_with_its_reason_and_its_ticket(
    cast: Cast, owner: Client, account: ChannelAccount, vendor: TitipVendor
) -> None:
    ticket = talk(account, "titip:sari")
    vendor.misbehave(said({"error": "too saucy"}, 400))
    builders.reply(ticket, cast.dewi)
    run_jobs()
    vendor.misbehave(said({"error": "expired"}, 401))
    builders.reply(ticket, cast.dewi)
    run_jobs()
    shown = text(owner.get(page(cast, account)))
    assert "too saucy" in shown and f"/inbox/{ticket.number}" in shown and "1 held since" in shown
    assert "kedaluwarsa" in shown, "the account's trouble, in the words of the desk"


def test_a_test_message_answers_the_newest_talk(cast: Cast, owner: Client, account: ChannelAccount, vendor: TitipVendor) -> None:
    assert "Nobody has written here yet" in text(owner.post(page(cast, account, "try"), follow=True))
    ticket = talk(account, "titip:sari")
    assert f"#{ticket.number}" in text(owner.post(page(cast, account, "try"), follow=True))
    run_jobs()
    assert [one.delivery_state for one in outbound(ticket)] == ["sent"] and len(vendor.heard("/words")) == 1


def test_templates_are_listed_with_their_state_and_fetched_on_a_word(
    cast: Cast, owner: Client, account: ChannelAccount, vendor: TitipVendor
) -> None:
    rows = [
        {"external_id": "1", "name": "kabar_paket", "language": "id", "state": "approved", "body": "Halo {{1}}"},
        {"external_id": "2", "name": "promo", "language": "id", "state": "paused", "quality": "red", "reason": "Pacing <b>"},
    ]
    vendor.pages = {"1": {"rows": rows}}
    shown = text(owner.post(page(cast, account, "templates/sync"), follow=True))
    assert "2 templates fetched" in shown and "kabar_paket" in shown and "Halo {{1}}" in shown
    assert "approved" in shown and "paused" in shown and "quality low" in shown and "Pacing &lt;b&gt;" in shown
    vendor.misbehave(said({}, 503))
    assert "What we had stays" in text(owner.post(page(cast, account, "templates/sync"), follow=True))
    assert owner.get(page(cast, cast.senja.email, "templates")).status_code == 404


def test_a_warning_stays_until_somebody_has_seen_to_it(cast: Cast, owner: Client, account: ChannelAccount) -> None:
    report_alarm(account.pk, "Template promo is paused")
    assert "Template promo is paused" in text(owner.get(page(cast, account))) and "warning" in text(owner.get(root(cast)))
    owner.post(page(cast, account, "seen"))
    assert "Template promo" not in text(owner.get(page(cast, account)))


def test_disconnecting_says_what_it_does_and_asks_to_be_sure(cast: Cast, owner: Client, account: ChannelAccount) -> None:
    assert "The number stays yours" in text(owner.get(page(cast, account)))
    owner.post(page(cast, account, "disconnect"))
    account.refresh_from_db()
    assert account.disconnected_at is None
    assert "Its tickets stay" in text(owner.post(page(cast, account, "disconnect"), {"sure": "on"}, follow=True))
    assert owner.get(page(cast, account)).status_code == 404 and "Nomor toko</b>" not in text(owner.get(root(cast)))


def test_only_who_administers_may(cast: Cast, account: ChannelAccount) -> None:
    agent = logged_in(cast.dewi)
    for more in ("check", "try", "secret", "seen", "disconnect", "templates/sync"):
        assert agent.post(page(cast, account, more)).status_code == 403
    assert agent.get(page(cast, account, "templates")).status_code == 403


def test_a_page_costs_the_same_however_much_went_wrong(
    cast: Cast, owner: Client, account: ChannelAccount, vendor: TitipVendor
) -> None:
    ticket = talk(account, "titip:sari")

    def cost() -> int:
        owner.get(page(cast, account))
        with CaptureQueriesContext(connection) as captured:
            owner.get(page(cast, account))
        return len(captured)

    vendor.misbehave(said({"error": "no"}, 400))
    builders.reply(ticket, cast.dewi)
    run_jobs()
    one = cost()
    vendor.misbehave(*[said({"error": "no"}, 400)] * 4)
    for _count in range(4):
        builders.reply(ticket, cast.dewi)
    run_jobs()
    assert cost() == one
