"""On which calendar something is counted: the team's, else the brand's, else the default of the workspace.

A version of a calendar never changes, so it stays in memory by its digest; which version is in force is asked of the cache,
which every process shares, and is forgotten at once when a calendar changes.
"""

import hashlib
import json
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from percaya.core.workspace.calendar_specs import calendar_from
from percaya.core.workspace.calendars import ROUND_THE_CLOCK, Calendar
from percaya.core.workspace.models import CalendarVersion, WorkCalendar

KEPT = 30  # seconds; a change is heard of at once
ALWAYS = 0  # the id of the calendar that is always open: calendar time


class Pinned(NamedTuple):
    id: int
    version: int
    calendar: Calendar


class _InForce(NamedTuple):
    default: int
    of_team: dict[int, int]
    of_brand: dict[int, int]
    texts: dict[int, tuple[int, str]]  # calendar -> version, its spec as JSON


def calendar_of(workspace_id: int, *, team_id: int | None = None, brand_id: int | None = None) -> Pinned:
    """The calendar that counts there now, with the version to pin to what is started on it."""
    known = _in_force(workspace_id)
    own = known.of_team.get(team_id or 0) or known.of_brand.get(brand_id or 0) or known.default
    if own not in known.texts:
        return Pinned(ALWAYS, 0, ROUND_THE_CLOCK)
    version, text = known.texts[own]
    return Pinned(own, version, _read(text))


def pinned(calendar_id: int, version: int) -> Calendar:
    """The calendar as that version said it. Raises ``CalendarVersion.DoesNotExist`` for one that never was."""
    if calendar_id == ALWAYS:
        return ROUND_THE_CLOCK
    key = f"calendar:version:{calendar_id}:{version}"
    text: str | None = cache.get(key)
    if text is None:
        text = written_down(CalendarVersion.objects.values_list("spec", flat=True).get(calendar_id=calendar_id, version=version))
        cache.set(key, text, 600)
    return _read(text)


def forget_calendars(workspace_id: int) -> None:
    """Now, and once more when others can see the change: someone may read in between."""
    cache.delete(_key(workspace_id))
    transaction.on_commit(lambda: cache.delete(_key(workspace_id)))


def written_down(spec: dict[str, Any]) -> str:
    """A spec as the one text that it has."""
    return json.dumps(spec, sort_keys=True, separators=(",", ":"))


def digest_of(spec: dict[str, Any]) -> str:
    return hashlib.sha256(written_down(spec).encode()).hexdigest()


def _in_force(workspace_id: int) -> _InForce:
    found: tuple[Any, ...] | None = cache.get(_key(workspace_id))
    if found is None:
        found = tuple(_asked(workspace_id))
        cache.set(_key(workspace_id), found, KEPT)
    return _InForce(*found)


def _asked(workspace_id: int) -> _InForce:
    """One statement: a row for each pair of a team and a brand that work by a calendar."""
    rows = WorkCalendar.objects.filter(workspace_id=workspace_id, is_active=True, calendarversion__version=F("version"))
    found = _InForce(ALWAYS, {}, {}, {})
    parts = ("pk", "version", "calendarversion__spec", "is_default", "team__pk", "brand__pk")
    for pk, version, spec, is_default, team, brand in rows.values_list(*parts):
        found.texts[pk] = (version, written_down(spec))
        found.of_team[team or 0] = found.of_brand[brand or 0] = pk
        found = found._replace(default=pk) if is_default else found
    found.of_team.pop(0, None)
    found.of_brand.pop(0, None)
    return found


@lru_cache(maxsize=256)
def _read(text: str) -> Calendar:
    return calendar_from(json.loads(text))


def _key(workspace_id: int) -> str:
    return f"workspace:calendars:{workspace_id}"
