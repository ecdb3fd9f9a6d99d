"""Making a workspace and changing what it is called and when it works."""

import re
import unicodedata
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.calendars import publish, save_calendar
from percaya.core.workspace.events import WorkspaceChanged, WorkspaceCreated
from percaya.core.workspace.models import TicketCounter, WorkCalendar, Workspace
from percaya.core.workspace.policy import DEFAULT_HOURS

_RESERVED = {"api", "static", "rt", "s", "w", "new", "admin", "accounts", "forms", "healthz", "readyz", "metrics"}


@transaction.atomic
def create_workspace(
    *, name: str, language: str = "id", time_zone: str = "Asia/Jakarta", is_demo: bool = False, by: Actor
) -> Workspace:
    """Make a workspace; its slug comes from its name. Raises ``ValidationError`` for an empty name or unknown zone."""
    name = name.strip()
    if not name:
        raise ValidationError(_("A workspace needs a name."))
    _check_zone(time_zone)
    workspace = Workspace.objects.create(
        slug=_free_slug(name), name=name[:120], language=language, time_zone=time_zone, is_demo=is_demo
    )
    TicketCounter.objects.create(workspace=workspace)
    record(WorkspaceCreated(workspace_id=workspace.pk, slug=workspace.slug), by=by)
    calendar = "Jam kerja" if language == "id" else "Working hours"
    save_calendar(workspace=workspace, name=calendar, zone=time_zone, week=DEFAULT_HOURS, by=by)
    return workspace


@transaction.atomic
def change_workspace(*, workspace: Workspace, by: Actor, **changes: Any) -> Workspace:
    """Set columns (name, language, time_zone, salutation) or, for any other key, entries of ``settings``. Calendars in the zone
    that the workspace leaves go with it."""
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    left = workspace.time_zone
    if "time_zone" in changes:
        _check_zone(changes["time_zone"])
    for key, value in changes.items():
        if key in {"name", "language", "time_zone", "salutation"}:
            setattr(workspace, key, value)
        else:
            workspace.settings[key] = value
    workspace.save()
    record(WorkspaceChanged(workspace_id=workspace.pk, what=tuple(sorted(changes))), by=by)
    if workspace.time_zone != left:
        _move_calendars(workspace, left, by)
    return workspace


def _move_calendars(workspace: Workspace, left: str, by: Actor) -> None:
    for calendar in WorkCalendar.objects.filter(workspace=workspace, zone=left, is_active=True):
        calendar.zone = workspace.time_zone
        calendar.save(update_fields=["zone"])
        publish(calendar, how="saved", by=by)


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError):
        raise ValidationError(_("There is no time zone called “%(name)s”.") % {"name": name}) from None


def _free_slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "desk"
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | _RESERVED
    return next(slug for n in range(1, 10_000) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
