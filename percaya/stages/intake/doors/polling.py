"""Asking vendors that do not tell: a thread for each account whose channel polls (``abilities.Polled``). What they say is kept
first; only then the cursor moves on, so that a crash repeats something rather than skip it (repeats are known again)."""

import threading
import time
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import translation
from django.utils.translation import gettext as _

from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.channels.contract.abilities import Polled, Polling
from percaya.channels.registry import channels
from percaya.core.workspace import calling, hosts
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.actions.accepting import TooLarge, accept
from percaya.stages.intake.doors.staffing import LOOK, Hand, Mark, Staff
from percaya.stages.intake.models import Arrival, PollPlace

log = structlog.get_logger("percaya.doors")
SLICE = 1.0  # seconds at least between two questions when nothing came
TIMEOUT = 45.0  # seconds: vendors may hold a question open until there is something to say


def watch_vendors(stop: threading.Event) -> None:
    """Ask for every active account whose channel polls until ``stop``, taking notice of those that come, change and go."""
    staff().run(stop)


def staff() -> "Staff[Asker]":
    return Staff(lambda: [(account, _mark(account)) for account in polled_accounts()], Asker, patience=5.0)


def polled_accounts() -> list[ChannelAccount]:
    """Active accounts that are to be asked for; in a demo only those whose vendor is a stand-in at home."""
    polling = {key: kind for key, kind in channels().items() if isinstance(kind, Polled)}
    rows = ChannelAccount.objects.select_related("workspace").filter(channel__in=polling, is_active=True).order_by("pk")
    found = []
    for account in rows:
        if account.workspace.is_demo and not calling.is_at_home(str(account.settings.get("base_url") or "")):
            continue
        try:
            if polling[account.channel].polls(facts(account)):
                found.append(account)
        except Exception as error:  # secrets that no longer open: one account must not stop the others
            log.warning("account_not_asked", account=account.pk, error=f"{type(error).__name__}: {error}")
    return found


def ask_once(account: ChannelAccount) -> Polling:
    """One question, and everything that came with its answer kept. Raises ``calling.Unanswered``, ``hosts.Forbidden``, and what
    the disk and the database raise: then the cursor stands where it stood."""
    kind, known = channels()[account.channel], facts(account)
    if not isinstance(kind, Polled):
        raise TypeError(f"{account.channel} does not poll")
    place = PollPlace.objects.filter(account=account).first()
    cursor = place.cursor if place else ""
    said = kind.polled(_asked(kind.poll(known, cursor), known), cursor)

    def move_on(arrival: Arrival | None = None) -> None:
        if said.cursor != cursor:
            PollPlace.objects.update_or_create(account=account, defaults={"cursor": said.cursor})

    for number, raw in enumerate(said.arrivals, 1):
        is_last = number == len(said.arrivals)
        try:
            accept(account=account, raw=raw, door="poll", also=move_on if is_last else lambda arrival: None)
        except TooLarge:  # never will fit: it must not stand in the way of all that follow
            log.warning("arrival_too_large", account=account.pk, size=len(raw))
            if is_last:
                move_on()
    if not said.arrivals:
        move_on()
    return said


def _asked(parcel: Parcel, account: AccountFacts) -> Answer:
    base = str(account.settings.get("base_url") or "")
    answered = calling.call(
        parcel.method, parcel.url, body=parcel.body, headers=parcel.headers, timeout=TIMEOUT,
        most=settings.PERCAYA_MAX_MAIL, public=not base,
    )  # fmt: skip
    text = answered.body[:400].decode("utf-8", "replace")
    return Answer(code=answered.status, text=text, body=answered.body, headers=answered.headers)


def _mark(account: ChannelAccount) -> Mark:
    return (repr(sorted(account.settings.items(), key=repr)), bytes(account.sealed), account.address)


class Asker(Hand):
    """Asks for one account."""

    name = "poll"
    idle = LOOK

    def look_after(self) -> float:
        pause = LOOK
        while not self.stop.is_set() and (pause := self.turn()) <= SLICE:
            self.stop.wait(pause)
        return pause

    def turn(self) -> float:
        """Ask once; seconds until the next time. Never raises."""
        began = time.monotonic()
        try:
            close_old_connections()
            said = ask_once(self.account)
        except Exception as error:
            self._failed(error)
            return self.pause()
        self.report(said.trouble)
        if said.trouble:
            self.failures += 1
            return max(said.wait, self.pause())
        self.failures = 0
        is_quiet = not said.arrivals and time.monotonic() - began < SLICE
        return max(said.wait, SLICE if is_quiet else 0.0)

    def _failed(self, error: Exception) -> None:
        self.failures += 1
        log.warning("vendor_not_asked", account=self.account.pk, error=f"{type(error).__name__}: {error}", tries=self.failures)
        with translation.override(self.account.workspace.language):
            self.report(_sentence(error, self.account))
        if isinstance(error, DatabaseError):
            connection.close()


def _sentence(error: Exception, account: ChannelAccount) -> str:
    where = urlsplit(str(account.settings.get("base_url") or "")).hostname or account.name
    if isinstance(error, hosts.Forbidden):
        return _("%(host)s may not be asked. Nothing was sent to it; enter another address.") % {"host": where}
    if isinstance(error, calling.Unanswered):
        return _("%(host)s does not answer. Nothing is lost; we keep trying.") % {"host": where}
    said = {"host": where, "why": type(error).__name__}
    return _("Asking %(host)s for news failed (%(why)s). Nothing is lost; we keep trying.") % said
