"""A list by the next update begins with whose customer hears from us soonest; who is owed nothing comes last."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.updates import drop_next_update, say_next_update
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.policy import NEVER, next_word
from percaya.core.tickets.queries import listing
from tests import builders
from tests.cast import Cast


def in_order(cast: Cast) -> list[int]:
    rows = Ticket.objects.visible_to(cast.dewi)
    return [row.id for row in listing.page(rows, reader=cast.dewi, order="update").rows]


@pytest.mark.django_db
def test_what_was_said_decides_and_what_is_taken_back_counts_no_more(cast: Cast) -> None:
    first, second, third = (builders.ticket(cast.rina) for _ in range(3))
    Ticket.objects.update(due_at=None, due_kind="")
    now = timezone.now()
    for ticket, hours in ((first, 9), (second, 2), (third, 5)):
        say_next_update(ticket=ticket, at=now + timedelta(hours=hours), by=Actor.system())
    assert in_order(cast) == [second.pk, third.pk, first.pk]
    drop_next_update(ticket=second, by=Actor.system())
    assert in_order(cast) == [third.pk, first.pk, second.pk]
    assert builders.fresh(second).update_key == NEVER
    row = listing.page(Ticket.objects.filter(pk=third.pk), reader=cast.dewi).rows[0]
    assert row.next_word_at == now + timedelta(hours=5)


def test_a_promise_that_falls_due_earlier_goes_first_and_a_resolution_is_no_update() -> None:
    now = timezone.now()
    soon, late = now + timedelta(hours=1), now + timedelta(hours=3)
    assert next_word(update_due_at=late, due_at=soon, due_kind="first_reply", promise_due_at=None) == late
    assert next_word(update_due_at=late, due_at=None, due_kind="", promise_due_at=soon) == soon
    assert next_word(update_due_at=None, due_at=soon, due_kind="resolution", promise_due_at=None) is None
