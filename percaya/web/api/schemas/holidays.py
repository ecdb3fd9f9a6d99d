"""Answers about holidays."""

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field


class HolidayQuery(Schema):
    model_config = ConfigDict(extra="forbid")

    year: Annotated[int, Field(ge=1970, le=2200)] | None = None


class HolidayOut(Schema):
    """A day unlike others."""

    id: str
    date: date
    name: str
    name_en: str
    kind: Literal["national", "joint", "local"]
    treatment: Literal["closed", "half", "open"]
    periods: list[list[str]]
    confirmed: bool
    calendar: str | None


class Holidays(Schema):
    holidays: list[HolidayOut]
