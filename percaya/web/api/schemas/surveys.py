"""Answers about surveys and what customers answered."""

from datetime import datetime
from typing import Literal

from ninja import Schema

Kind = Literal["csat", "nps", "ces"]


class SurveyOut(Schema):
    """What customers are asked, and when."""

    id: str
    name: str
    kind: Kind
    brand: str | None
    channels: list[str]
    question_id: str
    question_en: str
    moment: Literal["solved", "schedule"]
    delay_minutes: int
    every_days: int
    share: int
    low_action: Literal["", "reopen", "escalate"]
    reminder_days: int
    is_on: bool


class Surveys(Schema):
    surveys: list[SurveyOut]


class RatingOut(Schema):
    """A question to a customer, and the answer where there is one."""

    id: str
    kind: Kind
    survey: str | None
    member: str | None
    asked_at: datetime
    given_at: datetime | None
    score: int | None
    comment: str


class Ratings(Schema):
    ratings: list[RatingOut]
