"""Timers that survive restarts and ring once across several processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from percaya.core.journal.cause import current_cause
from percaya.core.journal.jobs import TASKS, Job, engine
from percaya.core.journal.models import Alarm

_SET = """
    INSERT INTO journal_alarm ("key", "workspace_id", "kind", "args", "order_key", "due_at", "cause_id")
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT ("key") DO UPDATE SET "workspace_id" = EXCLUDED."workspace_id", "kind" = EXCLUDED."kind",
    "args" = EXCLUDED."args", "order_key" = EXCLUDED."order_key", "due_at" = EXCLUDED."due_at", "cause_id" = EXCLUDED."cause_id"
"""
_not_before: ContextVar[datetime | None] = ContextVar("not_before", default=None)
_CANCEL = 'DELETE FROM journal_alarm WHERE "key" = %s'


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
    due_at = max(due_at, _not_before.get() or due_at)
    told = connection.ops.adapt_json_value(args or {}, None), order_key, connection.ops.adapt_datetimefield_value(due_at)
    with connection.cursor() as cursor:  # plain SQL: every message moves the alarm of its clocks
        cursor.execute(_SET, [key, workspace_id, kind, *told, current_cause()])


@contextmanager
def none_before(moment: datetime, *, then: datetime) -> Iterator[None]:
    """What is set inside rings at ``moment`` at the earliest, and at ``then`` once it has ended well: whoever tells a past
    sets alarms that are long due, and another process must not ring them into the middle of it."""
    before = _not_before.set(moment)
    try:
        yield
    finally:
        _not_before.reset(before)
    Alarm.objects.filter(due_at=moment).update(due_at=then)


def is_set(key: str) -> bool:
    return Alarm.objects.filter(key=key).exists()


def cancel_alarm(key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_CANCEL, [key])
        return bool(cursor.rowcount)


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
