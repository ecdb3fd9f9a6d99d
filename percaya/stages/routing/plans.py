"""How a workspace routes, kept in memory: every new ticket asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import transaction

from percaya.core.journal.event import Event
from percaya.core.tickets.queries.conditions import Group, customs_of, stored
from percaya.stages.routing import policy
from percaya.stages.routing.models import RoutingSettings, TeamRouting, TeamRule

KEPT = 30  # seconds; a change is heard of at once (flow.py)


@dataclass(frozen=True, kw_only=True)
class TeamPlan:
    """One team's way; see ``models.TeamRouting``."""

    strategy: str = policy.MANUAL
    skills: frozenset[str] = frozenset()
    match_language: bool = False
    priority_first: bool = True
    overflow_team: int | None = None
    overflow_minutes: int = 0
    reassign: str = "never"
    reassign_minutes: int = 30


@dataclass(frozen=True)
class Rule:
    id: int
    conditions: Group
    team: int | None
    skills: frozenset[str]


@dataclass(frozen=True)
class Plan:
    """The whole workspace's. Loads in tenths."""

    weights: Mapping[str, int] = field(default_factory=lambda: dict(policy.WEIGHTS))
    limit: int = policy.LIMIT
    idle_minutes: int = 15
    reasons: tuple[str, ...] = ()
    teams: Mapping[int, TeamPlan] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    @property
    def is_idle(self) -> bool:
        """Nobody has asked for any routing: a new ticket costs nothing."""
        return not self.rules and not self.automatic

    @property
    def automatic(self) -> list[int]:
        """The teams whose tickets are given out."""
        return [team for team, plan in self.teams.items() if plan.strategy != policy.MANUAL]

    def team(self, team_id: int | None) -> TeamPlan:
        return self.teams.get(team_id or 0, TeamPlan())


def plan_of(workspace_id: int) -> Plan:
    known: Plan | None = cache.get(_key(workspace_id))
    if known is None:
        known = _read(workspace_id)
        cache.set(_key(workspace_id), known, KEPT)
    return known


def forget(event: Event, event_id: int) -> None:
    """Routing was changed. Now, and once more when others can see it: someone may read in between."""
    key = _key(event.workspace_id)
    cache.delete(key)
    transaction.on_commit(lambda: cache.delete(key))


def _read(workspace_id: int) -> Plan:
    row = RoutingSettings.objects.filter(workspace_id=workspace_id).first() or RoutingSettings()
    rules = list(TeamRule.objects.filter(workspace_id=workspace_id, is_on=True).order_by("position", "pk"))
    customs = customs_of(workspace_id) if rules else {}
    return Plan(
        weights={**policy.WEIGHTS, **row.weights},
        limit=row.limit,
        idle_minutes=row.idle_minutes,
        reasons=tuple(row.reasons),
        teams={one.team_id: _team(one) for one in TeamRouting.objects.filter(workspace_id=workspace_id)},
        rules=tuple(Rule(one.pk, stored(one.conditions, customs), one.team_id, frozenset(one.skills)) for one in rules),
    )


def _team(row: TeamRouting) -> TeamPlan:
    return TeamPlan(
        strategy=row.strategy,
        skills=frozenset(row.skills),
        match_language=row.match_language,
        priority_first=row.priority_first,
        overflow_team=row.overflow_team_id,
        overflow_minutes=row.overflow_minutes,
        reassign=row.reassign,
        reassign_minutes=row.reassign_minutes,
    )


def _key(workspace_id: int) -> str:
    return f"routing:plan:{workspace_id}"
