"""The workspace's own clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from percaya.core.workspace.models import Workspace


def local_now(workspace: Workspace) -> datetime:
    return timezone.now().astimezone(ZoneInfo(workspace.time_zone))
