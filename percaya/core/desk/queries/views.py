"""The saved views a member has: their own, their teams', the workspace's."""

from django.db.models import Q, QuerySet

from percaya.core.desk.models import SavedView
from percaya.core.workspace.models import Member


def views_of(member: Member) -> QuerySet[SavedView]:
    """The guarded door to saved views."""
    shared = Q(member=None, team=None) | Q(member=None, team_id__in=member.team_ids)
    rows = SavedView.objects.filter(Q(member=member) | shared, workspace_id=member.workspace_id)
    return rows.select_related("team").order_by("position", "name", "pk")


def scope_of(view: SavedView) -> str:
    """ "own", "team" or "workspace"."""
    if view.member_id:
        return "own"
    return "team" if view.team_id else "workspace"
