"""The editor of a service level: what was typed, step by step. All of it travels in the form: the page needs no script."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from percaya.core.workspace.models import Member
from percaya.stages.sla.terms import KINDS, PAUSES, WARN, Target, Terms
from percaya.web.settings.condition_form import Asked

_MINUTES = {"m": 1, "h": 60}


@dataclass
class Goal:
    """One target as typed; an empty amount owes nothing."""

    amount: str = ""
    unit: str = "h"
    working: bool = True

    @property
    def minutes(self) -> int | None:
        return int(self.amount) * _MINUTES[self.unit] if self.amount.isdecimal() and len(self.amount) < 7 else None

    @classmethod
    def of(cls, target: Target | None) -> "Goal":
        if target is None:
            return cls()
        if target.minutes % 60:
            return cls(str(target.minutes), "m", target.working)
        return cls(str(target.minutes // 60), "h", target.working)


@dataclass
class TypedLevel:
    """What stands in the editor."""

    name: str = ""
    asked: Asked = field(default_factory=Asked)
    goals: dict[str, Goal] = field(default_factory=lambda: {kind: Goal() for kind in KINDS})
    warn: str = ", ".join(map(str, WARN))
    pause: tuple[str, ...] = PAUSES
    running: bool = False
    trouble: str = ""

    @classmethod
    def of_terms(cls, name: str, terms: Terms) -> "TypedLevel":
        goals = {kind: Goal.of(terms.targets.get(kind)) for kind in KINDS}
        return cls(name, Asked.of_group(terms.conditions), goals, ", ".join(map(str, terms.warn)), terms.pause)

    @classmethod
    def posted(cls, data: QueryDict, member: Member) -> "TypedLevel":
        """As it stood, with the change of the button that was pressed (``part``)."""
        typed = cls(
            name=data.get("name", ""),
            asked=Asked.posted(data, member),
            goals={kind: _goal(data, kind) for kind in KINDS},
            warn=data.get("warn", ""),
            pause=tuple(state for state in PAUSES if state in data.getlist("pause")),
            running=data.get("running") == "1",
        )
        typed.trouble = typed.asked.trouble
        return typed

    def data(self) -> dict[str, Any]:
        """As the stage wants it; what is no number stays in it, to be refused there."""
        targets = {
            kind: {"minutes": goal.minutes, "working": goal.working} for kind, goal in self.goals.items() if goal.amount.strip()
        }
        shares = [int(part) if part.strip().isdecimal() else 0 for part in self.warn.split(",") if part.strip()]
        return {"conditions": self.asked.group().data(), "targets": targets, "warn": shares, "pause": list(self.pause)}


def _goal(data: QueryDict, kind: str) -> Goal:
    unit = data.get(f"{kind}_unit", "h")
    return Goal(
        data.get(f"{kind}_amount", "").strip()[:7], unit if unit in _MINUTES else "h", data.get(f"{kind}_time") != "calendar"
    )
