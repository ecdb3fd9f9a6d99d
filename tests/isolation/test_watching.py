"""The walks look again only when something was written: so whatever writes must be seen by the watch."""

import pytest
from django.db import connection

from percaya.core.tickets.models import Ticket
from tests import builders
from tests.cast import Cast, logged_in
from tests.isolation.watching import watching

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1500)]  # every address there is, on a busy machine too


def test_what_is_written_by_any_way_is_seen_and_reading_is_not(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    with watching(cast.workspace.pk) as watch:
        logged_in(cast.dewi)
        list(Ticket.objects.all())
        assert not watch.has_changed()
        builders.inbound(ticket, "Lagi")
        assert watch.has_changed() and not watch.has_changed()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE tickets_ticket SET subject = 'x' WHERE id = %s", [ticket.pk])
        assert watch.has_changed()
        builders.ticket(cast.joko)
        assert not watch.has_changed()
