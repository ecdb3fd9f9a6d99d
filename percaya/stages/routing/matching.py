"""Which rules a ticket meets, and which it nearly meets: every condition of every rule in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper
from django.utils import timezone

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.condition_rows import Asking, matching
from percaya.core.tickets.queries.conditions import Group, customs_of
from percaya.core.workspace.models import Workspace
from percaya.stages.routing.plans import Rule


@dataclass(frozen=True)
class Met:
    """How a rule stood to a ticket: ``missed`` are the places of the conditions that did not hold."""

    rule: Rule
    matched: bool
    missed: tuple[int, ...]

    def data(self) -> dict[str, Any]:
        """The conditions go with it: what the rule says later is another matter."""
        return {
            "rule": self.rule.id,
            "team": self.rule.team,
            "matched": self.matched,
            "conditions": self.rule.conditions.data(),
            "missed": list(self.missed),
        }

    @property
    def is_near(self) -> bool:
        return not self.matched and len(self.missed) == 1 and len(self.rule.conditions.of) > 1


def met(ticket_id: int, workspace: Workspace, rules: Sequence[Rule]) -> list[Met]:
    """Each rule up to and with the first that matches, in order."""
    if not rules:
        return []
    asking = Asking(now=timezone.now(), zone=workspace.time_zone, customs=customs_of(workspace.pk))
    asked = {
        f"r{place}_{number}": ExpressionWrapper(matching(part, asking), output_field=BooleanField())
        for place, rule in enumerate(rules)
        for number, part in enumerate(_parts(rule.conditions))
    }
    row = Ticket.objects.filter(pk=ticket_id).annotate(**asked).values(*asked).first() if asked else {}
    found: list[Met] = []
    for place, rule in enumerate(rules):
        found.append(_met(rule, place, row or {}))
        if found[-1].matched:
            break
    return found


def _parts(group: Group) -> list[Group]:
    return [Group("all", (one,)) if not isinstance(one, Group) else one for one in group.of]


def _met(rule: Rule, place: int, row: Mapping[str, Any]) -> Met:
    held = [bool(row.get(f"r{place}_{number}")) for number in range(len(rule.conditions.of))]
    matched = all(held) if rule.conditions.match == "all" else any(held) or not held
    return Met(rule, matched, tuple(number for number, one in enumerate(held) if not one))
