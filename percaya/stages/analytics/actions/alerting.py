"""Watching a workspace once a minute: alerts are raised, let go, and passed on when nobody takes care of them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set, set_alarm
from percaya.core.journal.jobs import enqueue, task
from percaya.core.workspace.models import Member, Workspace
from percaya.stages.analytics import alarming
from percaya.stages.analytics.actions.mailing import tell_next
from percaya.stages.analytics.events import AlertEscalated, AlertOver, AlertRaised, AlertTaken
from percaya.stages.analytics.models import Alert, AlertState
from percaya.stages.analytics.queries.alarming import measured

EVERY = timedelta(minutes=1)


def keep_watch(workspace_id: int) -> None:
    """See to it that the workspace is looked at, from the next minute on."""
    if not is_set(_key(workspace_id)):
        _again(workspace_id, timezone.now() + EVERY)


@task("analytics.watch")
def watch(*, workspace_id: int) -> None:
    """One look; the next is arranged first, so that a failure ends no watch."""
    if not Workspace.objects.filter(pk=workspace_id).exists():
        return
    now = timezone.now()
    _again(workspace_id, now + EVERY)
    look(workspace_id, now)


@transaction.atomic
def look(workspace_id: int, now: datetime) -> None:
    holding = {(one.kind, one.team): one.value for one in measured(workspace_id, now)}
    alerts = {
        (one.kind, one.team_id): one for one in Alert.objects.select_for_update().filter(workspace_id=workspace_id, over_at=None)
    }
    for (kind, team), value in holding.items():
        if (kind, team) not in alerts:
            Alert.objects.create(
                workspace_id=workspace_id, kind=kind, team_id=team, state=AlertState.BREWING, value=value, since=now,
                state_since=now,
            )  # fmt: skip
    for key, alert in alerts.items():
        _step(alert, holding.get(key), now)


@transaction.atomic
def take_alert(*, alert: Alert, member: Member, by: Actor) -> Alert:
    """ "Saya tangani": who takes care of it is shown to all; whoever did so first goes on doing it."""
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if alert.taken_by_id is None and alert.over_at is None:
        alert.taken_by, alert.taken_at = member, timezone.now()
        alert.save(update_fields=["taken_by", "taken_at"])
        record(AlertTaken(workspace_id=alert.workspace_id, alert=alert.pk, about=alert.kind), by=by)
    return alert


def _step(alert: Alert, value: int | None, now: datetime) -> None:
    before = alert.state
    alert.state = alarming.step(before, alert.state_since, holds=value is not None, now=now)
    alert.value = alert.value if value is None else value
    if alert.state != before:
        alert.state_since = now
        _tell(alert, before, now)
    elif alert.state == AlertState.ACTIVE:
        _pass_on(alert, now)
    alert.save()


def _tell(alert: Alert, before: str, now: datetime) -> None:
    system, about = Actor.system(), alert.kind
    if alert.state == AlertState.OVER:
        alert.over_at = now
        if before != AlertState.BREWING:
            record(AlertOver(workspace_id=alert.workspace_id, alert=alert.pk, about=about), by=system)
    elif before == AlertState.BREWING:
        team = alert.team_id or 0
        record(AlertRaised(workspace_id=alert.workspace_id, alert=alert.pk, about=about, team=team, value=alert.value), by=system)


def _pass_on(alert: Alert, now: datetime) -> None:
    """Once for each alert, ten minutes after it was raised."""
    if alert.taken_by_id or alert.escalated_at or now - alert.state_since < alarming.UNTAKEN_BY_PEOPLE:
        return
    alert.escalated_at = now
    record(AlertEscalated(workspace_id=alert.workspace_id, alert=alert.pk, about=alert.kind), by=Actor.system())
    enqueue("analytics.tell_next", args={"alert_id": alert.pk}, workspace_id=alert.workspace_id)


def _again(workspace_id: int, at: datetime) -> None:
    set_alarm(
        "analytics.watch", key=_key(workspace_id), due_at=at, args={"workspace_id": workspace_id}, workspace_id=workspace_id
    )


def _key(workspace_id: int) -> str:
    return f"board:{workspace_id}"


__all__ = ["keep_watch", "look", "take_alert", "tell_next", "watch"]
