"""Somebody takes care of an escalation, says when the next word comes, and closes it with words."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import cancel_alarm
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.following import follow
from percaya.core.workspace.models import Member
from percaya.stages.escalation.actions.reminding import cancel_reminder, set_reminder
from percaya.stages.escalation.actions.stepping import key_of
from percaya.stages.escalation.events import EscalationAcknowledged, EscalationClosed
from percaya.stages.escalation.models import Escalation
from percaya.stages.escalation.queries import forget_open


@transaction.atomic
def acknowledge(*, escalation: Escalation, member: Member, next_update_at: datetime | None = None, by: Actor) -> Escalation:
    """The member takes care of it: owns it from now on and no further step is taken. Raises ``Refused`` for one that is
    closed and for a next word in the past."""
    ticket = hold(escalation.ticket_id)
    found = Escalation.objects.get(pk=escalation.pk)
    if found.closed_at:
        raise Refused(_("This escalation is closed already. Nothing was changed."))
    if next_update_at is not None and next_update_at <= timezone.now():
        raise Refused(_("The next update has to lie ahead. Nothing was changed."))
    found.acknowledged_by, found.acknowledged_at, found.owner = member, timezone.now(), member
    found.next_update_at = next_update_at or found.next_update_at
    found.save()
    cancel_alarm(key_of(found.pk))
    if next_update_at is not None:
        set_reminder(found)
    commit(
        ticket, EscalationAcknowledged, by=by, escalation=found.pk, owner=member.pk, reason=found.reason,
        next_update_at=found.next_update_at.isoformat(),
    )  # fmt: skip
    follow(ticket=ticket, member=member, by=by)
    return found


@transaction.atomic
def close_escalation(*, escalation: Escalation, words: str, member: Member, by: Actor) -> Escalation:
    """Raises ``Refused`` without words: the one who asked wants to know how it ended."""
    said = " ".join(words.split())[:500]
    if not said:
        raise Refused(_("Say in a few words how it ended."))
    hold(escalation.ticket_id)
    found = Escalation.objects.get(pk=escalation.pk)
    if found.closed_at:
        raise Refused(_("This escalation is closed already. Nothing was changed."))
    found.closed_by, found.outcome = member, said
    settle(found, how="person", by=by)
    return found


def settle(escalation: Escalation, *, how: str, by: Actor) -> None:
    """Close it; the caller holds the ticket."""
    escalation.closed_at = timezone.now()
    escalation.save()
    cancel_alarm(key_of(escalation.pk))
    cancel_reminder(escalation)
    forget_open(escalation.workspace_id)
    commit(
        hold(escalation.ticket_id), EscalationClosed, by=by, escalation=escalation.pk, owner=escalation.owner_id,
        reason=escalation.reason, how=how,
    )  # fmt: skip
