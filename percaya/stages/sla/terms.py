"""What a policy says: for which tickets, how soon, when to warn, when to stand still. Plain data, checked when it is read.

As JSON ``{"conditions": …, "targets": {"first_reply": {"minutes": 240, "working": true}, …}, "warn": [50, 80],
"pause": ["waiting_customer", "waiting_other"]}``; an obligation without a target is not owed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from percaya.core.tickets.queries.conditions import EVERYTHING, Customs, Group, read, stored

KINDS = ("first_reply", "next_reply", "resolution")
PAUSES = ("waiting_customer", "waiting_other")
MOST_MINUTES = 60 * 24 * 365
WARN = (50, 80)
MOST_WARNINGS = 5


class BadTerms(ValidationError):
    """What is wrong with a service level, for a person; nothing was saved."""


@dataclass(frozen=True)
class Target:
    """``working``: minutes of the calendar of the team or brand; else round the clock."""

    minutes: int
    working: bool = True

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def data(self) -> dict[str, Any]:
        return {"minutes": self.minutes, "working": self.working}


@dataclass(frozen=True)
class Terms:
    targets: Mapping[str, Target] = field(default_factory=dict)
    conditions: Group = EVERYTHING
    warn: tuple[int, ...] = WARN
    pause: tuple[str, ...] = PAUSES

    def data(self) -> dict[str, Any]:
        return {
            "conditions": self.conditions.data(),
            "targets": {kind: target.data() for kind, target in self.targets.items()},
            "warn": list(self.warn),
            "pause": list(self.pause),
        }


def checked(data: Mapping[str, Any], customs: Customs) -> Terms:
    """Terms that a person wrote. Raises ``BadTerms`` or ``BadCondition``."""
    targets = {kind: _target(data["targets"][kind]) for kind in KINDS if data.get("targets", {}).get(kind)}
    if not targets:
        raise BadTerms(_("Say how soon for at least one of the three. Nothing was saved."))
    warn = tuple(sorted({int(share) for share in data.get("warn", WARN)}))
    if len(warn) > MOST_WARNINGS or any(not 0 < share < 100 for share in warn):
        raise BadTerms(_("Warnings are percentages between 1 and 99, at most five. Nothing was saved."))
    pause = tuple(state for state in PAUSES if state in data.get("pause", PAUSES))
    return Terms(targets, read(data.get("conditions") or EVERYTHING.data(), customs), warn, pause)


def kept(data: Mapping[str, Any], customs: Customs) -> Terms:
    """Terms that were checked when they were saved."""
    return Terms(
        {kind: Target(int(one["minutes"]), bool(one["working"])) for kind, one in data.get("targets", {}).items()},
        stored(data.get("conditions"), customs),
        tuple(data.get("warn", WARN)),
        tuple(data.get("pause", PAUSES)),
    )


def within(minutes: int) -> Terms:
    """The service level of a workspace that has said no more than how soon it answers."""
    return Terms({"first_reply": Target(minutes), "next_reply": Target(minutes)})


def _target(data: Mapping[str, Any]) -> Target:
    minutes = data.get("minutes")
    if not isinstance(minutes, int) or not 0 < minutes <= MOST_MINUTES:
        raise BadTerms(_("A target is between one minute and a year. Nothing was saved."))
    return Target(minutes, bool(data.get("working", True)))
