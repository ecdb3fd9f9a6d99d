"""That it gets later is told on every channel where the customer knows of the time, and nowhere else."""

from typing import Any

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact
from percaya.core.tickets.actions.updates import say_next_update
from percaya.core.tickets.models import NextUpdate, Ticket
from percaya.core.tickets.queries.next_updates import standing_update
from percaya.core.workspace.actions.accounts import connect_account
from percaya.stages.chat import actions as chat
from percaya.stages.chat.actions import meet, tie
from tests import builders
from tests.cast import Cast
from tests.stages.forecast.passing import at, pass_on, told

pytestmark = pytest.mark.django_db


def by_channel(cast: Cast, key: str) -> Ticket:
    """A customer asked there; what the service level owes falls due at 13.00."""
    account = connect_account(workspace=cast.workspace, channel=key, name=key, settings={}, secrets=None, by=Actor.system())
    ticket = builders.ticket(cast.rina, account=account, assignee=cast.dewi)
    pass_on()
    return ticket


def test_where_no_receipt_named_the_time_only_one_that_somebody_said_is_spoken_of(cast: Cast, clock: Any) -> None:
    silent, spoken = by_channel(cast, "api"), by_channel(cast, "api")
    say_next_update(ticket=spoken, at=at("02 13:00"), by=Actor.member(cast.dewi.pk))
    for moment in ("02 12:01", "02 12:37"):
        clock.move_to(at(moment))
        pass_on()
    assert told(silent) == [] and len(told(spoken)) == 1


def test_on_a_page_that_shows_it_the_clock_counts_and_replies_need_an_address(cast: Cast, clock: Any) -> None:
    here, nowhere = by_channel(cast, "portal"), by_channel(cast, "portal")
    Ticket.objects.filter(pk=nowhere.pk).update(contact=Contact.objects.create(workspace=cast.workspace, name="Tanpa alamat"))
    for moment in ("02 12:01", "02 12:37"):
        clock.move_to(at(moment))
        pass_on()
    assert len(told(here)) == 1 and told(nowhere) == [] and not NextUpdate.objects.filter(ticket=nowhere).exists()


def test_a_visitor_reads_it_above_the_talk_where_it_changes_at_once(
    cast: Cast, clock: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    ticket, heard = by_channel(cast, "webchat"), list[int]()
    assert ticket.account is not None
    visitor = meet(account=ticket.account, key="web:1")
    tie(visitor=visitor, ticket=ticket)
    monkeypatch.setattr(chat, "_publish", lambda visitors, *_rest: heard.extend(visitors))
    clock.move_to(at("02 12:37"))
    with django_capture_on_commit_callbacks(execute=True):
        pass_on()
    found = standing_update(builders.fresh(ticket))
    assert found is not None and (found.due, found.was) == (at("02 17:00"), at("02 13:00"))
    assert told(ticket) == [] and visitor.pk in heard
