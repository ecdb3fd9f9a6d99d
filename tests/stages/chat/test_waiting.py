"""A live chat that its owner does not answer goes back into the queue by itself, and never one that was answered."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import ring_due
from percaya.core.journal.jobs import engine
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.members import save_team
from percaya.core.workspace.models import ChannelAccount, Member
from percaya.stages.chat.actions import meet
from percaya.stages.chat.models import Visitor
from percaya.stages.routing.actions.availability import set_availability
from percaya.stages.routing.actions.planning import change_team
from tests import builders
from tests.cast import Cast
from tests.stages.chat.test_conversations import chat_of, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 11, 20, 3, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def begun(cast: Cast, owner: Member | None, **settings: object) -> tuple[ChannelAccount, Visitor, Ticket]:
    account = chat_of(cast.senja, unanswered_after=5, **settings)
    visitor = meet(account=account, key="web:a")
    ticket = says(account, visitor, "Halo", "c1").ticket
    if owner:
        assign(ticket=ticket, to=owner, by=Actor.member(owner.pk))
    return account, visitor, ticket


def pass_time(clock: Any, minutes: float) -> None:
    """Alarms ring and jobs run, as the worker does."""
    clock.shift(timedelta(minutes=minutes))
    ring_due(timezone.now())
    engine().run_pending()


def test_after_the_minutes_of_the_channel_it_is_nobodys_again(cast: Cast, clock: Any) -> None:
    _account, _visitor, ticket = begun(cast, cast.dewi)
    pass_time(clock, 4.9)
    assert builders.fresh(ticket).assignee == cast.dewi
    pass_time(clock, 0.2)
    assert builders.fresh(ticket).assignee is None
    assert "chat.unanswered" in builders.story(ticket)


def test_an_answer_ends_the_wait_and_the_next_question_begins_another(cast: Cast, clock: Any) -> None:
    account, visitor, ticket = begun(cast, cast.dewi)
    pass_time(clock, 2)
    builders.reply(ticket, cast.dewi, "Sebentar ya kak")
    pass_time(clock, 2)
    says(account, visitor, "Baik", "c2")
    pass_time(clock, 2)
    assert builders.fresh(ticket).assignee == cast.dewi, "the first wait was over, the second is two minutes old"
    pass_time(clock, 3.1)
    assert builders.fresh(ticket).assignee is None


def test_who_gets_it_later_has_the_whole_time(cast: Cast, clock: Any) -> None:
    _account, _visitor, ticket = begun(cast, cast.dewi)
    pass_time(clock, 4)
    assign(ticket=ticket, to=cast.budi, by=Actor.member(cast.dewi.pk))
    pass_time(clock, 4)
    assert builders.fresh(ticket).assignee == cast.budi
    pass_time(clock, 1.1)
    assert builders.fresh(ticket).assignee is None


def test_of_a_team_that_gives_out_somebody_else_gets_it_at_once(cast: Cast, clock: Any) -> None:
    team = cast.senja.team
    save_team(workspace=cast.workspace, team=team, name=team.name, members=[cast.dewi, cast.budi], by=Actor.system())
    change_team(team=team, strategy="least_loaded", by=Actor.system())
    _account, _visitor, ticket = begun(cast, cast.dewi)
    Ticket.objects.filter(pk=ticket.pk).update(team=team)
    set_availability(member=cast.budi, status="available", by=Actor.member(cast.budi.pk))
    pass_time(clock, 5.1)
    assert builders.fresh(ticket).assignee == cast.budi


@pytest.mark.parametrize("minutes", [0, -3, "x"])
def test_where_no_minutes_are_set_nobody_loses_a_chat(cast: Cast, clock: Any, minutes: object) -> None:
    account, _visitor, ticket = begun(cast, None)
    account.settings = {**account.settings, "unanswered_after": minutes}
    account.save()
    assign(ticket=ticket, to=cast.dewi, by=Actor.member(cast.dewi.pk))
    pass_time(clock, 9)
    assert builders.fresh(ticket).assignee == cast.dewi


def test_what_went_back_is_not_given_to_the_one_who_let_it_lie_but_to_the_next_with_room(cast: Cast, clock: Any) -> None:
    """However the owner came to it: here by taking it."""
    team = cast.senja.team
    save_team(workspace=cast.workspace, team=team, name=team.name, members=[cast.dewi, cast.budi], by=Actor.system())
    _account, _visitor, ticket = begun(cast, cast.dewi)
    Ticket.objects.filter(pk=ticket.pk).update(team=team)
    change_team(team=team, strategy="least_loaded", by=Actor.system())
    pass_time(clock, 5.1)
    assert builders.fresh(ticket).assignee is None, "nobody else is there"
    set_availability(member=cast.dewi, status="available", by=Actor.member(cast.dewi.pk))
    pass_time(clock, 1.1)
    assert builders.fresh(ticket).assignee is None, "not straight back to the one who was silent"
    set_availability(member=cast.budi, status="available", by=Actor.member(cast.budi.pk))
    pass_time(clock, 1.1)
    assert builders.fresh(ticket).assignee == cast.budi
