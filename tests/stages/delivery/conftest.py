"""A desk whose mailbox sends through a mail server of the test."""

from collections.abc import Iterator
from typing import Any

import pytest

from percaya.channels.contract import Channel
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.accounts import change_account, connect_account
from percaya.core.workspace.models import ChannelAccount
from tests import builders
from tests.cast import Cast
from tests.services.fakes import titip
from tests.services.fakes.vendor import TitipVendor
from tests.services.sink import Sink
from tests.stages.delivery.talks import HERE, talk
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


@pytest.fixture
def kind() -> Iterator[Channel]:
    with titip() as channel:
        yield channel


@pytest.fixture
def vendor(settings: Any) -> Iterator[TitipVendor]:
    with TitipVendor() as running:
        settings.PERCAYA_WEBHOOK_HOSTS = [f"127.0.0.1:{running.port}"]
        yield running


@pytest.fixture
def account(cast: Cast, kind: Channel, vendor: TitipVendor) -> ChannelAccount:
    made = connect_account(
        workspace=cast.workspace, channel="titip", name="Titip", address="n1", settings={"base_url": vendor.url},
        secrets={"token": "rahasia"}, by=HERE,
    )  # fmt: skip
    run_jobs()  # its templates are fetched first
    vendor.asked.clear()
    made.refresh_from_db()
    return made


@pytest.fixture
def chat(account: ChannelAccount) -> Ticket:
    """Sari wrote just now."""
    return talk(account, "titip:sari")
