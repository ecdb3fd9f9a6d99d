"""Bodies and answers about what stands around a ticket: custom fields, checklist, time, followers, templates."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from percaya.web.api.schemas.inputs import Line, Priority, PublicId, Strict, Text
from percaya.web.api.schemas.outputs import Named

Key = Annotated[Text, StringConstraints(min_length=1, max_length=40)]
StepText = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
Value = bool | int | float | Line | list[Line] | None
FieldKind = Literal["text", "number", "money", "date", "choice", "multi", "yesno", "contact"]


class FieldsIn(Strict):
    """Only the fields that are named are changed; null or an empty text empties one."""

    values: dict[Key, Value] = Field(min_length=1, max_length=60)


class StepIn(Strict):
    text: StepText
    required: bool = False


class StepsIn(Strict):
    steps: list[StepIn] = Field(min_length=1, max_length=50)


class StepChange(Strict):
    done: bool


class TimeIn(Strict):
    minutes: int = Field(ge=1, le=1440)
    note: Line = ""


class FollowerIn(Strict):
    member: PublicId


class FieldOut(Schema):
    """A custom field of tickets."""

    key: str
    name: str
    name_en: str
    kind: FieldKind
    options: list[str]
    required_to_resolve: bool
    is_sensitive: bool


class FieldsOut(Schema):
    """What a ticket holds of its custom fields, by key: text, true or false, or a list. A masked one is null."""

    values: dict[str, str | bool | list[str] | None]
    masked: list[str]
    missing: list[str]


class StepOut(Schema):
    id: str
    text: str
    required: bool
    done_at: datetime | None
    done_by: Named | None


class TimeOut(Schema):
    id: str
    minutes: int
    note: str
    member: Named | None
    created_at: datetime


class AroundOut(Schema):
    fields: FieldsOut
    steps: list[StepOut]
    time: list[TimeOut]
    minutes_spent: int
    followers: list[Named]


class TicketTemplateOut(Schema):
    """How a ticket of a certain kind begins."""

    id: str
    name: str
    subject: str
    text: str
    team: str | None
    priority: Priority
    topic: str
    labels: list[str]
    values: dict[str, list[str]]
    steps: list[str]


class TicketFieldsOut(Schema):
    fields: list[FieldOut]


class TicketTemplatesOut(Schema):
    templates: list[TicketTemplateOut]
