"""A real mailbox watched: everything comes in once, whatever happens to it there, and it is left as it was."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from percaya.core.journal import blobs
from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.accounts import change_account
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.actions import process
from percaya.stages.intake.doors import imap, staffing
from percaya.stages.intake.doors.checking import check_incoming
from percaya.stages.intake.doors.ledger import Ledger
from percaya.stages.intake.doors.mailbox import close_folder, open_folder
from percaya.stages.intake.models import Arrival, MailboxPlace
from tests import builders
from tests.cast import Cast
from tests.services.dovecot import PASSWORD
from tests.services.mail import MailServers
from tests.services.tls import issue
from tests.services.waiting import until

pytestmark = pytest.mark.mailservers
DESK = "halo@senja.example"
RAW = builders.raw_mail()


@pytest.fixture
def account(cast: Cast, servers: MailServers) -> ChannelAccount:
    settings = {"imap_host": "127.0.0.1", "imap_port": servers.dovecot.imaps, "imap_security": "tls", "imap_user": DESK}
    secrets = {"imap_password": PASSWORD}
    return change_account(account=cast.senja.email, settings=settings, secrets=secrets, by=Actor.system())


@pytest.fixture
def watch(account: ChannelAccount, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The watching thread, as in the product but quicker to notice."""
    monkeypatch.setattr(staffing, "LOOK", 0.3)
    monkeypatch.setattr(imap, "SLICE", 0.2)
    stop = threading.Event()

    def run() -> None:
        imap.watch_mailboxes(stop)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    stop.set()
    thread.join(60)
    assert not thread.is_alive()


def deliver(servers: MailServers, raw: bytes = RAW, folder: str = "INBOX", at: datetime | None = None) -> None:
    with servers.dovecot.box(DESK) as box:
        if not box.folder.exists(folder):
            box.folder.create(folder)
        box.append(raw, folder, dt=at)


def look(account: ChannelAccount, *, whole: bool = True) -> int:
    """One pass over the folder; how many came in."""
    folder = open_folder(facts(account))
    try:
        return Ledger(account, folder).catch_up(whole=whole)
    finally:
        close_folder(folder)


def sources() -> list[bytes]:
    return [blobs.store().read(sha) for sha in Arrival.objects.order_by("pk").values_list("sha256", flat=True)]


def test_a_mail_comes_in_byte_for_byte(account: ChannelAccount, servers: MailServers) -> None:
    deliver(servers)
    assert look(account) == 1
    assert sources() == [RAW]
    assert Arrival.objects.get().door == "imap"
    place = MailboxPlace.objects.get()
    assert place.arrival == Arrival.objects.get() and place.folder == "INBOX"


def test_looking_again_takes_nothing_again(account: ChannelAccount, servers: MailServers) -> None:
    deliver(servers)
    assert [look(account), look(account), look(account, whole=False)] == [1, 0, 0]


def test_a_mail_moved_away_and_back_is_no_new_mail(account: ChannelAccount, servers: MailServers) -> None:
    deliver(servers)
    look(account)
    with servers.dovecot.box(DESK) as box:
        box.folder.create("Arsip")
        box.move(box.uids(), "Arsip")
        box.folder.set("Arsip")
        box.move(box.uids(), "INBOX")
        box.folder.set("INBOX")
        box.copy(box.uids(), "INBOX")
    assert look(account) == 0
    assert Arrival.objects.count() == 1
    assert MailboxPlace.objects.count() == 3  # every place it was seen at
    with servers.dovecot.box(DESK) as box:
        box.folder.delete("Arsip")


def test_new_numbers_for_the_whole_folder_repeat_nothing(account: ChannelAccount, servers: MailServers) -> None:
    """UIDVALIDITY changes when a server is moved or a folder is made anew."""
    change_account(account=account, settings={**account.settings, "imap_folder": "Desk"}, by=Actor.system())
    deliver(servers, folder="Desk")
    look(account)
    with servers.dovecot.box(DESK) as box:
        box.folder.delete("Desk")
    deliver(servers, folder="Desk")
    deliver(servers, builders.raw_mail(message_id="<dua@contoh.example>"), folder="Desk")
    assert look(account) == 1
    assert len(set(MailboxPlace.objects.values_list("uid_validity", flat=True))) == 2
    with servers.dovecot.box(DESK) as box:
        box.folder.delete("Desk")


def test_a_mail_that_was_missed_is_found(account: ChannelAccount, servers: MailServers) -> None:
    for number in range(3):
        deliver(servers, builders.raw_mail(message_id=f"<{number}@contoh.example>"))
    look(account)
    missed = MailboxPlace.objects.order_by("uid")[1]
    assert missed.arrival is not None
    missed.arrival.delete()
    missed.delete()
    assert look(account, whole=False) == 0
    assert look(account, whole=True) == 1


def test_the_mailbox_is_left_as_it_was(account: ChannelAccount, servers: MailServers) -> None:
    deliver(servers)
    look(account)
    with servers.dovecot.box(DESK) as box:
        (mail,) = box.fetch(mark_seen=False)
        assert "\\Seen" not in mail.flags
    change_account(account=account, settings={**account.settings, "imap_mark_seen": True}, by=Actor.system())
    deliver(servers, builders.raw_mail(message_id="<dua@contoh.example>"))
    look(account)
    with servers.dovecot.box(DESK) as box:
        assert ["\\Seen" in mail.flags for mail in box.fetch(mark_seen=False)] == [False, True]


def test_history_makes_no_tickets(account: ChannelAccount, servers: MailServers) -> None:
    """Connecting a mailbox of ten years must not thank its customers for letters long answered."""
    deliver(servers, at=datetime.now(UTC) - timedelta(days=30))
    deliver(servers, builders.raw_mail(message_id="<baru@contoh.example>"), at=datetime.now(UTC) - timedelta(days=2))
    assert look(account) == 1
    assert look(account) == 0


def test_of_a_mail_too_large_the_ticket_says_where_it_is(cast: Cast, account: ChannelAccount, servers: MailServers) -> None:
    deliver(servers, builders.raw_mail(text="x " * 2_000_000, subject="Foto barang rusak"))
    with override_settings(PERCAYA_MAX_MAIL=1024 * 1024):
        assert look(account) == 1
        assert look(account) == 0
    done = process(arrival_id=Arrival.objects.get().pk)
    done.refresh_from_db()
    assert done.ticket is not None and done.message is not None
    assert done.ticket.subject == "Foto barang rusak" and done.ticket.contact == cast.rina
    assert "masih utuh" in done.message.body_text and "3 MB" in done.message.body_text


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_every_kind_of_connection(account: ChannelAccount, servers: MailServers, security: str) -> None:
    port = servers.dovecot.imaps if security == "tls" else servers.dovecot.imap
    changed = {**account.settings, "imap_security": security, "imap_port": port}
    change_account(account=account, settings=changed, by=Actor.system())
    assert check_incoming(account) == ""
    deliver(servers)
    assert look(account) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_gets_no_password(
    account: ChannelAccount, servers: MailServers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(issue(tmp_path).authority))
    port = servers.dovecot.imaps if security == "tls" else servers.dovecot.imap
    changed = {**account.settings, "imap_security": security, "imap_port": port}
    change_account(account=account, settings=changed, by=Actor.system())
    assert "127.0.0.1" in (check_incoming(account) or "")
    assert not look_fails_to_log_in(servers)


def look_fails_to_log_in(servers: MailServers) -> bool:
    """Whether the server's last word is about a login that was tried."""
    last = (servers.dovecot.home / "dovecot.log").read_text().splitlines()[-1]
    return "auth attempts" in last and "no auth attempts" not in last


def test_each_mistake_has_its_sentence(account: ChannelAccount, servers: MailServers) -> None:
    def said(**changes: object) -> str:
        other = ChannelAccount.objects.select_related("workspace").get(pk=account.pk)
        other.settings = {**other.settings, **changes}
        return check_incoming(other) or ""

    assert "kata sandi" in said(imap_user="tidak.ada@senja.example")
    assert "folder" in said(imap_folder="Tidak Ada")
    assert "TLS" in said(imap_port=servers.dovecot.imap)
    assert "tidak ditemukan" in said(imap_host="tidak-ada.invalid")


def test_new_mail_is_noticed_at_once(account: ChannelAccount, servers: MailServers, watch: None) -> None:
    deliver(servers)
    until(lambda: Arrival.objects.count() == 1, what="the first mail")
    deliver(servers, builders.raw_mail(message_id="<dua@contoh.example>"))
    until(lambda: Arrival.objects.count() == 2, seconds=20, what="the second mail, by IDLE")
    account.refresh_from_db()
    assert account.trouble == ""


def test_a_lost_connection_is_made_again(account: ChannelAccount, servers: MailServers, watch: None) -> None:
    deliver(servers)
    until(lambda: Arrival.objects.count() == 1)
    servers.dovecot.kick()
    deliver(servers, builders.raw_mail(message_id="<dua@contoh.example>"))
    until(lambda: Arrival.objects.count() == 2, seconds=60)


def test_trouble_is_said_and_taken_back(account: ChannelAccount, servers: MailServers, watch: None) -> None:
    change_account(account=account, secrets={"imap_password": "salah"}, by=Actor.system())

    def trouble() -> str:
        account.refresh_from_db()
        return account.trouble

    until(lambda: "menolak" in trouble(), what="the refusal, in the language of the house")
    change_account(account=account, secrets={"imap_password": PASSWORD}, by=Actor.system())
    until(lambda: not trouble(), what="all well again")


def test_accounts_come_and_go_while_it_runs(account: ChannelAccount, servers: MailServers, watch: None) -> None:
    change_account(account=account, is_active=False, by=Actor.system())
    until(lambda: not [t for t in threading.enumerate() if t.name == f"imap-{account.pk}"], what="the paused one to be left")
    deliver(servers)
    threading.Event().wait(1.0)
    assert not Arrival.objects.exists()
    change_account(account=account, is_active=True, by=Actor.system())
    until(lambda: Arrival.objects.count() == 1, what="what came meanwhile")
