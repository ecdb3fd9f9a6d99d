"""Links for screens on the wall, as they are found."""

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone

from percaya.stages.analytics.actions.walls import SALT
from percaya.stages.analytics.models import Alert, WallLink


def wall_links(workspace_id: int) -> QuerySet[WallLink]:
    """Those that work, the newest first."""
    rows = WallLink.objects.filter(workspace_id=workspace_id, revoked_at=None, expires_at__gt=timezone.now())
    return rows.select_related("team", "made_by").order_by("-id")


def wall_link(workspace_id: int, pk: int) -> WallLink | None:
    return WallLink.objects.filter(workspace_id=workspace_id, pk=pk, revoked_at=None).first()


def link_of(token: str) -> WallLink | None:
    """The living link of a token; ``None`` for everything else, all alike."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if not isinstance(pk, int):
        return None
    rows = WallLink.objects.select_related("workspace", "team").filter(pk=pk, revoked_at=None, expires_at__gt=timezone.now())
    return rows.first()


def alert_of(workspace_id: int, pk: int) -> Alert | None:
    return Alert.objects.filter(workspace_id=workspace_id, pk=pk).first()
