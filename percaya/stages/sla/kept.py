"""The policies of a workspace as every message needs them: kept in the cache that all processes share, forgotten at a change."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache
from django.db import transaction

from percaya.core.journal.event import Event
from percaya.core.tickets.queries.condition_fields import Custom
from percaya.core.tickets.queries.conditions import customs_of
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.stages.sla.actions.beginning import begin_with_default
from percaya.stages.sla.models import Policy, PolicyVersion
from percaya.stages.sla.terms import Terms, kept

KEPT = 30  # seconds; a change is heard of at once (flow.py)


class Level(NamedTuple):
    """A policy in force. ``since``: when this version of it began; what was opened earlier gets no new kind of clock."""

    id: int
    name: str
    version: int
    since: datetime
    is_default: bool
    terms: Terms


class Levels(NamedTuple):
    """The policies in their order, up to the first that asks nothing; and what is needed to ask."""

    all: tuple[Level, ...]
    zone: str
    customs: Mapping[str, Custom]
    brands: Mapping[int, int]  # channel account -> its brand

    @property
    def asked(self) -> frozenset[str]:
        """The fields that any policy asks about."""
        return frozenset(one.field for level in self.all for one in level.terms.conditions.all())

    @property
    def has_resolution(self) -> bool:
        return any("resolution" in level.terms.targets for level in self.all)

    def of(self, policy_id: int | None) -> Level | None:
        return next((one for one in self.all if one.id == policy_id), None)


def levels(workspace_id: int) -> Levels:
    found: tuple[object, ...] | None = cache.get(_key(workspace_id))
    if found is None:
        found = tuple(_asked(workspace_id))
        cache.set(_key(workspace_id), found, KEPT)
    return Levels(*found)  # type: ignore[arg-type]


def forget(event: Event, event_id: int) -> None:
    """Now, and once more when others can see it: someone may read in between."""
    cache.delete(_key(event.workspace_id))
    transaction.on_commit(lambda: cache.delete(_key(event.workspace_id)))


def _asked(workspace_id: int) -> Levels:
    workspace = Workspace.objects.get(pk=workspace_id)
    customs = customs_of(workspace_id)
    begin_with_default(workspace)
    rows = list(Policy.objects.filter(workspace_id=workspace_id, is_active=True).order_by("is_default", "position", "pk"))
    versions = PolicyVersion.objects.filter(policy__in=rows).values_list("policy_id", "number", "created_at")
    since = {(policy, number): at for policy, number, at in versions}
    every = [
        Level(one.pk, one.name, one.version, since[one.pk, one.version], one.is_default, kept(one.terms, customs)) for one in rows
    ]
    last = next((n for n, one in enumerate(every) if not one.terms.conditions.of), len(every) - 1)
    of_brands = ChannelAccount.objects.filter(workspace_id=workspace_id, brand__isnull=False)
    return Levels(tuple(every[: last + 1]), workspace.time_zone, customs, dict(of_brands.values_list("pk", "brand_id")))


def _key(workspace_id: int) -> str:
    return f"sla:levels:{workspace_id}"
