"""Timers that survive restarts and ring once across several processes."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from percaya.core.journal.cause import current_cause
from percaya.core.journal.jobs import TASKS, Job, engine
from percaya.core.journal.models import Alarm

_SET = ["workspace_id", "kind", "args", "order_key", "due_at", "cause_id"]


def set_alarm(
    kind: str,
    *,
    key: str,
    due_at: datetime,
    args: dict[str, Any] | None = None,
    order_key: str = "",
    workspace_id: int | None = None,
) -> None:
    """At ``due_at`` run the job ``kind``. A second alarm under the same key replaces the first."""
    alarm = Alarm(
        key=key,
        kind=kind,
        due_at=due_at,
        args=args or {},
        order_key=order_key,
        workspace_id=workspace_id,
        cause_id=current_cause(),
    )
    Alarm.objects.bulk_create([alarm], update_conflicts=True, unique_fields=["key"], update_fields=_SET)  # one statement


def is_set(key: str) -> bool:
    return Alarm.objects.filter(key=key).exists()


def cancel_alarm(key: str) -> bool:
    return bool(Alarm.objects.filter(key=key).delete()[0])


def ring_due(now: datetime, limit: int = 500) -> int:
    """Turn due alarms into jobs, each once: the alarm goes and the job comes in one transaction."""
    due = Alarm.objects.filter(due_at__lte=now).order_by("due_at")
    if not due.exists():  # read first: an idle timer must not take SQLite's write lock
        return 0
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, no_key=True)
        alarms = list(due[:limit])
        Alarm.objects.filter(pk__in=[alarm.pk for alarm in alarms]).delete()
        for alarm in alarms:
            engine().enqueue(_job(alarm))
    return len(alarms)


def _job(alarm: Alarm) -> Job:
    return Job(
        kind=alarm.kind,
        args=alarm.args,
        queue=TASKS[alarm.kind].queue,
        order_key=alarm.order_key,
        workspace_id=alarm.workspace_id,
        cause_id=alarm.cause_id,
    )
