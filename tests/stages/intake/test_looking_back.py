"""After an outage or a long silence the vendor is asked by itself for what it could not tell: once, within bounds."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import Alarm
from percaya.core.workspace.actions.accounts import change_account, connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.vendors.graph_social import SocialVendor
from percaya.stages.intake.actions.recalling import look_back, recall
from tests.cast import Cast
from tests.journeys.channels.social import Counter


@pytest.fixture
def shop(cast: Cast, settings: Settings) -> Iterator[Counter]:
    with SocialVendor("instagram") as vendor:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{vendor.port}"]
        yield Counter(cast, vendor, "instagram")  # type: ignore[arg-type]


def alarm(shop: Counter) -> Alarm | None:
    return Alarm.objects.filter(key=f"look-back:{shop.account.pk}").first()


def rings(shop: Counter, *, late: timedelta = timedelta(), asked: timedelta = timedelta()) -> bool:
    """The alarm rings so much too late, when the vendor was last asked so long ago. Whether it is asked now."""
    now = timezone.now()
    look_back(account_id=shop.account.pk, due=(now - late).isoformat(), asked=(now - asked).isoformat())
    return bool(engine().cancel(f"recall:{shop.account.pk}"))


def heard(shop: Counter, *, hours: float) -> None:
    """The channel was last heard so long ago."""
    before = timezone.now() - timedelta(hours=hours)
    ChannelAccount.objects.filter(pk=shop.account.pk).update(last_in_at=before, created_at=before - timedelta(days=1))


def test_it_begins_when_the_account_is_connected_and_goes_on(shop: Counter) -> None:
    first = alarm(shop)
    assert first is not None and (first.kind, first.args["account_id"]) == ("intake.look_back", shop.account.pk)
    Alarm.objects.all().delete()
    assert not rings(shop)
    again = alarm(shop)
    assert again is not None and again.due_at > timezone.now()


def test_after_an_outage_the_vendor_is_asked_and_after_a_short_delay_it_is_not(shop: Counter) -> None:
    assert not rings(shop, late=timedelta(minutes=14))
    assert rings(shop, late=timedelta(minutes=16))


def test_a_channel_that_has_been_silent_for_hours_is_asked_about_once_in_as_many(shop: Counter) -> None:
    heard(shop, hours=5)
    assert not rings(shop, asked=timedelta(hours=7))
    heard(shop, hours=7)
    assert not rings(shop, asked=timedelta(hours=5))
    assert rings(shop, asked=timedelta(hours=7))
    kept = alarm(shop)
    assert kept is not None and kept.args["asked"] > (timezone.now() - timedelta(hours=1)).isoformat()


def test_only_what_was_said_since_then_is_asked_for(shop: Counter) -> None:
    heard(shop, hours=72)
    shop.ago(48 * 3600)
    shop.vendor.says(shop.rina, "Dua hari lalu")
    shop.ago(600)
    shop.vendor.says(shop.rina, "Sepuluh menit lalu")
    shop.vendor.waiting.clear()  # the webhook never reached us
    assert recall(account_id=shop.account.pk, since=(timezone.now() - timedelta(hours=1)).isoformat()) == 1
    engine().run_pending()
    assert [one.body_text for one in shop.heard()] == ["Sepuluh menit lalu"]


def test_while_it_is_paused_nobody_looks_and_when_it_goes_on_somebody_does(shop: Counter) -> None:
    ChannelAccount.objects.filter(pk=shop.account.pk).update(is_active=False)
    Alarm.objects.all().delete()
    assert not rings(shop, late=timedelta(hours=2)) and alarm(shop) is None
    ChannelAccount.objects.filter(pk=shop.account.pk).update(is_active=True)
    shop.account.refresh_from_db()
    change_account(account=shop.account, name="Toko Senja 2", by=Actor.system())
    assert alarm(shop) is not None


def test_a_channel_that_cannot_be_asked_is_left_alone(cast: Cast) -> None:
    before = Alarm.objects.count()
    connect_account(workspace=cast.workspace, channel="api", name="Toko online", by=Actor.system())
    assert Alarm.objects.count() == before
