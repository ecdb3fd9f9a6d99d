"""A desk at work beside real mail servers: its mailbox on Dovecot, its replies through Postfix, its workers running."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.accounts import change_account
from percaya.runtime import services
from percaya.runtime.services import Service, Staff
from percaya.stages.intake.doors import imap, staffing, watchers
from tests.cast import Cast, assemble
from tests.journeys.customers import Customer
from tests.services.dovecot import PASSWORD
from tests.services.fixtures import running_mail_servers, servers
from tests.services.mail import MailServers
from tests.services.waiting import until

__all__ = ["running_mail_servers", "servers"]


@dataclass(frozen=True)
class Desk:
    cast: Cast
    rina: Customer
    servers: MailServers

    def ticket_of(self, address: str, *, messages: int = 1) -> Ticket:
        """The ticket of that customer once it has so many of their messages."""

        def look() -> Ticket | None:
            rows = Ticket.objects.filter(workspace=self.cast.workspace, participant__value=address)
            return rows.filter(inbound_count=messages).order_by("-pk").first()

        return until(look, seconds=100, what=f"a ticket of {address} with {messages} messages")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def connected(cast: Cast, servers: MailServers) -> Cast:
    """Toko Senja's mailbox: fetched over TLS, sending with STARTTLS, both checked against the authority."""
    settings = {
        "imap_host": "127.0.0.1",
        "imap_port": servers.dovecot.imaps,
        "imap_security": "tls",
        "smtp_host": "127.0.0.1",
        "smtp_port": servers.postfix.port,
        "smtp_security": "starttls",
    }
    change_account(account=cast.senja.email, settings=settings, secrets={"imap_password": PASSWORD}, by=Actor.system())
    return cast


@pytest.fixture
def desk(connected: Cast, servers: MailServers, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(staffing, "LOOK", 0.5)
    monkeypatch.setattr(imap, "SLICE", 0.2)
    doors = [Service(door.name, door.run) for door in watchers()]
    staff = Staff([*services.workers(), *services.timers(), *doors])
    staff.begin()
    yield Desk(connected, Customer(servers), servers)
    assert staff.end(30) == []
