"""Asking a vendor for what it could not tell: the webhook was off, or we were away. What came already is known by its id."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from percaya.channels.contract import Answer, Parcel
from percaya.channels.contract.abilities import Recalling
from percaya.channels.registry import channels
from percaya.core.journal.jobs import RetryIn, enqueue, task
from percaya.core.workspace import calling, hosts
from percaya.core.workspace.actions.accounts import report_trouble
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.actions.accepting import accept

log = structlog.get_logger(__name__)
DOOR = "recall"
CLOCKS = timedelta(minutes=1)  # vendors tell whole seconds, by clocks of their own
AT_MOST = timedelta(days=7)  # what is older than a vendor's own tries has had its time
MOST = 4 * 1024 * 1024  # bytes of a page
TIMEOUT = 30.0  # seconds


def recall_later(account: ChannelAccount) -> bool:
    """Whether its provider can be asked at all; then it is."""
    if not isinstance(channels().get(account.channel), Recalling) or not account.is_active or _is_play(account):
        return False
    args = {"account_id": account.pk}
    enqueue("intake.recall", args=args, unique_key=f"recall:{account.pk}", workspace_id=account.workspace_id)
    return True


@task("intake.recall", queue="inbound", attempts=6)
def recall(*, account_id: int) -> int:
    """How many messages the vendor told of; those that we have are repeats and change nothing. Raises ``RetryIn``."""
    account = ChannelAccount.objects.select_related("workspace").filter(pk=account_id, is_active=True).first()
    kind = channels().get(account.channel) if account else None
    if account is None or not isinstance(kind, Recalling):
        return 0
    now = timezone.now()
    since = max(account.created_at - CLOCKS, now - AT_MOST)  # not since the last arrival: some may have come after the gap
    try:
        told = _told(kind, account, since)
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
