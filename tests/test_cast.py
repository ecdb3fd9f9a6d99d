"""The cast and the builders do what other tests rely on."""

import pytest

from percaya.core.journal.queries import verify
from percaya.core.tickets.models import Ticket
from tests import builders
from tests.cast import PASSWORD, Cast, logged_in

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
