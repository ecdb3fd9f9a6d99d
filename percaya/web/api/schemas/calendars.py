"""Bodies and answers about working calendars."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from percaya.web.api.schemas.inputs import Moment, Strict, Text

Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$")]
Weekday = Annotated[str, StringConstraints(pattern="^[0-6]$")]
Week = Annotated[
    dict[Weekday, Annotated[list[Annotated[list[Clock], Field(min_length=2, max_length=2)]], Field(max_length=12)]],
    Field(max_length=7),
]
Day = Annotated[date, Field(strict=False)]
MOST_MINUTES = 60 * 24 * 366


class SeasonIn(Strict):
    """Days on which another week holds, both ends among them."""

    name: Annotated[Text, StringConstraints(max_length=60)]
    first: Day
    last: Day
    week: Week
    breaks: Week = {}


class CalendarIn(Strict):
    """A calendar whole. A period that ends before it starts ends on the next day; ``24:00`` ends a day."""

    name: Annotated[Text, StringConstraints(min_length=1, max_length=80)]
    zone: Annotated[Text, StringConstraints(min_length=1, max_length=48)]
    week: Week
    breaks: Week = {}
    seasons: Annotated[list[SeasonIn], Field(max_length=20)] = []
    follows_holidays: bool = True
    default: bool = False


class SeasonOut(Schema):
    """Days on which another week holds, both ends among them."""

    name: str
    first: date
    last: date
    week: dict[str, list[list[str]]]
    breaks: dict[str, list[list[str]]]


class CalendarOut(Schema):
    """A calendar as it is in force: its week, and the days that are otherwise."""

    id: str
    name: str
    zone: str
    week: dict[str, list[list[str]]]
    breaks: dict[str, list[list[str]]]
    seasons: list[SeasonOut]
    days: dict[str, list[list[str]]]
    follows_holidays: bool
    default: bool
    version: int


class Calendars(Schema):
    calendars: list[CalendarOut]


class DueIn(Strict):
    """So much working time from then on."""

    start: Moment
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]


class DueOut(Schema):
    due: datetime


class SpanIn(Strict):
    """From one instant to another, at most twenty years."""

    start: Moment
    end: Moment


class SpanOut(Schema):
    seconds: int


class InstantIn(Strict):
    """One instant."""

    at: Moment


class OpeningOut(Schema):
    """``opening`` is the instant itself while open."""

    open: bool
    opening: datetime | None
