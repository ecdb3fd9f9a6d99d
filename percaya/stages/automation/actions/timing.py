"""Waits ("3 days after we began to wait for the customer") and schedules: alarms that ring once across processes."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.journal.models import Alarm, EventRow
from percaya.core.tickets.models import Ticket
from percaya.stages.automation.models import Mode, Rule
from percaya.stages.automation.triggers import MOMENTS, Trigger, read

# What a wait stands for as long as it runs: when it is so no more, nothing is done.
_STATES = {"waiting": "waiting_customer", "resolved": "resolved"}


def start_wait(*, rule: Rule, trigger: Trigger, ticket: Ticket, row: EventRow) -> None:
    """A later event of the same kind begins the wait anew; only a customer who goes on writing does not begin to wait anew."""
    if row.kind == MOMENTS["message"].kind and _is_running(_key(rule, ticket), ticket):
        return
    wait_on(rule=rule, trigger=trigger, ticket=ticket, row=row)


def wait_on(*, rule: Rule, trigger: Trigger, ticket: Ticket, row: EventRow) -> None:
    set_alarm(
        "automation.after",
        key=_key(rule, ticket),
        due_at=row.at + trigger.span,
        args={"rule_id": rule.pk, "event_id": row.pk, "at": row.at.isoformat()},
        order_key=f"rules:{ticket.pk}",
        workspace_id=ticket.workspace_id,
    )


def still_waits(*, trigger: Trigger, ticket: Ticket, row: EventRow) -> bool:
    """Whether what the wait stands for is still so: nobody answered, it waits for the customer, it is solved."""
    if row.kind == MOMENTS["message"].kind:
        return ticket.waiting_since is not None and ticket.waiting_since <= row.at
    if row.kind == MOMENTS["state"].kind:
        among = {_STATES[word] for word in trigger.of if word in _STATES}
        return not among or "state" in trigger.of or ticket.state in among
    return True


def set_schedule(rule: Rule, *, after: datetime | None = None) -> None:
    """Ring at the next time of the rule's schedule; not at all when it has none, is off or gone."""
    trigger, key = read(rule.trigger), f"rule:{rule.pk}:time"
    if trigger.when != "time" or rule.mode == Mode.OFF or rule.is_deleted:
        cancel_alarm(key)
        return
    due = trigger.next_time(after or timezone.now(), rule.workspace.time_zone)
    args = {"rule_id": rule.pk, "due": due.isoformat()}
    set_alarm("automation.time", key=key, due_at=due, args=args, workspace_id=rule.workspace_id)


def _is_running(key: str, ticket: Ticket) -> bool:
    """A wait for an answer that began with the message the customer has waited since."""
    alarm = Alarm.objects.filter(key=key).first()
    begun = parse_datetime(alarm.args.get("at", "")) if alarm else None
    return begun is not None and ticket.waiting_since is not None and begun >= ticket.waiting_since


def _key(rule: Rule, ticket: Ticket) -> str:
    return f"rule:{rule.pk}:{ticket.pk}"
