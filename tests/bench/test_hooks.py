"""What ``percaya bench hooks`` measures is what a vendor posts: signed, taken at the door, read into a ticket."""

import pytest
from django.test import Client

from percaya.bench.hooks import CHANNEL, Vendor, _spread
from percaya.core.tickets.models import Message
from percaya.stages.intake.models import Arrival
from tests.cast import Cast
from tests.stages.mails import run_jobs

pytestmark = pytest.mark.django_db


def test_its_webhooks_are_taken_and_each_becomes_a_message(cast: Cast) -> None:
    vendor = Vendor(cast.workspace)
    for _one in range(2):
        body, signed = vendor.webhook()
        answer = Client().post(vendor.path, body, content_type="application/json", HTTP_X_HUB_SIGNATURE_256=signed)
        assert answer.status_code == 200
    assert Arrival.objects.filter(account=vendor.account, channel=CHANNEL, door="hook").count() == 2
    run_jobs()
    assert Message.objects.filter(account=vendor.account, direction="inbound").count() == 2


def test_spreads_are_milliseconds_and_name_the_worst() -> None:
    assert _spread([]) == {"count": 0}
    assert _spread([one / 1000 for one in range(1, 101)]) == {"count": 100, "p50": 51, "p95": 96, "p99": 100, "most": 100}
