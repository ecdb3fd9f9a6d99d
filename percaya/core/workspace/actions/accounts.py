"""Channel accounts: connecting, changing, pausing, and how they fare."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace import seal
from percaya.core.workspace.events import AccountChanged, AccountConnected, AccountDisconnected
from percaya.core.workspace.models import ChannelAccount, Team, Workspace


@transaction.atomic
def connect_account(
    *,
    workspace: Workspace,
    channel: str,
    name: str,
    address: str = "",
    settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    team: Team | None = None,
    by: Actor,
) -> ChannelAccount:
    """Connect a channel. Raises ``ValidationError`` when the address is another account's."""
    account = ChannelAccount(
        workspace=workspace,
        channel=channel,
        name=name.strip()[:120] or address,
        address=address.strip().lower(),
        settings=dict(settings or {}),
        sealed=seal.seal(secrets or {}),
        team=team,
    )
    _save(account)
    record(AccountConnected(workspace_id=workspace.pk, account=account.pk, channel=channel), by=by)
    return account


@transaction.atomic
def change_account(
    *, account: ChannelAccount, by: Actor, secrets: Mapping[str, str] | None = None, **changes: Any
) -> ChannelAccount:
    """Set columns; ``settings`` replaces the plain settings, ``secrets`` only the secrets it names (blank keeps)."""
    for key, value in changes.items():
        setattr(account, key, value)
    given = {key: value for key, value in (secrets or {}).items() if value}
    if given:
        account.sealed = seal.seal({**seal.unseal(account.sealed), **given})
    _save(account)
    what = (*sorted(changes), *(f"secret {key}" for key in sorted(given)))
    record(AccountChanged(workspace_id=account.workspace_id, account=account.pk, what=what), by=by)
    return account


@transaction.atomic
def disconnect_account(*, account: ChannelAccount, by: Actor) -> None:
    """Let go of a channel for good: its keys are forgotten and its address is free again. Tickets and what was said in them
    stay, under its name."""
    account.is_active, account.sealed, account.address = False, b"", ""
    account.disconnected_at, account.trouble, account.trouble_at = timezone.now(), "", None
    account.alarm, account.alarm_at = "", None
    account.save()
    record(AccountDisconnected(workspace_id=account.workspace_id, account=account.pk, channel=account.channel), by=by)


@transaction.atomic
def note_facts(account_id: int, facts: Mapping[str, Any]) -> None:
    """Keep what the provider says of an account (its name, quality, limit, when the key ends) among its plain settings. Health,
    not history: nothing is recorded."""
    account = ChannelAccount.objects.select_for_update(of=("self",), no_key=True).filter(pk=account_id).first()
    if account is not None:
        account.settings = {**account.settings, **facts}
        account.save(update_fields=["settings"])


def report_alarm(account_id: int, alarm: str) -> None:
    """Note what the provider warns of ("" when a person has seen to it). Unlike ``trouble`` it does not go away by itself."""
    rows = ChannelAccount.objects.filter(pk=account_id).exclude(alarm=alarm[:300])
    rows.update(alarm=alarm[:300], alarm_at=timezone.now() if alarm else None)


def report_trouble(account_id: int, trouble: str) -> None:
    """Note what is wrong with an account now ("" for well). Health, not history: nothing is recorded."""
    rows = ChannelAccount.objects.filter(pk=account_id).exclude(trouble=trouble[:300])
    rows.update(trouble=trouble[:300], trouble_at=timezone.now() if trouble else None)


def report_milestone(account_id: int, word: str) -> None:
    """Note that something happened to an account for the first time: "saved", "checked", "handshake", "inbound", "outbound",
    "templates". Later times change nothing and cost one read."""
    rows = ChannelAccount.objects.filter(pk=account_id)
    if word in (rows.values_list("milestones", flat=True).first() or {}):
        return
    with transaction.atomic():
        account = rows.select_for_update(of=("self",), no_key=True).only("milestones").first()
        if account is not None and word not in account.milestones:
            rows.update(milestones={**account.milestones, word: timezone.now().isoformat()})


def report_traffic(account_id: int, *, inbound: bool, known: datetime | None = None) -> None:
    """Note that something came in or went out just now (at most once a minute, to spare writes). ``known``: what the caller
    has read of that, for none."""
    column = "last_in_at" if inbound else "last_out_at"
    now = timezone.now()
    if known is not None and known > now - timedelta(minutes=1):
        return
    stale = ChannelAccount.objects.filter(pk=account_id).exclude(**{f"{column}__gt": now - timedelta(minutes=1)})
    stale.update(**{column: now})


def _save(account: ChannelAccount) -> None:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise ValidationError(_("This address already belongs to a connected channel.")) from None
