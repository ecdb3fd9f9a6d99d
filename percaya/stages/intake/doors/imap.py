"""Watching IMAP mailboxes: a thread for each account, told of new mail by IDLE, looking for itself behind that.

Nothing in a mailbox is ever deleted or moved; nothing is marked as read unless the account says so.
"""

import threading
import time

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils import translation

from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.doors.keeping import CHANNEL
from percaya.stages.intake.doors.ledger import Ledger
from percaya.stages.intake.doors.mailbox import Folder, close_folder, open_folder
from percaya.stages.intake.doors.staffing import Hand, Mark, Staff
from percaya.stages.intake.doors.trouble import sentence

log = structlog.get_logger("percaya.doors")
POLL = 60.0  # seconds between looks that nobody asked for; servers forget to say things
WHOLE = 300.0  # seconds between comparisons of the whole folder with the ledger
REOPEN = 1500.0  # seconds a connection lasts (RFC 2177: idle less than 29 minutes)
SLICE = 1.0  # seconds in which a stop is noticed


def watch_mailboxes(stop: threading.Event) -> None:
    """Watch every active mailbox until ``stop``, taking notice of those that come, change and go."""
    Staff(_mailboxes, Watcher, patience=30.0).run(stop)


def _mailboxes() -> list[tuple[ChannelAccount, Mark]]:
    rows = ChannelAccount.objects.filter(channel=CHANNEL, is_active=True, workspace__is_demo=False).select_related("workspace")
    return [(account, _mark(account)) for account in rows if account.settings.get("imap_host")]


def _mark(account: ChannelAccount) -> Mark:
    own = sorted((key, str(value)) for key, value in account.settings.items() if key.startswith("imap_"))
    return (tuple(own), bytes(account.sealed), account.address)


class Watcher(Hand):
    """Watches one mailbox."""

    name = "imap"
    idle = SLICE

    def look_after(self) -> float:
        """At once after a good connection, later and later after failures."""
        try:
            close_old_connections()
            folder = open_folder(facts(self.account))
            try:
                self._follow(folder)
            finally:
                close_folder(folder)
        except Exception as error:
            self._failed(error)
        return self.pause() if self.failures else SLICE

    def _follow(self, folder: Folder) -> None:
        ledger = Ledger(self.account, folder)
        opened = time.monotonic()
        compared = float("-inf")
        while not self.stop.is_set() and time.monotonic() - opened < REOPEN:
            close_old_connections()
            whole = time.monotonic() - compared > WHOLE
            ledger.catch_up(whole=whole, go_on=lambda: not self.stop.is_set())
            compared = time.monotonic() if whole else compared
            self.failures = 0
            self.report("")
            if not folder.has_news():
                self._wait(folder)

    def _wait(self, folder: Folder) -> None:
        """Until the server says that something has changed, or it is time to look anyway."""
        end = time.monotonic() + POLL
        if not folder.can_idle:
            while not self.stop.is_set() and time.monotonic() < end:
                self.stop.wait(SLICE)
            folder.box.client.noop()
            return
        with folder.box.idle as idle:
            while not self.stop.is_set() and time.monotonic() < end:
                began = time.monotonic()
                if idle.poll(timeout=SLICE) or time.monotonic() - began < SLICE / 2:
                    break  # news, or the connection is gone (then ending IDLE says so)

    def _failed(self, error: Exception) -> None:
        self.failures += 1
        log.warning("mailbox_failed", account=self.account.pk, error=f"{type(error).__name__}: {error}", tries=self.failures)
        if isinstance(error, DatabaseError):
            connection.close()
        with translation.override(self.account.workspace.language):
            self.report(sentence(error, str(self.account.settings.get("imap_host"))))
