"""Which surveys wait for a ticket to be solved: kept in the cache that all processes share, because every solving asks."""

from django.core.cache import cache
from django.db import transaction

from percaya.stages.surveys.models import Survey

KEPT = 30  # seconds; a change is heard of at once


def waiting(workspace_id: int) -> tuple[tuple[int, int], ...]:
    """(survey, minutes to wait) of those that ask after solving, the oldest first."""
    found: tuple[tuple[int, int], ...] | None = cache.get(_key(workspace_id))
    if found is None:
        rows = Survey.objects.filter(workspace_id=workspace_id, is_on=True, is_deleted=False, moment="solved").order_by("pk")
        found = tuple(rows.values_list("pk", "delay_minutes"))
        cache.set(_key(workspace_id), found, KEPT)
    return found


def forget(workspace_id: int) -> None:
    """Now, and once more when others can see it: someone may read in between."""
    cache.delete(_key(workspace_id))
    transaction.on_commit(lambda: cache.delete(_key(workspace_id)))


def _key(workspace_id: int) -> str:
    return f"surveys:waiting:{workspace_id}"
