"""Of many processes that could ask for an account one does: vendors refuse two that ask at once."""

from threading import Event, Thread

import pytest
from django.db import connection

from percaya.stages.intake.doors.turns import my_turn

pytestmark = pytest.mark.django_db
ACCOUNT, OTHER = 71, 72


def test_while_one_asks_for_an_account_nobody_else_does_and_then_the_next_may() -> None:
    """SQLite has one process, and in it one asker for an account (tests/stages/intake/doors/test_polling)."""
    has_it, may_end = Event(), Event()

    def another() -> None:
        try:
            with my_turn(ACCOUNT) as mine:
                assert mine
                has_it.set()
                may_end.wait()
        finally:
            has_it.set()
            connection.close()

    elsewhere = Thread(target=another)
    elsewhere.start()
    has_it.wait()
    try:
        with my_turn(ACCOUNT) as mine, my_turn(OTHER) as other:
            assert (mine, other) == (connection.vendor != "postgresql", True)
    finally:
        may_end.set()
        elsewhere.join()
    with my_turn(ACCOUNT) as mine:
        assert mine
