"""The lines of this process: begun for the accounts of demo workspaces that ask for a stand-in, served until the process ends."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import structlog
from django.conf import settings
from django.db import close_old_connections

from percaya.channels.contract.abilities import Templated
from percaya.channels.registry import channels
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.accounts import change_account, report_milestone, report_traffic
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.phones.friends import FriendsLine
from percaya.demo.phones.instagram import InstagramLine
from percaya.demo.phones.line import Line
from percaya.demo.phones.past import past
from percaya.demo.phones.telegram import TelegramLine
from percaya.demo.phones.twilio import SmsLine, TwilioWhatsAppLine
from percaya.demo.phones.whatsapp import WhatsAppLine
from percaya.demo.vendors.hooking import Post, over_http
from percaya.stages.delivery.templates import sync_later

log = structlog.get_logger(__name__)
STAND_IN = "stand_in"  # in the settings of an account whose vendor is played on this machine
Kind = (
    type[WhatsAppLine] | type[InstagramLine] | type[TelegramLine] | type[FriendsLine] | type[SmsLine] | type[TwilioWhatsAppLine]
)
_ALL: tuple[Kind, ...] = (WhatsAppLine, InstagramLine, TelegramLine, FriendsLine, SmsLine, TwilioWhatsAppLine)
KINDS: Mapping[str, Kind] = {one.channel: one for one in _ALL}
LOOK = 0.5  # seconds between looks at what customers did
_EVERY = 6  # looks between looks for new accounts
_lines: dict[int, Line] = {}
_lock = threading.Lock()


def line_of(account_id: int) -> Line | None:
    """``None`` where this process serves no such line."""
    return _lines.get(account_id)


def begin(root: str) -> None:
    """Begin what is not yet served; end what is gone. ``root``: our own address, where stand-ins knock."""
    rows = ChannelAccount.objects.filter(workspace__is_demo=True, channel__in=KINDS, is_active=True).select_related("workspace")
    wanted = {one.pk: one for one in rows if one.settings.get(STAND_IN)}
    with _lock:
        for gone in set(_lines) - set(wanted):
            _lines.pop(gone).vendor.stop()
        for pk in set(wanted) - set(_lines):
            _lines[pk] = begun(wanted[pk], root)
            if isinstance(channels()[wanted[pk].channel], Templated):
                sync_later(wanted[pk])
        for line in _lines.values():
            recall(line)


def recall(line: Line) -> None:
    """Let it know what the tickets hold by now."""
    line.recall(past(line.account, line.handles))


def end() -> None:
    with _lock:
        while _lines:
            _lines.popitem()[1].vendor.stop()


def tell(post: Post = over_http) -> None:
    """All that customers did knocks at our door."""
    for line in list(_lines.values()):
        line.tell(post)


def run(stop: threading.Event) -> None:
    """The service: until the process ends."""
    root, count = f"http://127.0.0.1:{os.environ.get('PERCAYA_PORT', '8000')}", 0
    try:
        while not stop.is_set():
            if count % _EVERY == 0:
                close_old_connections()
                begin(root)
            count += 1
            tell()
            stop.wait(LOOK)
    finally:
        end()


def came(account: ChannelAccount) -> None:
    """A customer was heard: the channel's page tells of it."""
    report_traffic(account.pk, inbound=True)
    report_milestone(account.pk, "inbound")


def went(account: ChannelAccount) -> None:
    """The shop has answered."""
    report_traffic(account.pk, inbound=False)
    report_milestone(account.pk, "outbound")


@contextmanager
def served(account: ChannelAccount) -> Iterator[Line]:
    """Its stand-in serves inside; afterwards the account asks nobody again."""
    account.refresh_from_db()
    before, hosts = dict(account.settings), settings.PERCAYA_WEBHOOK_HOSTS
    line = begun(account, "")
    account.refresh_from_db()
    try:
        yield line
    finally:
        line.vendor.stop()
        settings.PERCAYA_WEBHOOK_HOSTS = hosts
        account.refresh_from_db()
        change_account(account=account, settings=before, by=Actor.system())


def begun(account: ChannelAccount, root: str) -> Line:
    """Its stand-in serves, and the account asks there."""
    line = KINDS[account.channel](account)
    line.vendor.start()
    line.lead_to(f"{root}/hooks/{account.channel}/{public_ids.encode('account', account.pk)}")
    host = f"127.0.0.1:{line.vendor.port}"
    settings.PERCAYA_WEBHOOK_HOSTS = [*settings.PERCAYA_WEBHOOK_HOSTS, host]
    change_account(account=account, settings={**account.settings, "base_url": line.vendor.url}, by=Actor.system())
    log.info("stand_in_begun", account=account.pk, port=line.vendor.port)
    return line
