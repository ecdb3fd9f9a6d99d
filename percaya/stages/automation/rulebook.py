"""Which kinds of events any rule of a workspace waits for: kept in memory, because every message asks."""

from django.core.cache import cache
from django.db import transaction

from percaya.stages.automation.models import Mode, Rule
from percaya.stages.automation.triggers import read

KEPT = 30  # seconds; a change is heard of at once (flow.py), in other processes after that


def awaited(workspace_id: int) -> frozenset[str]:
    key = _key(workspace_id)
    found: frozenset[str] | None = cache.get(key)
    if found is None:
        rows = Rule.objects.filter(workspace_id=workspace_id, is_deleted=False).exclude(mode=Mode.OFF)
        found = frozenset(kind for data in rows.values_list("trigger", flat=True) for kind in read(data).kinds)
        cache.set(key, found, KEPT)
    return found


def forget(workspace_id: int) -> None:
    """Now, and once more when others can see it: someone may read in between."""
    cache.delete(_key(workspace_id))
    transaction.on_commit(lambda: cache.delete(_key(workspace_id)))


def _key(workspace_id: int) -> str:
    return f"automation:awaited:{workspace_id}"
