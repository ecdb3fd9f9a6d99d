"""Answers about how long tickets take."""

from ninja import Schema


class ForecastOut(Schema):
    """What is known of tickets of one kind."""

    brand: str | None
    channel: str | None
    topic: str | None
    team: str | None
    priority: str | None
    low_minutes: int
    high_minutes: int
    day_minutes: int
    tickets: int
    shown: int
    came_true: int


class Forecasts(Schema):
    forecasts: list[ForecastOut]
