"""Bodies and answers about one deed to many tickets."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from percaya.web.api.schemas.inputs import Body, Line, Moment, Priority, PublicId, Strict, Text

Deed = Literal[
    "take", "assign", "team", "priority", "label", "unlabel", "start", "wait_for_customer", "wait_for_other", "resolve",
    "reopen", "close", "snooze", "wake", "spam", "unspam", "reply", "merge", "macro",
]  # fmt: skip


class BulkIn(Strict):
    """``tickets`` names them one by one; else ``view``, ``conditions`` or both say which, as they stand now. A deed reads
    only what it needs: ``assign`` an ``assignee``, ``reply`` a ``text``, ``merge`` a ticket to merge ``into``."""

    deed: Deed
    tickets: list[PublicId] = Field(default=[], max_length=5000)
    view: Annotated[str, StringConstraints(pattern="^([a-z]{1,20}|viw_[a-z2-7]{26})?$")] = ""
    conditions: dict[Text, Any] | None = Field(default=None, max_length=8)
    assignee: PublicId | None = None
    team: PublicId | None = None
    priority: Priority | None = None
    label: Annotated[Text, StringConstraints(max_length=40)] = ""
    until: Moment | None = None
    waits_for: Annotated[Text, StringConstraints(max_length=120)] = ""
    text: Body = ""
    then: Literal["", "wait", "resolve"] = ""
    into: PublicId | None = None
    across: bool = False
    macro: PublicId | None = None


class TroubleOut(Schema):
    """A ticket at which it did not work, or could not be taken back whole."""

    ticket: str
    reason: Line


class BulkOut(Schema):
    """A run: ``chosen`` (nothing was done yet), ``waiting`` (can still be called off), ``running``, ``done``, ``stopped``,
    ``undoing``, ``undone``."""

    id: str
    deed: Deed | None
    state: Literal["chosen", "waiting", "running", "done", "stopped", "undoing", "undone"]
    total: int
    is_cut: bool
    changed: int
    unchanged: int
    failed: int
    left: int
    taken_back: int
    kept: int
    troubles: list[TroubleOut]
    created_at: datetime
    finished_at: datetime | None
    can_undo: bool
