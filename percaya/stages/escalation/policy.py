"""What makes a ticket go higher, and what happens then. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ASKED, RULE = "asked", "rule"  # by a colleague, by a rule: always heard
# reason -> what its number means and what it usually is: percent, minutes, messages; 0 for none
REASONS: Mapping[str, int] = {
    "warned": 75,
    "breached": 0,
    "unowned": 30,
    "mood": 0,
    "vip": 0,
    "promise_late": 0,
    "repeated": 3,
    ASKED: 0,
    RULE: 0,
}
HEARD: Mapping[str, str] = {
    "clock.warned": "warned",
    "clock.breached": "breached",
    "ticket.mood_read": "mood",
    "promise.late": "promise_late",
    "escalation.asked": RULE,
    "survey.low_answer": RULE,
}
USUALLY_ON = frozenset({"breached", ASKED, RULE})
PRIORITIES = ("low", "normal", "high", "urgent")
LONGEST = 60 * 24 * 30  # minutes


@dataclass(frozen=True)
class Step:
    """``after`` minutes without an answer: a new owner among the supervisors (``pass_on``) or among admins (``to_admins``),
    a higher priority, a team, members who follow and are told."""

    after: int = 0
    raise_priority: bool = False
    pass_on: bool = False
    to_admins: bool = False
    team: int = 0
    members: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """``limit`` is the number of its reason. The next word is owed within ``update_minutes`` of working time."""

    reason: str
    is_on: bool
    limit: int
    update_minutes: int = 60
    tell_customer: bool = False
    steps: tuple[Step, ...] = ()


def usual(reason: str) -> Plan:
    """The plan out of the box: the owner is told, ten minutes later another supervisor, half an hour later the admins."""
    steps = (Step(raise_priority=reason == "breached"), Step(after=10, pass_on=True), Step(after=30, to_admins=True))
    return Plan(reason, reason in USUALLY_ON, REASONS[reason], steps=steps)


def plan_from(reason: str, kept: Mapping[str, Any]) -> Plan:
    """The plan that a business has made of it."""
    steps = tuple(Step(**{**step, "members": tuple(step.get("members", ()))}) for step in kept.get("steps", ()))
    facts = {name: kept[name] for name in ("is_on", "limit", "update_minutes", "tell_customer") if name in kept}
    return Plan(**{"reason": reason, "is_on": True, "limit": REASONS[reason], **facts, "steps": steps or usual(reason).steps})


def fits(plan: Plan, facts: Mapping[str, Any]) -> bool:
    """Does what an event says reach the plan's limit?"""
    if not plan.is_on:
        return False
    if plan.reason == "warned":
        return int(facts.get("share", 0)) >= plan.limit
    if plan.reason == "mood":
        return facts.get("mood") == "negative"
    return True


def higher(priority: str) -> str:
    return PRIORITIES[min(PRIORITIES.index(priority) + 1, len(PRIORITIES) - 1)]
