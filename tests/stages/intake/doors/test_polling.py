"""Vendors that are asked rather than tell: what they say is kept before the cursor moves on, and trouble is said."""

import orjson
import pytest
from pytest_django.fixtures import Settings

from percaya.channels.contract import Reading
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Message
from percaya.core.workspace import calling
from percaya.core.workspace.actions.accounts import change_account
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.demo.vendors.serving import Said
from percaya.stages.intake.actions.accepting import TooLarge
from percaya.stages.intake.doors import polling, staffing
from percaya.stages.intake.doors.house import watchers
from percaya.stages.intake.models import Arrival, PollPlace
from tests.cast import Cast
from tests.stages.mails import run_jobs
from tests.stages.stall import Stall, StallVendor, account_of, said, stall, vendor

__all__ = ["stall", "vendor"]


@pytest.fixture
def account(cast: Cast, stall: Stall, vendor: StallVendor) -> ChannelAccount:
    for number in range(3):
        body = stall.says(Reading(messages=(said(f"Pesan {number}", id=f"m-{number}"),)))
        vendor.news.append(orjson.loads(body))
    return account_of(cast.workspace, base_url=vendor.url, polls=True)


def cursor(account: ChannelAccount) -> str:
    return PollPlace.objects.get(account=account).cursor


def test_what_came_is_kept_and_the_next_question_goes_on_from_there(account: ChannelAccount, vendor: StallVendor) -> None:
    assert len(polling.ask_once(account).arrivals) == 2
    assert cursor(account) == "2"
    polling.ask_once(account)
    polling.ask_once(account)
    assert [one.query["after"] for one in vendor.asked] == ["", "2", "3"]
    assert list(Arrival.objects.values_list("door", flat=True)) == ["poll"] * 3
    run_jobs()
    assert sorted(Message.objects.values_list("body_text", flat=True)) == ["Pesan 0", "Pesan 1", "Pesan 2"]


def test_the_cursor_stands_when_something_could_not_be_kept_and_repeats_are_one_message(
    account: ChannelAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = polling.accept
    tries = []

    def full_at_the_second(**words: object) -> Arrival:
        tries.append(words)
        if len(tries) == 2:
            raise OSError(28, "No space left on device")
        return kept(**words)  # type: ignore[arg-type]

    monkeypatch.setattr(polling, "accept", full_at_the_second)
    with pytest.raises(OSError, match="No space"):
        polling.ask_once(account)
    assert not PollPlace.objects.exists()
    polling.ask_once(account)
    assert cursor(account) == "2"
    run_jobs()
    assert Message.objects.count() == 2
    assert sorted(Arrival.objects.values_list("state", flat=True)) == ["processed", "processed", "repeat"]


def test_what_is_too_large_does_not_stand_in_the_way(account: ChannelAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(**_words: object) -> Arrival:
        raise TooLarge("too much")

    monkeypatch.setattr(polling, "accept", never)
    polling.ask_once(account)
    assert cursor(account) == "2"


def test_trouble_is_said_on_the_account_and_taken_back_when_it_has_passed(account: ChannelAccount, vendor: StallVendor) -> None:
    asker = polling.Asker(account, ())
    vendor.misbehave(Said(status=500), Said(silent=True))
    assert asker.turn() >= 7.0  # as long as the channel says
    account.refresh_from_db()
    assert account.trouble == "The stall does not answer as it should."
    assert asker.turn() > 1.0
    account.refresh_from_db()
    assert account.trouble.startswith("127.0.0.1 tidak menjawab")
    asker.turn()
    account.refresh_from_db()
    assert (account.trouble, asker.failures) == ("", 0)


def test_a_place_that_may_not_be_asked_is_said(account: ChannelAccount, settings: Settings) -> None:
    settings.PERCAYA_WEBHOOK_HOSTS = []
    asker = polling.Asker(account, ())
    asker.turn()
    account.refresh_from_db()
    assert "tidak boleh dihubungi" in account.trouble


def test_an_answer_without_end_is_no_answer(account: ChannelAccount, vendor: StallVendor, settings: Settings) -> None:
    settings.PERCAYA_MAX_MAIL = 1000
    vendor.misbehave(Said(body=b"x" * 2000))
    with pytest.raises(calling.TooMuch):
        polling.ask_once(account)
    assert not PollPlace.objects.exists()


def test_only_active_accounts_that_poll_are_asked_for(account: ChannelAccount, cast: Cast) -> None:
    account_of(cast.workspace, "told")
    assert [one.pk for one in polling.polled_accounts()] == [account.pk]
    Workspace.objects.filter(pk=cast.workspace.pk).update(is_demo=True)
    assert [one.pk for one in polling.polled_accounts()] == [account.pk]  # a stand-in at home, in a demo
    change_account(account=account, settings={"polls": True, "base_url": ""}, by=Actor.system())
    assert polling.polled_accounts() == []


def test_an_account_whose_secrets_no_longer_open_does_not_stop_the_others(account: ChannelAccount, cast: Cast) -> None:
    broken = account_of(cast.workspace, "broken", polls=True)
    ChannelAccount.objects.filter(pk=broken.pk).update(sealed=b"nonsense")
    assert [one.pk for one in polling.polled_accounts()] == [account.pk]


def test_askers_come_and_go_with_the_accounts(account: ChannelAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling.Asker, "_run", lambda self: self.stop.wait())
    monkeypatch.setattr(staffing, "close_old_connections", lambda: None)
    askers = polling.staff()
    askers.look()
    first = askers[account.pk]
    askers.look()
    assert askers == {account.pk: first}
    change_account(account=account, secrets={"secret": "a new one"}, by=Actor.system())
    askers.look()  # what has changed ends …
    first.thread.join()
    askers.look()  # … and begins anew
    second = askers[account.pk]
    assert second is not first and first.stop.is_set()
    change_account(account=account, is_active=False, by=Actor.system())
    askers.look()
    second.thread.join()
    askers.look()
    assert askers == {}


def test_the_house_has_a_door_that_goes_and_asks() -> None:
    assert "polling" in [door.name for door in watchers()]
