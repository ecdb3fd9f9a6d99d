"""Who is there, and why a ticket is with whom, as the API takes and shows it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, StringConstraints

from percaya.web.api.schemas.inputs import Text

Availability = Literal["available", "async_only", "transfers_only", "break", "offline"]


class AvailabilityIn(Schema):
    """``reason`` is one of a break's: meal, prayer, meeting, training, technical, or one of the workspace's own."""

    model_config = ConfigDict(extra="forbid", strict=True)

    status: Availability
    reason: Annotated[Text, StringConstraints(max_length=40)] = ""


class AvailabilityOut(Schema):
    """``load`` and ``limit`` are weights of open work; ``automatic``: not chosen by a person (idle, signed out)."""

    member: str
    status: Availability
    reason: str
    since: datetime
    automatic: bool
    load: float
    limit: float
    skills: list[str]
    languages: list[str]


class CandidateOut(Schema):
    """``refused`` is empty for who could take it, best first; else the word for why not. ``values``: what it rests on."""

    member: str
    refused: str
    values: dict[str, str]


class DecisionOut(Schema):
    """One look for somebody. ``reason``: why nobody, in one word; ``rules``: the one that matched and near misses."""

    at: datetime
    how: str
    team: str | None
    member: str | None
    strategy: str
    reason: str
    asked: dict[str, Any]
    rules: list[dict[str, Any]]
    candidates: list[CandidateOut]


class RoutingOut(Schema):
    decisions: list[DecisionOut]
