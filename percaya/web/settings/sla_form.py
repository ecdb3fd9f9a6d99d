"""The editor of a service level: what was typed, step by step. All of it travels in the form: the page needs no script."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from percaya.core.tickets.queries import conditions
from percaya.core.tickets.queries.conditions import BadCondition, Condition, Group
from percaya.core.workspace.models import Member
from percaya.stages.sla.terms import KINDS, PAUSES, WARN, Target, Terms
from percaya.web.inbox import filtering
from percaya.web.inbox.reference import reference

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
    """What stands in the editor. ``asking``: the field whose condition is being put together, "" for none."""

    name: str = ""
    match: str = "all"
    asked: list[Condition | Group] = field(default_factory=list)
    goals: dict[str, Goal] = field(default_factory=lambda: {kind: Goal() for kind in KINDS})
    warn: str = ", ".join(map(str, WARN))
    pause: tuple[str, ...] = PAUSES
    running: bool = False
    asking: str = ""
    trouble: str = ""

    @classmethod
    def of_terms(cls, name: str, terms: Terms) -> "TypedLevel":
        goals = {kind: Goal.of(terms.targets.get(kind)) for kind in KINDS}
        asked, match = list(terms.conditions.of), terms.conditions.match
        return cls(name, match, asked, goals, ", ".join(map(str, terms.warn)), terms.pause)

    @classmethod
    def posted(cls, data: QueryDict, member: Member) -> "TypedLevel":
        """As it stood, with the change of the button that was pressed (``part``)."""
        typed = cls(
            name=data.get("name", ""),
            match=data.get("match", "all"),
            asked=_asked(data, member),
            goals={kind: _goal(data, kind) for kind in KINDS},
            warn=data.get("warn", ""),
            pause=tuple(state for state in PAUSES if state in data.getlist("pause")),
            running=data.get("running") == "1",
        )
        typed._press(data.get("part", ""), data, member)
        return typed

    def data(self) -> dict[str, Any]:
        """As the stage wants it; what is no number stays in it, to be refused there."""
        group = Group(self.match if self.match in ("all", "any") else "all", tuple(self.asked))
        targets = {
            kind: {"minutes": goal.minutes, "working": goal.working} for kind, goal in self.goals.items() if goal.amount.strip()
        }
        shares = [int(part) if part.strip().isdecimal() else 0 for part in self.warn.split(",") if part.strip()]
        return {"conditions": group.data(), "targets": targets, "warn": shares, "pause": list(self.pause)}

    def _press(self, part: str, data: QueryDict, member: Member) -> None:
        verb, _colon, which = part.partition(":")
        match verb:
            case "choose":
                self.asking = data.get("new_field", "")
            case "ask":
                try:
                    self.asked.append(filtering.posted(data, member))
                except BadCondition as wrong:
                    self.asking, self.trouble = data.get("field", ""), " ".join(wrong.messages)
            case "unask" if which.isdecimal() and int(which[:4]) < len(self.asked):
                del self.asked[int(which)]


def _goal(data: QueryDict, kind: str) -> Goal:
    unit = data.get(f"{kind}_unit", "h")
    return Goal(
        data.get(f"{kind}_amount", "").strip()[:7], unit if unit in _MINUTES else "h", data.get(f"{kind}_time") != "calendar"
    )


def _asked(data: QueryDict, member: Member) -> list[Condition | Group]:
    """The conditions put together so far, each as JSON in a hidden field; what was meddled with is left out."""
    customs = reference(member).customs
    found: list[Condition | Group] = []
    for text in data.getlist("condition")[: conditions.MOST]:
        try:
            found += conditions.read({"of": [json.loads(text)]}, customs).of
        except (ValidationError, ValueError, RecursionError):
            continue
    return found
