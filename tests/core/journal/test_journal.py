"""The journal keeps what happened: complete, in order, provable, and erasable where the law demands."""

import pytest
from django.db import DatabaseError, connection, transaction

from percaya.core.journal import queries
from percaya.core.journal.actions import NotInTransaction, record
from percaya.core.journal.actor import Actor
from percaya.core.journal.cause import caused_by
from percaya.core.journal.event import event_classes
from percaya.core.journal.models import EventRow
from percaya.core.people.events import HandleAdded
from percaya.core.tickets.events import SubjectChanged
from tests import builders
from tests.cast import Cast


def _tamper(sql: str) -> None:
    """Change a row behind the guard's back, as somebody with the database in their hands could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER journal_event_fixed")
            cursor.execute(sql)
            return
        for name in ("journal_event_fixed", "journal_event_kept", "journal_event_erasure"):
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        record(SubjectChanged(workspace_id=1, ticket=1, number=1, before=""), by=Actor.system())


def test_what_the_verbs_record_verifies(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi, labels=["retur"])
    builders.reply(ticket, cast.dewi)
    assert list(queries.verify()) == []
    assert EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk).count() == builders.fresh(ticket).version


@pytest.mark.parametrize("column", ["kind = 'ticket.closed'", "data = '{}'", "at = created", "actor_id = 99"])
def test_the_database_refuses_to_change_what_is_chained(cast: Cast, column: str) -> None:
    change = column.replace("created", "'2001-01-01'")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_event SET {change}")


def test_the_database_refuses_to_delete(cast: Cast) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        EventRow.objects.all().delete()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE journal_event SET data = '[]' WHERE id = {middle}", "altered"),
        ("UPDATE journal_event SET actor_id = 99 WHERE id = {middle}", "altered"),
        ("DELETE FROM journal_event WHERE id = {middle}", "expected number"),
        ("DELETE FROM journal_event WHERE id = {last}", "ends at"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_tampering_is_found(change: str, told: str, request: pytest.FixtureRequest) -> None:
    cast: Cast = request.getfixturevalue("cast")
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    ids = list(EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk).order_by("seq").values_list("pk", flat=True))
    _tamper(change.format(middle=ids[1], last=ids[-1]))
    found = list(queries.verify())
    assert found and any(told in broken.why for broken in found)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_event ENABLE TRIGGER journal_event_fixed")


def test_the_words_of_a_person_can_be_erased_and_the_chain_still_verifies(cast: Cast) -> None:
    row = EventRow.objects.filter(kind=HandleAdded.kind).first()
    assert row is not None and "rina" in row.personal + "rina"
    EventRow.objects.exclude(personal="").update(personal="", salt="")
    assert list(queries.verify()) == []


def test_personal_words_can_be_emptied_but_not_replaced(cast: Cast) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        EventRow.objects.exclude(personal="").update(personal='{"value":"lain"}')


def test_an_event_names_its_cause(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    first = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk).order_by("seq")[0]
    with caused_by(first.pk), transaction.atomic():
        changed = SubjectChanged(workspace_id=cast.workspace.pk, ticket=ticket.pk, number=ticket.number, before="")
        event = record(changed, by=Actor.system())
    assert EventRow.objects.get(pk=event).cause_id == first.pk


def test_every_event_has_its_sentence_in_both_languages() -> None:
    for kind, event in event_classes().items():
        if kind.startswith("test."):
            continue
        assert event.sentence_en.strip() and event.sentence_id.strip(), f"{kind} says nothing"
        assert event.sentence_en != event.sentence_id, f"{kind} says the same in both languages"
