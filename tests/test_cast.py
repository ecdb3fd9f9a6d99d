"""The cast and the builders do what other tests rely on."""

import pytest
import time_machine
from django.db import connection, transaction

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import verify
from percaya.core.people.models import Contact, Handle
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.workspaces import create_workspace
from percaya.core.workspace.models import ChannelAccount, Member, Team, User, Workspace
from tests import builders
from tests.cast import PASSWORD, Cast, assemble, logged_in
from tests.kept_cast import KeptCast, lay

pytestmark = pytest.mark.django_db


def test_every_role_is_there_and_can_log_in(cast: Cast) -> None:
    assert [member.role for member in cast.insiders] == ["owner", "admin", "supervisor", "agent", "light"]
    assert cast.dewi.user.check_password(PASSWORD)
    assert "_auth_user_id" in logged_in(cast.dewi).session


def test_builders_leave_a_journal_that_verifies(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi, labels=["pengiriman"], messages=3)
    builders.reply(ticket, cast.dewi)
    builders.note(ticket, cast.budi, files=[builders.stored_file()])
    assert list(verify()) == []
    assert builders.fresh(ticket).message_count == 6  # the acknowledgement too


def test_next_door_is_another_house(cast: Cast) -> None:
    builders.ticket(cast.joko)
    assert not Ticket.objects.visible_to(cast.ratna).exists()
    assert Ticket.objects.visible_to(cast.tono).count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the verbs make the cast of every test")
def test_the_cast_that_was_kept_is_the_one_that_the_verbs_make(a_kept_cast: KeptCast) -> None:
    with transaction.atomic():
        made = assemble()
        by_verbs = _everything()
        transaction.set_rollback(True)
    assert _everything() == {}
    laid = lay(a_kept_cast)  # the numbers of rows may differ: tests that commit count on
    assert (repr(laid), _everything()) == (repr(made), by_verbs)
    assert list(verify()) == []


def test_beside_other_rows_and_in_another_time_the_verbs_make_the_cast(a_kept_cast: KeptCast | None) -> None:
    shop = create_workspace(name="Toko Ketiga", by=Actor.system())
    if a_kept_cast is not None:
        assert lay(a_kept_cast).workspace.pk > shop.pk


def test_a_test_that_travels_meets_people_of_that_day(request: pytest.FixtureRequest) -> None:
    with time_machine.travel("2031-05-02 03:00 +0000", tick=False):
        cast: Cast = request.getfixturevalue("cast")
    assert cast.workspace.created_at.year == 2031


def _everything() -> dict[str, int]:
    """How many rows of each kind of the cast there are."""
    kinds = (Workspace, Member, Team, User, Contact, Handle, ChannelAccount, EventRow)
    return {kind.__name__: count for kind in kinds if (count := kind._default_manager.count())}
