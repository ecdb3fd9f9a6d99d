"""One ticket that holds two matters becomes two, each with what is its own, and one again."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from percaya.core.journal.actor import Actor
from percaya.core.journal.queries import verify
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.actions.splitting import split, undo_split
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.tickets.queries.splitting import following
from tests import builders
from tests.cast import Cast
from tests.core.tickets.test_merging import everything

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    made = builders.ticket(cast.rina, assignee=cast.dewi)
    builders.reply(made, cast.dewi)
    builders.inbound(made, "oh ya, satu lagi: warnanya salah", files=[builders.stored_file()])
    builders.note(made, cast.budi)
    return builders.fresh(made)


def second(ticket: Ticket) -> Message:
    return Message.objects.get(ticket=ticket, body_text__contains="satu lagi")


def test_a_message_and_what_follows_move_with_what_they_are_owed(cast: Cast, ticket: Ticket) -> None:
    moved = following(ticket, second(ticket).pk)
    made = builders.fresh(split(ticket=ticket, messages=moved, subject="Warna salah", by=BY).target)
    assert made.subject == "Warna salah" and made.contact_id == ticket.contact_id and made.assignee_id == cast.dewi.pk
    assert made.waiting_since == second(made).created_at and made.due_at is not None
    left = builders.fresh(ticket)
    assert left.waiting_since is None and left.due_at is None
    for one in (made, left):
        assert one.message_count == Message.objects.filter(ticket=one).count()
    assert second(made).attachment_set.count() == 1 and not list(verify(cast.workspace.pk))


def test_a_split_taken_back_leaves_everything_as_it_was(cast: Cast, ticket: Ticket) -> None:
    before = everything(ticket)
    joining = split(ticket=ticket, messages=[second(ticket).pk], by=BY)
    undo_split(joining=joining, by=BY)
    assert everything(ticket) == before
    assert builders.fresh(joining.target).merged_into_id == ticket.pk  # its number leads back


def test_a_copy_leaves_the_first_where_it_is_and_goes_with_the_undo(cast: Cast, ticket: Ticket) -> None:
    before = everything(ticket)
    joining = split(ticket=ticket, messages=[second(ticket).pk], copy=True, by=BY)
    assert everything(ticket) == before
    copied = second(joining.target)
    assert copied.came_from_id == ticket.pk and Attachment.objects.filter(message=copied).count() == 1
    undo_split(joining=joining, by=BY)
    assert not Message.objects.filter(pk=copied.pk).exists()


def test_what_was_written_in_the_new_one_keeps_it(cast: Cast, ticket: Ticket) -> None:
    joining = split(ticket=ticket, messages=[second(ticket).pk], by=BY)
    builders.inbound(joining.target, "terima kasih")
    with pytest.raises(Refused, match="written"):
        undo_split(joining=joining, by=BY)
    merge(source=joining.target, target=ticket, by=BY)
    back = second(ticket)
    assert back.came_from_id is None  # home again


def test_nothing_and_everything_are_refused(cast: Cast, ticket: Ticket) -> None:
    theirs = Message.objects.get(ticket=builders.ticket(cast.joko), direction="inbound")
    for messages in ([], [theirs.pk]):
        with pytest.raises(Refused):
            split(ticket=ticket, messages=messages, by=BY)
    whole = list(Message.objects.filter(ticket=ticket).values_list("pk", flat=True))
    with pytest.raises(Refused, match="has to stay"):
        split(ticket=ticket, messages=whole, by=BY)
