"""Answers about service levels and the clocks of tickets."""

from datetime import datetime
from typing import Literal

from ninja import Schema

Obligation = Literal["first_reply", "next_reply", "resolution"]


class ClockOut(Schema):
    """One obligation of a ticket."""

    obligation: Obligation
    standing: Literal["running", "paused", "met", "met_late", "overdue", "cancelled"]
    target_minutes: int
    working_time: bool
    started_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None
    cancelled_at: datetime | None
    policy: str | None
    policy_version: int


class Clocks(Schema):
    clocks: list[ClockOut]


class TargetOut(Schema):
    """How soon."""

    obligation: Obligation
    minutes: int
    working_time: bool


class PolicyOut(Schema):
    """A service level; the first in the list that fits a ticket counts."""

    id: str
    name: str
    version: int
    is_default: bool
    conditions: str
    targets: list[TargetOut]


class Policies(Schema):
    policies: list[PolicyOut]
