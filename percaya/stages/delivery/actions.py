"""Getting a message out: claimed, looked at, tried, and its outcome written down as it is."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from percaya.channels.contract import OutcomeKind
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import task
from percaya.core.people.actions.contacts import set_reachability
from percaya.core.people.models import Handle
from percaya.core.tickets.actions.deliveries import begin_sending, send_again
from percaya.core.tickets.models import Delivery, Message
from percaya.core.workspace.calling import is_at_home
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.delivery.holding import hold_back, queue, waits_behind
from percaya.stages.delivery.in_place import put_in_place, stands_in_place
from percaya.stages.delivery.models import Attempt
from percaya.stages.delivery.parts import going_on
from percaya.stages.delivery.steps import external_ids, forget_for_resend
from percaya.stages.delivery.trying import TRIES, mark, try_out
from percaya.stages.delivery.ways import way_out

__all__ = ["TRIES", "resend", "send"]


@task("delivery.send", queue="outbound", attempts=TRIES + 5)
def send(*, message_id: int, event_id: int | None = None) -> None:
    """Send one message, unless it was taken back. Raises ``RetryIn`` when another try may help."""
    message = begin_sending(message_id=message_id) or going_on(message_id)
    if message is not None:
        with translation.override(message.ticket.workspace.language):  # reasons are read by the people of the desk
            _send(message)


def _send(message: Message) -> None:
    kind, account = way_out(message.workspace_id, message.channel, message.account)
    if message.ticket.workspace.is_demo and not _leads_home(account):
        mark(message, Delivery.SENT, reason=_("Demo: nothing really leaves the house."), code="demo")
    elif account is not None and stands_in_place(message, kind, account):
        put_in_place(message, kind, account)
    elif _may_have_left(message):
        reason = _("We were interrupted while sending and cannot tell whether it arrived.")
        mark(message, Delivery.UNKNOWN, reason=reason, of_part=bool(external_ids(message)))
    elif account is None or account.disconnected_at is not None:
        reason = _("No channel is connected that could carry this reply.")
        mark(message, Delivery.FAILED, reason=reason, code="no-account")
    elif not account.is_active:
        hold_back(
            message, account, reason=_("This channel is paused. The message waits and leaves when it goes on."), code="paused"
        )
    elif before := waits_behind(message, account):
        hold_back(message, account, reason=before.message.delivery_reason, code=before.message.delivery_code, word=before.word)
    else:
        try_out(message, kind, account)


@transaction.atomic
def resend(*, message: Message, by: Actor) -> bool:
    """Send a failed or unknown message once more, on a person's word; addresses that bounced get another chance."""
    if not send_again(message=message, by=by):
        return False
    Attempt.objects.filter(message=message, phase="handed").update(phase="ended", outcome=OutcomeKind.UNKNOWN)
    forget_for_resend(message)
    values = [one["value"] for key in ("to", "cc") for one in message.addressed.get(key, [])]
    own = Handle.objects.filter(contact_id=message.ticket.contact_id)
    others = Handle.objects.filter(workspace_id=message.workspace_id, value__in=values)
    for handle in (own | others).exclude(unreachable=""):
        set_reachability(handle=handle, unreachable="", by=by)
    queue(message)
    return True


def _leads_home(account: ChannelAccount | None) -> bool:
    """A demo's account whose vendor is a stand-in on this machine: there it is really carried."""
    base = str(account.settings.get("base_url") or "") if account else ""
    return bool(base) and is_at_home(base)


def _may_have_left(message: Message) -> bool:
    """An earlier try was cut off after the bytes were handed over: sending again might say it twice."""
    return Attempt.objects.filter(message=message, phase="handed").exists()
