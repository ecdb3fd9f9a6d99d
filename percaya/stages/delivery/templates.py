"""Approved templates as the provider keeps them: fetched page by page, and kept up with what it tells in between."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.channels.contract.abilities import Templated, TemplateFacts
from percaya.channels.registry import channels
from percaya.core.journal.alarms import set_alarm
from percaya.core.journal.jobs import RetryIn, enqueue, task
from percaya.core.workspace.actions.accounts import report_milestone
from percaya.core.workspace.calling import is_at_home
from percaya.core.workspace.events import AccountConnected
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.carriers import carry
from percaya.stages.delivery.models import ChannelTemplate

log = structlog.get_logger(__name__)
EVERY = timedelta(days=1)
_PAGES = 100  # more than any account keeps; a vendor that never comes to an end is not followed


class NotSynced(Exception):
    """The provider did not give its templates; the message says why, and what we had stays."""


@task("delivery.sync_templates", attempts=5)
def sync_templates(*, account_id: int) -> None:
    """Once a day, when the account is connected, when its keys were tried, and when the provider speaks of a template that we do
    not know."""
    account = ChannelAccount.objects.select_related("workspace").filter(pk=account_id, disconnected_at=None).first()
    if account is None or not account.is_active or not isinstance(channels().get(account.channel), Templated):
        return
    set_alarm(
        "delivery.sync_templates", key=f"templates:{account.pk}", due_at=timezone.now() + EVERY,
        args={"account_id": account.pk}, workspace_id=account.workspace_id,
    )  # fmt: skip
    try:
        with translation.override(account.workspace.language):
            sync_now(account)
    except NotSynced as trouble:
        raise RetryIn(600, str(trouble)) from None


def connected(event: AccountConnected, event_id: int) -> None:
    """Templates are there from the first day on; where something is missing that the question needs, they come with the check of
    the keys."""
    account = ChannelAccount.objects.select_related("workspace").filter(pk=event.account, is_active=True).first()
    kind = channels().get(account.channel) if account else None
    if account is None or not isinstance(kind, Templated) or _is_play(account):
        return
    known = facts(account)
    try:
        can_ask = bool(known.secrets) and kind.list_templates(known, ())
    except ValueError:
        return
    if can_ask:
        sync_later(account)


def sync_later(account: ChannelAccount) -> None:
    args = {"account_id": account.pk}
    enqueue("delivery.sync_templates", args=args, unique_key=f"templates:{account.pk}", workspace_id=account.workspace_id)


def sync_now(account: ChannelAccount) -> int:
    """Fetch them all and keep them in place of what we had; how many. Raises ``NotSynced``."""
    kind = channels()[account.channel]
    if not isinstance(kind, Templated):
        raise NotSynced(_("This channel has no templates."))
    if _is_play(account):
        raise NotSynced(_("Demo: nothing really leaves the house."))
    found = _fetched(kind, facts(account))
    _keep(account, found)
    report_milestone(account.pk, "templates")
    log.info("templates_synced", account=account.pk, count=len(found))
    return len(found)


def _fetched(kind: Templated, known: AccountFacts) -> tuple[TemplateFacts, ...]:
    answers: list[Answer] = []
    try:
        for _page in range(_PAGES):
            wanted = kind.list_templates(known, answers)
            if not isinstance(wanted, Parcel):
                return wanted
            answers.append(carry(wanted, known, lambda: None))
    except ValueError as refused:
        raise NotSynced(_("The provider did not give its templates (%(why)s). What we had stays.") % {"why": refused}) from None
    raise NotSynced(_("The provider's list of templates has no end. What we had stays."))


@transaction.atomic
def _keep(account: ChannelAccount, found: tuple[TemplateFacts, ...]) -> None:
    now = timezone.now()
    for one in found:
        ChannelTemplate.objects.update_or_create(
            account=account, name=one.name[:512], language=one.language[:16],
            defaults={
                "workspace_id": account.workspace_id, "category": one.category[:24], "state": one.state[:16],
                "quality": one.quality[:16], "reason": one.reason[:300], "header": one.header,
                "header_kind": one.header_kind[:12], "body": one.body, "footer": one.footer,
                "buttons": [dict(button) for button in one.buttons], "blanks": list(one.blanks),
                "examples": dict(one.examples), "external_id": one.external_id[:120], "synced_at": now,
            },
        )  # fmt: skip
    ChannelTemplate.objects.filter(account=account, synced_at__lt=now).delete()


def _is_play(account: ChannelAccount) -> bool:
    """A demo's account without a stand-in: nothing of it leaves the house."""
    return account.workspace.is_demo and not is_at_home(str(account.settings.get("base_url") or ""))
