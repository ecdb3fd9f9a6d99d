"""Beside the ticket stands by when its customer hears from us, and a member says another time with one press."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from percaya.core.tickets.models import NextUpdate, Ticket
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def change(client: Client, cast: Cast, ticket: Ticket, verb: str, **given: str) -> int:
    address = reverse("inbox:around_change", args=[cast.workspace.slug, ticket.number, verb])
    return client.post(address, given).status_code


def beside(client: Client, cast: Cast, ticket: Ticket) -> str:
    address = reverse("inbox:around", args=[cast.workspace.slug, ticket.number])
    return client.get(address).content.decode()


def test_a_member_says_a_time_and_takes_it_back(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    assert "menurut tingkat layanan" in beside(client, cast, ticket)
    assert change(client, cast, ticket, "update-say", at="next") == 302
    said = NextUpdate.objects.get()
    assert said.member == cast.dewi and said.due_at > timezone.now() and builders.fresh(ticket).update_due_at == said.due_at
    day = (timezone.localtime() + timedelta(days=30)).strftime("%Y-%m-%dT10:00")
    assert change(client, cast, ticket, "update-say", at=day) == 302
    page = beside(client, cast, ticket)
    assert "disampaikan petugas" in page and "Disampaikan sebelumnya" in page and "<s class" in page
    assert change(client, cast, ticket, "update-drop") == 302
    assert builders.fresh(ticket).update_due_at is None


@pytest.mark.parametrize("at", ["", "besok", "2020-01-01T10:00", "2026-13-40T99:99"])
def test_what_is_no_time_ahead_is_refused_and_nothing_said(cast: Cast, at: str) -> None:
    client = logged_in(cast.dewi)
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    change(client, cast, ticket, "update-say", at=at)
    assert not NextUpdate.objects.exists()


def test_who_only_reads_says_no_time_and_a_ticket_that_is_done_owes_none(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    client = logged_in(cast.gilang)
    assert "update-say" not in beside(client, cast, ticket)
    change(client, cast, ticket, "update-say", at="next")
    assert not NextUpdate.objects.exists()
    client = logged_in(cast.dewi)
    builders.reply(ticket, cast.dewi, then="resolve")
    assert "around-update" not in beside(client, cast, ticket)
