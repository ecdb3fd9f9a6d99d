"""Keys that end by themselves are renewed long before: looked at once a day, with a warning while there is still time to act."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.channels.contract import AccountFacts
from percaya.channels.contract.abilities import Renewal, Renewing
from percaya.channels.registry import channels
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import set_alarm
from percaya.core.journal.jobs import enqueue, task
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.workspace.actions.accounts import change_account, note_facts, report_alarm, report_trouble
from percaya.core.workspace.calling import is_at_home
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.core.workspace.seal import fingerprint
from percaya.stages.delivery.carriers import carry
from percaya.stages.delivery.words import sentence

log = structlog.get_logger(__name__)
EVERY = timedelta(days=1)
EARLY = timedelta(days=30)  # before the end: so many days are left to try again, and then to call a person
ALARM = timedelta(days=14)  # before the end, when it still has not been renewed
ENDS, OF = "token_expires_at", "token_expires_of"  # among the account's settings: when, and of which key


def renew_later(account: ChannelAccount) -> None:
    """Its keys were just tried, and are well."""
    if isinstance(channels().get(account.channel), Renewing):
        args = {"account_id": account.pk}
        enqueue("delivery.renew_keys", args=args, unique_key=f"renew:{account.pk}", workspace_id=account.workspace_id)


@task("delivery.renew_keys", attempts=5)
def renew_keys(*, account_id: int) -> None:
    """Once a day, and when the keys were tried. A key whose end nobody has told yet is renewed at once: then it is known."""
    account = ChannelAccount.objects.select_related("workspace").filter(pk=account_id, disconnected_at=None).first()
    kind = channels().get(account.channel) if account else None
    if account is None or not isinstance(kind, Renewing):
        return
    if account.workspace.is_demo and not is_at_home(str(account.settings.get("base_url") or "")):
        return
    known = facts(account)
    if kind.ask_renewal(known) is None:
        return
    set_alarm(
        "delivery.renew_keys", key=f"renew:{account.pk}", due_at=timezone.now() + EVERY, args={"account_id": account.pk},
        workspace_id=account.workspace_id,
    )  # fmt: skip
    ends_at = _ends(account, known)
    if ends_at is not None and ends_at - timezone.now() > EARLY:
        return
    with translation.override(account.workspace.language):
        _renew(kind, account, known, ends_at)


def _ends(account: ChannelAccount, known: AccountFacts) -> datetime | None:
    """As far as it was said of this very key: somebody may have entered another one meanwhile."""
    at = parse_datetime(str(account.settings.get(ENDS) or ""))
    if account.settings.get(OF) == _mark(known.secrets):
        return at if at is not None and at.tzinfo is not None else None
    if at is not None:
        note_facts(account.pk, {ENDS: "", OF: ""})
        account.refresh_from_db()
    return None


def _mark(secrets: Mapping[str, str]) -> str:
    """Tells one key from another, and nothing of either."""
    return fingerprint(secrets.get("access_token", ""))[:16]


def _renew(kind: Renewing, account: ChannelAccount, known: AccountFacts, ends_at: datetime | None) -> None:
    parcel = kind.ask_renewal(known)
    if parcel is None:
        return
    renewal = kind.renewal_in(carry(parcel, known, lambda: None))
    if not renewal.secrets or renewal.ends_in is None:
        _failed(account, renewal, ends_at)
        return
    until = timezone.now() + timedelta(seconds=renewal.ends_in)
    settings = {**account.settings, ENDS: until.isoformat(), OF: _mark({**known.secrets, **renewal.secrets})}
    change_account(account=account, by=Actor.system(), secrets=renewal.secrets, settings=settings)
    log.info("keys_renewed", account=account.pk)
    if account.alarm_at is not None and account.alarm.startswith(_beginning()):
        report_alarm(account.pk, "")


def _failed(account: ChannelAccount, renewal: Renewal, ends_at: datetime | None) -> None:
    """Said while a person can still do something about it; a key that opens nothing any more is trouble at once."""
    now = timezone.now()
    log.warning("keys_not_renewed", account=account.pk, why=renewal.said[:200])
    if renewal.is_dead or (ends_at is not None and ends_at <= now):
        report_trouble(account.pk, f"{sentence('token-expired')} ({renewal.said})"[:300])
    elif ends_at is not None and ends_at - now <= ALARM:
        when = day_and_time(ends_at, account.workspace.time_zone, account.workspace.language)
        said = _("It ends on %(when)s. Enter a new one before that; until then everything goes on. (%(why)s)")
        report_alarm(account.pk, f"{_beginning()} {said % {'when': when, 'why': renewal.said}}"[:300])


def _beginning() -> str:
    return _("The channel's key could not be renewed.")
