"""What this room has learnt, for pages and programs. Nobody reads the history for it: a group is one short row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import QuerySet

from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member
from percaya.stages.forecast.models import Alike, GivenRange
from percaya.stages.forecast.policy import FEWEST

KEPT = 60  # seconds; a group that is ready for the first time is heard of at once
MOST = 200
_LIGHT = ("key", "n", "low", "high", "measured", "hits")


@dataclass(frozen=True)
class Summary:
    """All ranges of a business that were shown and have come to an end, of the last five hundred tickets."""

    hits: int
    measured: int


def is_ready(workspace_id: int) -> bool:
    """Whether any group knows enough; a business that is too young for ranges is asked for none."""
    found: bool | None = cache.get(_key(workspace_id))
    if found is None:
        found = Alike.objects.filter(workspace_id=workspace_id, key="", n__gte=FEWEST).exists()
        cache.set(_key(workspace_id), found, KEPT)
    return found


def forget_readiness(workspace_id: int) -> None:
    cache.delete(_key(workspace_id))


def finest(workspace_id: int, keys: Sequence[str]) -> Alike | None:
    """The first of these groups that knows enough."""
    rows = Alike.objects.filter(workspace_id=workspace_id, key__in=keys, n__gte=FEWEST).only(*_LIGHT)
    found = {row.key: row for row in rows}
    return next((found[key] for key in keys if key in found), None)


def group(workspace_id: int, key: str) -> Alike | None:
    return Alike.objects.filter(workspace_id=workspace_id, key=key).only(*_LIGHT).first()


def groups(workspace_id: int) -> list[Alike]:
    """Those that give ranges, the ones with the most tickets first; two hundred at most."""
    rows = Alike.objects.filter(workspace_id=workspace_id, n__gte=FEWEST).only(*_LIGHT)
    return list(rows.order_by("-n", "-measured", "key")[:MOST])


def shown_ranges(member: Member, key: str) -> QuerySet[GivenRange]:
    """Ranges of that group which customers were shown and whose tickets have ended, the latest first; what the member may not
    see is left out."""
    rows = GivenRange.objects.filter(workspace_id=member.workspace_id, key=key, shown_at__isnull=False, ended_at__isnull=False)
    return rows.filter(ticket__in=Ticket.objects.visible_to(member)).select_related("ticket").order_by("-ended_at")


def _key(workspace_id: int) -> str:
    return f"forecast:ready:{workspace_id}"
