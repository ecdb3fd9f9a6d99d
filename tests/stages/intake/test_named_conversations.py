"""A conversation that its channel names has one ticket, wherever that went, and finding it does not hang on how much was said."""

from collections.abc import Callable

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.models import Message, Ticket
from percaya.stages.intake import threading
from percaya.stages.intake.actions import accept, process
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Says = Callable[[str, str], Message]


@pytest.fixture
def says(cast: Cast) -> Says:
    """Rina writes in one of her conversations."""
    count = iter(range(1000))

    def say(conversation: str, text: str) -> Message:
        sender = {"external_id": "rina", "name": "Rina"}
        said = {"id": f"m{next(count)}", "sender": sender, "text": text, "conversation": conversation}
        arrival = process(arrival_id=accept(account=cast.senja.api, raw=orjson.dumps(said), door="api").pk)
        assert arrival.message is not None
        return arrival.message

    return say


def test_each_goes_on_in_its_own_ticket(says: Says) -> None:
    first, second = says("order-1", "Paket saya mana?"), says("order-2", "Warnanya salah.")
    assert first.ticket != second.ticket
    assert says("order-1", "Halo?").ticket == first.ticket
    assert says("order-2", "Bisa tukar?").ticket == second.ticket
    assert says("order-3", "Yang ini bagus.").ticket not in (first.ticket, second.ticket)


def test_one_that_lies_behind_many_others_is_found(says: Says) -> None:
    old = says("order-0", "Paket saya mana?")
    for number in range(1, threading._LOOKED_AT + 2):
        says(f"order-{number}", "Yang ini sudah sampai.")
    assert says("order-0", "Masih belum sampai.").ticket == old.ticket


def test_merged_ones_stay_where_they_went(says: Says, cast: Cast) -> None:
    kept, gone = says("order-1", "Paket saya mana?").ticket, says("order-2", "Dua-duanya belum sampai.").ticket
    merge(source=gone, target=kept, by=Actor.member(cast.ratna.pk))
    assert says("order-2", "Halo?").ticket == kept
    assert says("order-1", "Halo?").ticket == kept
    assert Ticket.objects.filter(contact=kept.contact).count() == 2, "no third one was opened"


def test_the_next_words_ask_once_and_no_table_is_walked_through(says: Says, cast: Cast) -> None:
    talk = says("order-1", "Paket saya mana?")
    says("order-2", "Warnanya salah.")
    assert talk.contact is not None
    last = list(threading._newest.ask(contact=talk.contact.pk, account=cast.senja.api.pk))
    with CaptureQueriesContext(connection) as asked:
        last = list(threading._newest.ask(contact=talk.contact.pk, account=cast.senja.api.pk))
        assert threading._heard_last(last, "order-1") == talk.ticket
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as ever:
        assert threading._heard_ever("order-1", talk.contact, cast.senja.api.pk) == talk.ticket
    if connection.vendor != "sqlite":
        return  # PostgreSQL plans by its statistics, and walks through a table this small
    with connection.cursor() as cursor:
        for query in [*asked.captured_queries, *ever.captured_queries]:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            assert not [row[3] for row in cursor.fetchall() if row[3].startswith("SCAN tickets_")], query["sql"]
