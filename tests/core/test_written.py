"""A row written in SQL that was made once is the row that Django would have written."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils import timezone

from percaya.core.tickets.models import Draft, Message, Participant, Ticket
from percaya.core.written import insert, update
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _columns(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _message(cast: Cast, ticket: Ticket) -> Message:
    return Message(
        workspace=cast.workspace, ticket=ticket, direction="inbound", author_kind="contact", contact=cast.rina,
        channel="email", body_text="Paket \u2603 belum sampai", fields={"_proven": True}, flags=["third-party"],
        addressed={"to": [{"kind": "email", "value": "a@contoh.example", "name": ""}]}, created_at=timezone.now(),
    )  # fmt: skip


def test_a_new_row_has_what_save_would_have_given_it(cast: Cast, django_assert_num_queries: pytest.FixtureRequest) -> None:
    ticket = builders.ticket(cast.rina)
    saved, written = _message(cast, ticket), _message(cast, ticket)
    written.created_at = saved.created_at
    saved.save()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert insert(written) is written
    assert written.pk > saved.pk
    assert not written._state.adding
    first, second = Message.objects.get(pk=saved.pk), Message.objects.get(pk=written.pk)
    assert _columns(first) == _columns(second)
    assert model_to_dict(second)["fields"] == {"_proven": True}


def test_every_column_of_a_row_is_written_again(cast: Cast, django_assert_num_queries: pytest.FixtureRequest) -> None:
    ticket, other = builders.ticket(cast.rina), builders.ticket(cast.rina)
    ticket.subject, ticket.waiting_since, ticket.assignee = "Retur", timezone.now() - timedelta(days=1), cast.dewi
    with django_assert_num_queries(1):  # type: ignore[operator]
        update(ticket)
    assert _columns(Ticket.objects.get(pk=ticket.pk)) == _columns(ticket)
    assert Ticket.objects.get(pk=other.pk).subject == other.subject


def test_only_the_named_columns_are_written(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    before = ticket.subject
    ticket.subject, ticket.priority = "Retur", "high"
    update(ticket, "priority")
    kept = Ticket.objects.get(pk=ticket.pk)
    assert (kept.subject, kept.priority) == (before, "high")


def test_a_row_that_is_there_may_be_left_as_it_is(cast: Cast) -> None:
    whose = {"workspace": cast.workspace, "ticket": builders.ticket(cast.rina), "member": cast.dewi, "kind": "reply"}
    there, again = insert(Draft(**whose, text="Halo kak")), insert(Draft(**whose), unless_there=True)
    assert again.pk is None and again._state.adding
    assert Draft.objects.get(**whose).text == there.text


def test_a_row_that_is_gone_is_not_made_again(cast: Cast) -> None:
    one = Participant.objects.filter(ticket=builders.ticket(cast.rina)).get()
    Participant.objects.filter(pk=one.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        update(one)
    assert not Participant.objects.filter(pk=one.pk).exists()


def test_what_the_database_refuses_is_refused(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    twin = Ticket(**{**_columns(ticket), "subject": "Sama"})
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(twin)
    assert Ticket.objects.filter(workspace=cast.workspace, number=ticket.number).count() == 1
