"""Which rules a ticket meets, and which it nearly meets: every condition of every rule in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from percaya.core.tickets.queries.condition_misses import held, missed
from percaya.core.tickets.queries.condition_rows import Asking
from percaya.core.tickets.queries.conditions import customs_of
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
    found: list[Met] = []
    for rule, answers in zip(rules, held(ticket_id, [rule.conditions for rule in rules], asking), strict=True):
        found.append(_met(rule, answers))
        if found[-1].matched:
            break
    return found


def _met(rule: Rule, answers: Sequence[bool]) -> Met:
    matched = not missed(rule.conditions, answers)
    return Met(rule, matched, tuple(number for number, one in enumerate(answers) if not one))
