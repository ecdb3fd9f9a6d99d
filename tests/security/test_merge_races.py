"""Merges side by side, and a customer who writes in the middle of one. On both databases."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.journal.queries import verify
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.merging import merge, undo_merge
from percaya.core.tickets.models import Joining, Message
from tests import builders
from tests.cast import Cast
from tests.security.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
BY = Actor.system()


def test_of_two_merges_that_cross_one_happens(cast: Cast) -> None:
    one, two = builders.ticket(cast.rina), builders.ticket(cast.rina)
    gave = at_once(lambda: merge(source=one, target=two, by=BY), lambda: merge(source=two, target=one, by=BY))
    assert sorted(type(given).__name__ for given in gave) == ["Joining", "Refused"]
    assert [builders.fresh(ticket).merged_into_id for ticket in (one, two)].count(None) == 1


def test_two_merges_of_one_ticket_move_it_once(cast: Cast) -> None:
    source, here, there = (builders.ticket(cast.rina) for _ in range(3))
    gave = at_once(lambda: merge(source=source, target=here, by=BY), lambda: merge(source=source, target=there, by=BY))
    assert sum(isinstance(given, Refused) for given in gave) == 1
    assert not Message.objects.filter(ticket=source).exists() and list(verify(cast.workspace.pk)) == []


def test_who_writes_in_the_middle_of_a_merge_is_heard_where_it_goes_on(cast: Cast) -> None:
    source, target = builders.ticket(cast.rina), builders.ticket(cast.rina)
    at_once(lambda: merge(source=source, target=target, by=BY), *[lambda: builders.inbound(source, "halo?")] * 3)
    assert not Message.objects.filter(ticket=source).exists()
    assert Message.objects.filter(ticket=target, body_text="halo?").count() == 3
    assert builders.fresh(target).message_count == Message.objects.filter(ticket=target).count()
    assert list(verify(cast.workspace.pk)) == []


def test_of_two_undos_one_happens_and_words_in_between_are_kept(cast: Cast) -> None:
    source, target = builders.ticket(cast.rina), builders.ticket(cast.rina)
    joining = merge(source=source, target=target, by=BY)
    undo = lambda: undo_merge(joining=Joining.objects.get(pk=joining.pk), by=BY)  # noqa: E731
    gave = at_once(undo, undo, lambda: builders.inbound(source, "halo?"))
    assert sum(isinstance(given, Refused) for given in gave) == 1
    assert Message.objects.get(body_text="halo?").ticket_id in (source.pk, target.pk)
    for ticket in (builders.fresh(source), builders.fresh(target)):
        assert ticket.message_count == Message.objects.filter(ticket=ticket).count()
