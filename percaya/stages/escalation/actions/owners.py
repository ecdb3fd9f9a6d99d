"""Who answers for an escalation: a supervisor who has the fewest of them, an admin where there is none."""

from collections.abc import Collection

from django.db.models import Count, Q

from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import ADMINISTER, SUPERVISE
from percaya.core.workspace.queries import members
from percaya.stages.escalation.models import Escalation

_OPEN = Q(closed_at=None)


def choose(workspace_id: int, *, past: Collection[int | None] = (), admins: bool = False) -> Member | None:
    """``past`` are not asked again while there is anybody else; ``admins``: only those who administer, when there are any."""
    able = [one for one in members(workspace_id) if one.may(SUPERVISE)]
    wanted = [one for one in able if one.may(ADMINISTER) is admins] or able
    fresh = [one for one in wanted if one.pk not in past] or [one for one in able if one.pk not in past] or wanted
    busy = _busy(workspace_id)
    return min(fresh, key=lambda one: (one.role == "owner", busy.get(one.pk, 0), one.pk), default=None)


def admins_of(workspace_id: int) -> tuple[int, ...]:
    return tuple(one.pk for one in members(workspace_id) if one.may(ADMINISTER))


def _busy(workspace_id: int) -> dict[int | None, int]:
    rows = Escalation.objects.filter(_OPEN, workspace_id=workspace_id)
    return dict(rows.values_list("owner_id").annotate(Count("pk")).order_by())
