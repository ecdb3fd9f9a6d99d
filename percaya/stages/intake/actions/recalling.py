"""Asking a vendor for what it could not tell: the webhook was off, or we were away. What came already is known by its id.

It begins by itself: an alarm of every account rings each few minutes, and one that rings too late says that we were away. When
a channel has been silent for hours the vendor is asked whether that is true.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from percaya.channels.contract import Answer, Parcel
from percaya.channels.contract.abilities import Recalling
from percaya.channels.registry import channels
from percaya.core.journal.alarms import is_set, set_alarm
from percaya.core.journal.jobs import RetryIn, enqueue, task
from percaya.core.workspace import calling, hosts
from percaya.core.workspace.actions.accounts import report_trouble
from percaya.core.workspace.events import AccountChanged, AccountConnected
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.actions.accepting import accept

log = structlog.get_logger(__name__)
DOOR = "recall"
CLOCKS = timedelta(minutes=1)  # vendors tell whole seconds, by clocks of their own
AT_MOST = timedelta(days=7)  # what is older than a vendor's own tries has had its time
EVERY = timedelta(minutes=5)  # the alarm rings
AWAY = timedelta(minutes=15)  # too late: nobody was there to ring it
SILENCE = timedelta(hours=6)  # of a channel, and between two questions about it
MOST = 4 * 1024 * 1024  # bytes of a page
TIMEOUT = 30.0  # seconds


def changed(event: AccountConnected | AccountChanged, event_id: int) -> None:
    """From now on somebody looks back, unless it is done already; paused accounts are left alone until they go on."""
    account = ChannelAccount.objects.select_related("workspace").filter(pk=event.account).first()
    if account is not None and _may_ask(account) and not is_set(_key(account.pk)):
        _set(account, asked=timezone.now())


@task("intake.look_back", queue="inbound", attempts=5)
def look_back(*, account_id: int, due: str, asked: str) -> None:
    """``due``: when it should have rung; ``asked``: when the vendor was last asked. ISO, both."""
    account = ChannelAccount.objects.select_related("workspace").filter(pk=account_id).first()
    if account is None or not _may_ask(account):
        return
    now, last = timezone.now(), datetime.fromisoformat(asked)
    since = _gap(account, datetime.fromisoformat(due), last, now)
    if since is not None and recall_later(account, since=since):
        log.info("looking_back", account=account.pk, since=since.isoformat())
        last = now
    _set(account, asked=last)


def _gap(account: ChannelAccount, due: datetime, asked: datetime, now: datetime) -> datetime | None:
    """Since when something may be missing."""
    if now - due > AWAY:
        return due - EVERY
    heard = account.last_in_at or account.created_at
    return heard if now - heard > SILENCE and now - asked > SILENCE else None


def _set(account: ChannelAccount, *, asked: datetime) -> None:
    due = timezone.now() + EVERY
    args = {"account_id": account.pk, "due": due.isoformat(), "asked": asked.isoformat()}
    set_alarm("intake.look_back", key=_key(account.pk), due_at=due, args=args, workspace_id=account.workspace_id)


def _key(account_id: int) -> str:
    return f"look-back:{account_id}"


def _may_ask(account: ChannelAccount) -> bool:
    return account.is_active and isinstance(channels().get(account.channel), Recalling) and not _is_play(account)


def recall_later(account: ChannelAccount, *, since: datetime | None = None) -> bool:
    """Whether its provider can be asked at all; then it is: for the last days, or since then."""
    if not _may_ask(account):
        return False
    args = {"account_id": account.pk, "since": since.isoformat() if since else ""}
    enqueue("intake.recall", args=args, unique_key=f"recall:{account.pk}", workspace_id=account.workspace_id)
    return True


@task("intake.recall", queue="inbound", attempts=6)
def recall(*, account_id: int, since: str = "") -> int:
    """How many messages the vendor told of; those that we have are repeats and change nothing. Raises ``RetryIn``."""
    account = ChannelAccount.objects.select_related("workspace").filter(pk=account_id, is_active=True).first()
    kind = channels().get(account.channel) if account else None
    if account is None or not isinstance(kind, Recalling):
        return 0
    # Without a moment not since the last arrival: some may have come after the gap.
    begin = max(account.created_at - CLOCKS, timezone.now() - AT_MOST)
    begin = max(begin, datetime.fromisoformat(since) - CLOCKS) if since else begin
    try:
        told = _told(kind, account, begin)
    except ValueError as refused:
        log.warning("not_recalled", account=account.pk, why=str(refused)[:200])
        report_trouble(account.pk, str(refused)[:300])
        return 0
    for raw in told:
        accept(account=account, raw=raw, door=DOOR)
    log.info("recalled", account=account.pk, count=len(told))
    return len(told)


def _told(kind: Recalling, account: ChannelAccount, since: datetime) -> Sequence[bytes]:
    known = facts(account)
    answers: list[Answer] = []
    while isinstance(wanted := kind.recall(known, since, answers), Parcel):
        try:
            said = calling.call(
                wanted.method, wanted.url, headers=wanted.headers, timeout=TIMEOUT, most=MOST,
                public=not known.settings.get("base_url"),
            )  # fmt: skip
        except (calling.Unanswered, hosts.Forbidden) as silence:
            raise RetryIn(120.0, str(silence)) from None
        if said.status >= 500:
            raise RetryIn(120.0, f"the provider said {said.status}")
        answers.append(Answer(code=said.status, body=said.body, headers=said.headers))
    return wanted


def _is_play(account: ChannelAccount) -> bool:
    return account.workspace.is_demo and not calling.is_at_home(str(account.settings.get("base_url") or ""))
