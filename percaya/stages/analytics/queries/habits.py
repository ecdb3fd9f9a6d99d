"""What is usual at an hour of the week, from what really happened then."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Q

from percaya.stages.analytics.models import TicketFacts

WEEKS = 12
FEWEST = 30  # answers below which nothing is said
KEPT = 600  # seconds
_NOTHING = -1


def usual_first_reply(workspace_id: int, channel: str, at: datetime) -> int | None:
    """Seconds (calendar time) within which three of four first answers came to what was opened in this hour of the week, on
    that channel, in the last twelve weeks; ``None`` under thirty of them."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    key = f"usual-first-reply:{workspace_id}:{channel}:{hour:%w%H}"
    kept: int | None = cache.get(key)
    if kept is None:
        kept = _asked(workspace_id, channel, hour)
        cache.set(key, kept, KEPT)
    return None if kept == _NOTHING else kept


def _asked(workspace_id: int, channel: str, hour: datetime) -> int:
    then = Q()
    for weeks in range(1, WEEKS + 1):
        begin = hour - timedelta(weeks=weeks)
        then |= Q(created_at__gte=begin, created_at__lt=begin + timedelta(hours=1))
    rows = TicketFacts.objects.filter(then, workspace_id=workspace_id, is_counted=1, channel=channel)
    taken = rows.exclude(first_reply_c=None).values_list("first_reply_c", flat=True)[:5000]
    found = sorted(seconds for seconds in taken if seconds is not None)
    if len(found) < FEWEST:
        return _NOTHING
    return found[-(-len(found) * 3 // 4) - 1]
