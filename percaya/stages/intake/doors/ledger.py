"""Bringing a folder and its ledger into agreement: what is not in the ledger is fetched and accepted, once.

The arrival and its ledger row are one transaction, so a crash repeats nothing and skips nothing. A mail that was moved
away and back, copied, or got a new UID is known by its bytes.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError

from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.actions.accepting import accept
from percaya.stages.intake.doors.mailbox import Folder, Listed
from percaya.stages.intake.doors.oversize import stand_in
from percaya.stages.intake.models import Arrival, MailboxPlace

log = structlog.get_logger("percaya.doors")
DAYS_BEFORE = 7  # mail older than this when the mailbox was connected is history, and makes no tickets


class Ledger:
    """The ledger of one account's folder as long as a connection lasts."""

    def __init__(self, account: ChannelAccount, folder: Folder) -> None:
        self.account = account
        self.folder = folder
        rows = MailboxPlace.objects.filter(account=account, folder=folder.name, uid_validity=folder.validity)
        self.known = set(rows.values_list("uid", flat=True))

    def catch_up(self, *, whole: bool, go_on: Callable[[], bool] = lambda: True) -> int:
        """Take what is new; ``whole`` looks at every UID, else only at those above the highest known. How many came in."""
        uids = self.folder.uids(0 if whole else max(self.known, default=0))
        missing = [uid for uid in uids if uid not in self.known]
        taken = 0
        for listed in self.folder.listed(missing) if missing else ():
            if not go_on():
                break
            taken += self._take(listed)
        return taken

    def _take(self, listed: Listed) -> bool:
        if self._is_history(listed):
            self._note(listed.uid, sha="", arrival=None)
            return False
        raw = self._raw(listed)
        if raw is None:
            return False  # moved away while we looked; should it come back, it is found then
        sha = hashlib.sha256(raw).hexdigest()
        before = MailboxPlace.objects.filter(account=self.account, sha256=sha).first()
        if before is not None:
            self._note(listed.uid, sha=sha, arrival=before.arrival_id)
            return False
        return self._accept(listed.uid, raw, sha)

    def _accept(self, uid: int, raw: bytes, sha: str) -> bool:
        def enter(arrival: Arrival) -> None:
            MailboxPlace.objects.create(**self._place(uid), sha256=sha, arrival=arrival)

        try:
            arrival = accept(account=self.account, raw=raw, door="imap", also=enter)
        except IntegrityError:  # another process watches the same mailbox and was quicker
            self.known.add(uid)
            return False
        self.known.add(uid)
        log.info("mail_fetched", account=self.account.pk, uid=uid, arrival=arrival.pk)
        if self.account.settings.get("imap_mark_seen"):
            self.folder.mark_seen(uid)
        return True

    def _raw(self, listed: Listed) -> bytes | None:
        if listed.size <= settings.PERCAYA_MAX_MAIL:
            return self.folder.raw(listed.uid)
        head = self.folder.raw(listed.uid, "HEADER")
        return head and stand_in(head, listed.size)

    def _is_history(self, listed: Listed) -> bool:
        days = self.account.settings.get("imap_days_before")
        since = self.account.created_at - timedelta(days=DAYS_BEFORE if days in (None, "") else int(days))
        return listed.delivered_at is not None and listed.delivered_at < since

    def _note(self, uid: int, *, sha: str, arrival: int | None) -> None:
        MailboxPlace.objects.get_or_create(**self._place(uid), defaults={"sha256": sha, "arrival_id": arrival})
        self.known.add(uid)

    def _place(self, uid: int) -> dict[str, Any]:
        return {"account": self.account, "folder": self.folder.name, "uid_validity": self.folder.validity, "uid": uid}
