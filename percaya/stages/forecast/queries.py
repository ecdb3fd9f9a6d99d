"""What this room has learnt, for pages and programs. Nobody reads the history for it: a group is one short row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import QuerySet

from percaya.core.tickets.expecting import Expectation
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member
from percaya.core.workspace.queries import calendar_of
from percaya.stages.forecast.kinds import day_of
from percaya.stages.forecast.models import Alike, GivenRange
from percaya.stages.forecast.policy import FEWEST, Kind, kind_of
from percaya.stages.forecast.units import rounded

KEPT = 60  # seconds; a group that is ready for the first time is heard of at once
MOST = 200
_LIGHT = ("key", "n", "low", "high", "measured", "hits")


@dataclass(frozen=True)
class Known:
    """A group as reports and programs tell it: what its tickets have in common, the range that it gives now, and of how many
    ranges that customers were shown (``measured``, of the last five hundred) how many came true."""

    key: str
    kind: Kind
    usual: Expectation
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


def known_groups(workspace_id: int) -> list[Known]:
    """Those that give ranges, the ones with the most tickets first; two hundred at most. Two statements."""
    rows = Alike.objects.filter(workspace_id=workspace_id, n__gte=FEWEST).only(*_LIGHT)
    day = day_of(calendar_of(workspace_id).calendar)
    return [_known(row, day) for row in rows.order_by("-n", "-measured", "key")[:MOST]]


def outcome(rows: Sequence[Known]) -> tuple[int, int]:
    """(came true, of how many): each range counts once, in the group that gave it."""
    return sum(row.hits for row in rows), sum(row.measured for row in rows)


def shown_ranges(member: Member, key: str) -> QuerySet[GivenRange]:
    """Ranges of that group which customers were shown and whose tickets have ended, the latest first; what the member may not
    see is left out."""
    rows = GivenRange.objects.filter(workspace_id=member.workspace_id, key=key, shown_at__isnull=False, ended_at__isnull=False)
    return rows.filter(ticket__in=Ticket.objects.visible_to(member)).select_related("ticket").order_by("-ended_at")


def _known(row: Alike, day: int) -> Known:
    low, high = rounded(row.low, row.high, day)
    percent = round(100 * row.hits / row.measured) if row.measured >= FEWEST else None
    usual = Expectation(low=low, high=high, day=day, n=row.n, percent=percent)
    return Known(row.key, kind_of(row.key), usual, row.hits, row.measured)


def _key(workspace_id: int) -> str:
    return f"forecast:ready:{workspace_id}"
