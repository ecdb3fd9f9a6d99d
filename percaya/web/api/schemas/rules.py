"""Bodies and answers about rules of the automation."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from percaya.web.api.schemas.inputs import Strict, Text

Mode = Literal["active", "practice", "off"]
Outcome = Literal["done", "nothing", "proposed", "rejected", "outdated", "limited", "failed"]


class DeedIn(Strict):
    """One thing a rule does: ``do`` names it, ``value`` says to what."""

    do: Annotated[Text, StringConstraints(max_length=12)]
    value: Annotated[Text, StringConstraints(max_length=2000)] = ""


class DeedOut(Schema):
    """One thing a rule does: ``do`` names it, ``value`` says to what."""

    do: str
    value: str


class RuleIn(Strict):
    """A rule as it is to be."""

    name: Annotated[Text, StringConstraints(min_length=1, max_length=120)]
    # {"when": "event", "of": [..]}, {"when": "after", "of": [..], "span": "3d"} or {"when": "time", "days": [0], "at": "08:00"}
    trigger: dict[str, Any]
    conditions: dict[str, Any] = {}
    words: Annotated[list[Annotated[Text, StringConstraints(max_length=80)]], Field(max_length=60)] = []
    actions: Annotated[list[DeedIn], Field(min_length=1, max_length=12)]
    stops: bool = False
    mode: Mode = "practice"


class ModeIn(Strict):
    mode: Mode


class RuleOut(Schema):
    """A rule, with how it went lately."""

    id: str
    name: str
    mode: Mode
    position: int
    version: int
    trigger: dict[str, Any]
    conditions: dict[str, Any]
    words: list[str]
    actions: list[DeedOut]
    stops: bool
    run_count: int
    last_run_at: datetime | None
    last_error: str
    paused_until: datetime | None


class RuleList(Schema):
    rules: list[RuleOut]


class RuleRunOut(Schema):
    """One time that a rule fitted a ticket."""

    ticket: str
    outcome: Outcome
    version: int
    did: list[str]
    error: str
    at: datetime


class RuleRunList(Schema):
    runs: list[RuleRunOut]
