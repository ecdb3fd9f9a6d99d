"""Fixtures of real servers, for the conftest files of the folders that use them."""

from collections.abc import Iterator

import pytest

from tests.services.databases import absent
from tests.services.mail import MailServers, Missing, mail_servers


@pytest.fixture(scope="session")
def running_mail_servers() -> Iterator[MailServers]:
    try:
        with mail_servers() as running:
            yield running
    except Missing as missing:
        absent(str(missing))


@pytest.fixture
def servers(running_mail_servers: MailServers) -> MailServers:
    """Postfix and Dovecot with empty mailboxes."""
    running_mail_servers.dovecot.empty()
    return running_mail_servers
