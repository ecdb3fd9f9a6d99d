"""Two at once: nothing is lost, nothing is done twice, nobody is told a lie. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.merging import merge_contacts
from percaya.core.people.models import Contact
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.change import Refused, Stale
from percaya.core.tickets.actions.properties import change_priority
from percaya.core.tickets.actions.replying import Collision, cancel_reply
from percaya.core.tickets.actions.states import change_state
from percaya.core.tickets.models import Message, Ticket
from tests import builders
from tests.cast import Cast, customer

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run them side by side, each on a connection of its own; what each gave, or raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait(10)
        try:
            return act()
        except (Refused, Stale, Collision, ValidationError) as no:
            return no
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_take_a_ticket_that_is_free_one_has_it(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    both = [
        lambda who=who: assign(ticket=ticket, to=who, by=Actor.member(who.pk), if_version=ticket.version)
        for who in (cast.dewi, cast.budi)
    ]
    gave = at_once(*both)
    assert sum(isinstance(one, Stale) for one in gave) == 1
    winner = next(one for one in gave if isinstance(one, Ticket))
    assert builders.fresh(ticket).assignee_id == winner.assignee_id


def test_changes_of_different_things_are_all_kept(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    before, words = ticket.version, ticket.message_count
    at_once(
        lambda: assign(ticket=ticket, to=cast.dewi, by=Actor.member(cast.dewi.pk)),
        lambda: change_priority(ticket=ticket, to="urgent", by=Actor.member(cast.budi.pk)),
        lambda: builders.note(ticket, cast.gilang, "Catatan."),
        lambda: builders.inbound(ticket, "Halo?"),
    )
    now = builders.fresh(ticket)
    assert (now.assignee_id, now.priority, now.message_count) == (cast.dewi.pk, "urgent", words + 2)
    assert now.version >= before + 4


def test_one_send_key_sends_once(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    gave = at_once(*[lambda: builders.reply(ticket, cast.dewi, "Baik.", send_key="k1")] * 6)
    assert len({one.pk for one in gave if isinstance(one, Message)}) == 1
    assert Message.objects.filter(ticket=ticket, send_key="k1").count() == 1


def test_two_who_answer_what_they_saw_do_not_both_answer(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    gave = at_once(
        lambda: builders.reply(ticket, cast.dewi, "Ya.", seen_version=ticket.version),
        lambda: builders.reply(ticket, cast.budi, "Tidak.", seen_version=ticket.version),
    )
    assert sum(isinstance(one, Collision) for one in gave) == 1
    assert Message.objects.filter(ticket=ticket, direction="outbound", auto="").count() == 1


def test_a_reply_and_a_close_at_once_end_in_one_order(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    gave = at_once(
        lambda: change_state(ticket=ticket, to="closed", by=Actor.member(cast.budi.pk)),
        lambda: builders.reply(ticket, cast.dewi, "Baik."),
    )
    replied = Message.objects.filter(ticket=ticket, direction="outbound", auto="").exists()
    assert builders.fresh(ticket).state == "closed" and replied == (not isinstance(gave[1], Refused))


def test_a_reply_is_taken_back_once(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    held = builders.reply(ticket, cast.dewi, "Ups.", hold_seconds=30)
    gave = at_once(*[lambda: cancel_reply(message=held, by=Actor.member(cast.dewi.pk), member=cast.dewi)] * 3)
    assert sorted(map(bool, gave)) == [False, False, True]


def test_two_contacts_merged_into_each_other_at_once_leave_one(cast: Cast) -> None:
    twin = customer(cast.workspace, "Rina M", email="rina2@contoh.example")
    by = Actor.member(cast.dewi.pk)
    gave = at_once(
        lambda: merge_contacts(keep=cast.rina, gone=twin, by=by), lambda: merge_contacts(keep=twin, gone=cast.rina, by=by)
    )
    assert sum(isinstance(one, ValidationError) for one in gave) == 1
    living = Contact.objects.filter(pk__in=[cast.rina.pk, twin.pk], merged_into=None).get()
    assert living.handles.count() == 2
