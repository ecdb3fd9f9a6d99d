"""The hours of a workspace's settings become its default calendar."""

import hashlib
import json
from typing import Any

from django.db import migrations

OFFICE = {str(day): [["08:00", "17:00"]] for day in range(5)}
ALWAYS = {str(day): [["00:00", "24:00"]] for day in range(7)}


def move(apps: Any, schema_editor: Any) -> None:
    workspaces, calendars, versions = (
        apps.get_model("workspace", name) for name in ("Workspace", "WorkCalendar", "CalendarVersion")
    )
    for workspace in workspaces.objects.iterator():
        hours = workspace.settings.pop("hours", OFFICE)
        week = {day: periods for day, periods in sorted(hours.items()) if periods} or ALWAYS
        name = "Jam kerja" if workspace.language == "id" else "Working hours"
        calendar = calendars.objects.create(
            workspace=workspace, name=name, zone=workspace.time_zone, week=week, is_default=True, version=1
        )
        spec = {"zone": workspace.time_zone, "week": week, "breaks": {}, "seasons": [], "days": {}}
        text = json.dumps(spec, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        versions.objects.create(workspace=workspace, calendar=calendar, version=1, spec=spec, digest=digest)
        workspace.save(update_fields=["settings"])


class Migration(migrations.Migration):
    dependencies = [("workspace", "0004_working_calendars")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
