"""Watching IMAP mailboxes: a thread for each account, told of new mail by IDLE, looking for itself behind that.

Nothing in a mailbox is ever deleted or moved; nothing is marked as read unless the account says so.
"""

import random
import threading
import time
from dataclasses import dataclass, field

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils import translation

from percaya.core.workspace.actions.accounts import report_trouble
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.doors.keeping import CHANNEL
from percaya.stages.intake.doors.ledger import Ledger
from percaya.stages.intake.doors.mailbox import Folder, close_folder, open_folder
from percaya.stages.intake.doors.trouble import sentence
from percaya.stages.intake.doors.turns import my_turn

log = structlog.get_logger("percaya.doors")
LOOK = 10.0  # seconds until a new, changed or paused account is noticed
POLL = 60.0  # seconds between looks that nobody asked for; servers forget to say things
WHOLE = 300.0  # seconds between comparisons of the whole folder with the ledger
REOPEN = 1500.0  # seconds a connection lasts (RFC 2177: idle less than 29 minutes)
SLICE = 1.0  # seconds in which a stop is noticed
LONGEST = 300.0  # seconds between tries to reconnect


def watch_mailboxes(stop: threading.Event) -> None:
    """Watch every active mailbox until ``stop``, taking notice of those that come, change and go."""
    watched: dict[int, Watcher] = {}
    while not stop.is_set():
        try:
            _staff(watched)
        except DatabaseError as error:
            log.warning("mailboxes_not_listed", error=str(error))
            connection.close()
        stop.wait(LOOK)
    for watcher in watched.values():
        watcher.stop.set()
    for watcher in watched.values():
        watcher.thread.join(30.0)


def _staff(watched: dict[int, "Watcher"]) -> None:
    close_old_connections()
    rows = ChannelAccount.objects.filter(channel=CHANNEL, is_active=True, workspace__is_demo=False)
    wanted = {account.pk: account for account in rows.select_related("workspace") if account.settings.get("imap_host")}
    for pk, watcher in list(watched.items()):
        if pk not in wanted or watcher.mark != _mark(wanted[pk]):
            watcher.stop.set()
            if not watcher.thread.is_alive():
                del watched[pk]
        elif not watcher.thread.is_alive():
            del watched[pk]
    for pk, account in wanted.items():
        if pk not in watched:
            watched[pk] = Watcher(account, _mark(account))
            watched[pk].thread.start()


def _mark(account: ChannelAccount) -> tuple[object, ...]:
    """What a watcher must begin anew for when it changes."""
    own = sorted((key, str(value)) for key, value in account.settings.items() if key.startswith("imap_"))
    return (tuple(own), bytes(account.sealed), account.address)


@dataclass
class Watcher:
    """One mailbox, until told to stop."""

    account: ChannelAccount
    mark: tuple[object, ...]
    stop: threading.Event = field(default_factory=threading.Event)
    failures: int = 0
    said: str | None = None  # the trouble we reported last; None: we do not know what stands there

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run, name=f"imap-{self.account.pk}", daemon=True)

    def _run(self) -> None:
        try:
            while not self.stop.is_set():
                with my_turn(self.account.pk) as mine:
                    if mine:
                        self._watch_once()
                if not self.stop.is_set():
                    self.stop.wait(self._pause())
        finally:
            connection.close()

    def _watch_once(self) -> None:
        try:
            close_old_connections()
            folder = open_folder(facts(self.account))
            try:
                self._follow(folder)
            finally:
                close_folder(folder)
        except Exception as error:
            self.failures += 1
            self._report(error)

    def _follow(self, folder: Folder) -> None:
        ledger = Ledger(self.account, folder)
        opened = time.monotonic()
        compared = float("-inf")
        while not self.stop.is_set() and time.monotonic() - opened < REOPEN:
            close_old_connections()
            whole = time.monotonic() - compared > WHOLE
            ledger.catch_up(whole=whole, go_on=lambda: not self.stop.is_set())
            compared = time.monotonic() if whole else compared
            self._well()
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

    def _pause(self) -> float:
        """Seconds until the next connection: at once after a good one, growing after failures."""
        if not self.failures:
            return SLICE
        return min(LONGEST, 2.0 ** min(self.failures, 9)) * random.uniform(0.8, 1.2)  # noqa: S311 (not a secret)

    def _well(self) -> None:
        self.failures = 0
        if self.said != "":
            report_trouble(self.account.pk, "")
            self.said = ""

    def _report(self, error: Exception) -> None:
        host = str(self.account.settings.get("imap_host"))
        log.warning("mailbox_failed", account=self.account.pk, error=f"{type(error).__name__}: {error}", tries=self.failures)
        with translation.override(self.account.workspace.language):
            self.said = sentence(error, host)
        try:
            report_trouble(self.account.pk, self.said)
        except DatabaseError:
            connection.close()
