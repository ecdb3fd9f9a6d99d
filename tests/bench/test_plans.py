"""The planner takes the index that was made for a question, with statistics and without."""

import pytest
from django.db import connection

from percaya.core.tickets.queries.tickets import visible
from percaya.runtime import schema
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_tickets_of_one_customer_are_found_without_walking_the_workspace(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps statistics of its own
    found = visible(cast.ratna).of_contact(cast.rina.pk).order_by("-id")[:5]
    assert "tickets_of_contact" in found.explain()
    assert "tickets_by_age (workspace_id=?)" not in found.explain()


def test_the_planner_learns_what_it_does_not_know(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        return
    builders.ticket(cast.rina)
    with connection.cursor() as cursor:
        schema.learn(cursor)
        cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'tickets_ticket'")
        assert ("tickets_of_contact",) in cursor.fetchall()
