"""The same mails through every door make the same tickets: the door is where a mail came from, never what it means."""

import smtplib
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

import pytest
from django.test import Client

from percaya.channels import email as email_channel
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.journal.queries import verify
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.actions.workspaces import create_workspace
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.doors import take_from_pipe
from percaya.stages.intake.doors.ledger import Ledger
from percaya.stages.intake.doors.lmtp import lmtp_session
from percaya.stages.intake.doors.mailbox import close_folder, open_folder
from percaya.stages.intake.doors.smtp import smtp_session
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import member
from tests.journeys import canonical
from tests.services.dovecot import PASSWORD
from tests.services.mail import MailServers
from tests.stages.intake.doors.conftest import opened

pytestmark = [pytest.mark.mailservers, pytest.mark.slow]
SENDER = "rina@pelanggan.example"
MAILBOX = "halo@senja.example"
# What no relay carries as it is: NUL bytes end a mail for Dovecot, mail without a header end is mended on the way.
UNFIT = ("nul", "empty", "no-blank-line", "mbox-from-line", "empty-first-header", "null-sender", "sender-only-in-envelope")
Send = Callable[[ChannelAccount, list[bytes]], None]


def mails() -> list[bytes]:
    """The captured samples as they stand on the wire, every line ended by CRLF."""
    folder = Path(str(email_channel.__file__)).parent / "payloads"
    files = [file for file in sorted(folder.glob("*.eml")) if not any(word in file.stem for word in UNFIT)]
    lines = [file.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n") for file in files]
    return [b"\r\n".join(one).rstrip(b"\r\n") + b"\r\n" for one in lines]


def by_smtp(account: ChannelAccount, raws: list[bytes]) -> None:
    with opened(smtp_session) as port, smtplib.SMTP("127.0.0.1", port) as client:
        for raw in raws:
            client.sendmail(SENDER, [account.address], raw)


def by_lmtp(account: ChannelAccount, raws: list[bytes]) -> None:
    with opened(lmtp_session) as port, smtplib.LMTP("127.0.0.1", port) as client:
        for raw in raws:
            client.sendmail(SENDER, [account.address], raw)


def by_pipe(account: ChannelAccount, raws: list[bytes]) -> None:
    for raw in raws:
        assert take_from_pipe(raw=raw, to=account.address, mail_from=SENDER) == 0


def by_http(account: ChannelAccount, raws: list[bytes]) -> None:
    owner = member(account.workspace, "Ratna", "owner", email=f"ratna@{account.workspace.slug}.example")
    client = Client(headers={"Authorization": f"Bearer {builders.token(owner)}"})
    for raw in raws:
        query = urlencode({"to": account.address, "sender": SENDER})
        assert client.post(f"/api/v1/inbound/email?{query}", data=raw, content_type="message/rfc822").status_code == 202


def by_imap(account: ChannelAccount, servers: MailServers, raws: list[bytes]) -> None:
    """Delivered into a real mailbox by Dovecot, which adds its own headers, and fetched from there."""
    with smtplib.LMTP("127.0.0.1", servers.dovecot.lmtp) as client:
        for raw in raws:
            client.sendmail(SENDER, [MAILBOX], raw)
    folder = open_folder(facts(account))
    try:
        assert Ledger(account, folder).catch_up(whole=True) == len(raws)
    finally:
        close_folder(folder)


def desk(name: str, servers: MailServers) -> ChannelAccount:
    """A business of its own whose mailbox has that door's name."""
    workspace = create_workspace(name=name, by=Actor.system())
    port = servers.dovecot.imaps
    settings = {"imap_host": "127.0.0.1", "imap_port": port, "imap_user": MAILBOX, "authserv_id": "mx.tokosenja.example"}
    return connect_account(
        workspace=workspace,
        channel="email",
        name="Toko Senja",
        address=f"{name}@{name}.example",
        settings=settings,
        secrets={"imap_password": PASSWORD},
        by=Actor.system(),
    )


def test_every_door_makes_the_same_tickets(transactional_db: None, servers: MailServers) -> None:
    raws = mails()
    assert len(raws) >= 50
    doors = MappingProxyType({"smtp": by_smtp, "lmtp": by_lmtp, "pipe": by_pipe, "http": by_http})
    accounts = {name: desk(name, servers) for name in [*doors, "imap"]}
    for name, send in doors.items():
        send(accounts[name], raws)
    by_imap(accounts["imap"], servers, raws)
    engine().run_pending()
    made = {name: canonical.tickets(account.workspace) for name, account in accounts.items()}
    states = {name: list(_states(account)) for name, account in accounts.items()}
    for name in accounts:
        assert states[name] == states["smtp"], name
        assert len(made[name]) == len(made["smtp"])
        for mine, other in zip(made[name], made["smtp"], strict=True):
            assert _plain(mine, name) == _plain(other, "smtp"), name
        assert list(verify(accounts[name].workspace_id)) == []


def _states(account: ChannelAccount) -> list[tuple[str, str]]:
    return list(Arrival.objects.filter(account=account).order_by("pk").values_list("state", "reason"))


def _plain(ticket: dict[str, object], name: str) -> str:
    """The workspace's own name stands in nothing but its own address."""
    return repr(ticket).replace(f"{name}@{name}.example", "own@own.example")
