"""What a provider tells of an account: templates that were paused, the quality of a number, limits, warnings."""

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from percaya.channels.contract import NewsKind
from percaya.channels.contract.abilities import Templated
from percaya.channels.registry import channels
from percaya.core.tickets.events import DeliveryChanged
from percaya.core.tickets.models import Delivery, Message
from percaya.core.workspace.actions.accounts import note_facts, report_alarm
from percaya.core.workspace.events import AccountDisconnected, AccountNews
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.holding import release
from percaya.stages.delivery.models import ChannelTemplate, Failure
from percaya.stages.delivery.templates import sync_later

_BAD = ("paused", "disabled", "rejected")
_KEPT = timedelta(days=30)


def heard(event: AccountNews, event_id: int) -> None:
    """Keep it where it is shown; what a person must see to becomes the account's alarm."""
    account = ChannelAccount.objects.select_related("workspace").filter(pk=event.account, disconnected_at=None).first()
    if account is None:
        return
    with translation.override(account.workspace.language):  # read by the people of the desk
        match event.news:
            case NewsKind.TEMPLATE | NewsKind.QUALITY if event.name:
                _of_template(account, event)
            case NewsKind.QUALITY:
                note_facts(account.pk, {"quality": event.state})
                if event.state == "red":
                    report_alarm(
                        account.pk, _("The provider rates this channel's quality as low. Write less of what nobody asked for.")
                    )
            case NewsKind.LIMIT:
                note_facts(account.pk, {"limit": event.state})
            case NewsKind.ROLE:
                note_facts(account.pk, {"thread_role": event.state})
            case NewsKind.ALARM:
                reason = event.reason or event.state
                report_alarm(account.pk, _("The provider warns: %(reason)s. Look at the account there.") % {"reason": reason})


def left(event: AccountDisconnected, event_id: int) -> None:
    """Nothing can carry what still waits: it says so, on the message."""
    release(event.account)


def note_failure(event: DeliveryChanged, event_id: int) -> None:
    """What did not arrive is listed with its account; older news go."""
    if event.state not in (Delivery.FAILED, Delivery.UNKNOWN):
        return
    account_id = Message.objects.filter(pk=event.message).values_list("account_id", flat=True).first()
    if account_id is not None:
        now = timezone.now()
        defaults = {"workspace_id": event.workspace_id, "account_id": account_id, "at": now}
        Failure.objects.update_or_create(message_id=event.message, defaults=defaults)
        Failure.objects.filter(account_id=account_id, at__lt=now - _KEPT).delete()


def _of_template(account: ChannelAccount, event: AccountNews) -> None:
    rows = ChannelTemplate.objects.filter(account=account, name=event.name)
    rows = rows.filter(language=event.language) if event.language else rows
    is_state = event.news == NewsKind.TEMPLATE
    changes = {"state": event.state[:16], "reason": event.reason[:300]} if is_state else {"quality": event.state[:16]}
    if not rows.update(**changes) and isinstance(channels().get(account.channel), Templated):
        sync_later(account)
    if is_state and event.state in _BAD:
        facts = {"name": event.name, "state": template_state(event.state), "reason": event.reason or "–"}
        said = _("Template “%(name)s” is %(state)s by the provider (%(reason)s). Choose another one, or mend it there.")
        report_alarm(account.pk, said % facts)


def template_state(state: str) -> str:
    """A template's state as people read it."""
    words = {
        "approved": _("approved"), "pending": _("in review"), "rejected": _("rejected"), "paused": _("paused"),
        "disabled": _("turned off"),
    }  # fmt: skip
    return words.get(state, state)
