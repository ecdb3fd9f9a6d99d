"""The page and the receipt say one sentence of how long tickets like it take, and which earlier time no longer holds."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.updates import say_next_update
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.status_links import token_for
from percaya.stages.forecast.models import Alike, GivenRange
from percaya.stages.forecast.policy import FEWEST, HOUR
from percaya.stages.notices.words import receipt
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SENTENCE = "Tiket seperti ini biasanya selesai dalam 3–6 jam kerja (dari 30 tiket; 80% tepat)."


@pytest.fixture
def experienced(cast: Cast) -> None:
    for key in ("", "0:email"):
        Alike.objects.create(workspace=cast.workspace, key=key, n=FEWEST, low=3.2 * HOUR, high=5.8 * HOUR, measured=40, hits=32)


def read(ticket: Ticket) -> str:
    return Client().get(reverse("portal:status", args=[token_for(ticket)])).content.decode()


@pytest.mark.usefixtures("experienced")
def test_page_and_receipt_say_the_same_range_and_keep_that_they_did(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    with override("en"):
        assert SENTENCE in receipt(ticket)
    assert SENTENCE in read(ticket)
    assert GivenRange.objects.get().shown_at is not None


def test_a_shop_without_experience_says_no_range(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    assert "biasanya selesai" not in read(ticket) and "biasanya selesai" not in receipt(ticket)


def test_a_time_that_no_longer_holds_is_struck_through(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    first, second = (timezone.now() + timedelta(days=days) for days in (20, 40))
    for at in (first, second):
        ticket = say_next_update(ticket=builders.fresh(ticket), at=at, member=cast.dewi, by=Actor.member(cast.dewi.pk))
    page = read(ticket)
    assert page.count("<s ") == 1 and page.index("<s ") < page.index("<strong>paling lambat")
