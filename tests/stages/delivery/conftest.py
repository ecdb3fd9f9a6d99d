"""A desk whose mailbox sends through a mail server of the test."""

from collections.abc import Iterator

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.accounts import change_account
from tests import builders
from tests.cast import Cast
from tests.services.sink import Sink
from tests.stages.mails import run_jobs


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as running:
        yield running


@pytest.fixture
def ticket(cast: Cast, sink: Sink) -> Ticket:
    """Rina waits for an answer; the mailbox sends through the sink."""
    change_account(account=cast.senja.email, settings=sink.settings, by=Actor.system())
    made = builders.ticket(cast.rina, account=cast.senja.email)
    run_jobs()  # the receipt leaves first
    sink.taken.clear()
    return made
