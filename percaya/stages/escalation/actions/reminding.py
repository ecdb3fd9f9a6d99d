"""The time of the next word passes: whoever answers for the escalation is reminded of it, once."""

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.journal.jobs import task
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.actions.change import commit, hold
from percaya.stages.escalation.events import EscalationUpdateDue
from percaya.stages.escalation.models import Escalation


@task("escalation.remind")
def remind(*, escalation_id: int, next_update_at: str) -> None:
    """The row decides, under its ticket's lock: one that is closed, or whose next word was moved, is left; rung too early
    (a clock put back) it is set again; rung twice it is said once."""
    with transaction.atomic():
        found = Escalation.objects.filter(pk=escalation_id).first()
        if found is None:
            return
        ticket = hold(found.ticket_id)
        found = Escalation.objects.get(pk=escalation_id)  # as it is under the lock
        if found.closed_at or found.next_update_at.isoformat() != next_update_at or _was_said(found):
            return
        if timezone.now() < found.next_update_at:
            set_reminder(found)
            return
        commit(
            ticket, EscalationUpdateDue, by=Actor.system(), escalation=found.pk, owner=found.owner_id,
            next_update_at=next_update_at,
        )  # fmt: skip


def set_reminder(escalation: Escalation) -> None:
    """For the next word as it stands now; one that was set for another time is replaced."""
    set_alarm(
        "escalation.remind",
        key=_key(escalation.pk),
        due_at=escalation.next_update_at,
        args={"escalation_id": escalation.pk, "next_update_at": escalation.next_update_at.isoformat()},
        order_key=f"escalation:{escalation.ticket_id}",
        workspace_id=escalation.workspace_id,
    )


def cancel_reminder(escalation: Escalation) -> None:
    cancel_alarm(_key(escalation.pk))


def _was_said(escalation: Escalation) -> bool:
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=escalation.ticket_id, kind=EscalationUpdateDue.kind)
    said = [(told["escalation"], told["next_update_at"]) for told in map(facts, rows)]
    return (escalation.pk, escalation.next_update_at.isoformat()) in said


def _key(escalation_id: int) -> str:
    return f"escalation:remind:{escalation_id}"
