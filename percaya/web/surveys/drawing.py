"""The trend as numbers for an SVG: worked out here, drawn by the template, and a table says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from percaya.core.ratings.figures import SHOWN_FROM, Tally, figure

WIDTH, HEIGHT, LEFT = 720, 160, 40
_ENDS = {"csat": (0.0, 100.0), "nps": (-100.0, 100.0), "ces": (1.0, 7.0)}
_BY_WEEK_FROM = 32  # days


@dataclass(frozen=True)
class Point:
    day: date  # the first of its days
    value: float
    n: int
    x: float
    y: float
    is_few: bool


@dataclass(frozen=True)
class Trend:
    points: list[Point]
    line: str  # "x,y x,y …"
    grid: list[tuple[float, float]]  # (value, y): the ends of the scale and its middle
    days: list[tuple[date, float]]  # (day, x): at most ten are named
    by_week: bool


def trend(kind: str, days: Sequence[tuple[date, Tally]], first: date, last: date) -> Trend:
    """By day, or by week (from the period's first day on) where there are more than a month of days."""
    length = (last - first).days + 1
    step = 7 if length >= _BY_WEEK_FROM else 1
    told: dict[int, Tally] = {}
    for day, tally in days:
        place = (day - first).days // step
        told[place] = told.get(place, Tally()) + tally
    count = -(-length // step)
    width, every = (WIDTH - LEFT) / count, -(-count // 10)
    least, most = _ENDS[kind]

    def height(value: float) -> float:
        return round(HEIGHT - HEIGHT * (value - least) / (most - least), 1)

    points = []
    for place, tally in sorted(told.items()):
        found = figure(kind, tally)
        if found is not None:
            x = round(LEFT + width * (place + 0.5), 1)
            day = first + timedelta(days=place * step)
            points.append(Point(day, found.value, tally.n, x, height(found.value), tally.n < SHOWN_FROM))
    grid = [(value, height(value)) for value in (most, (least + most) / 2, least)]
    named = [(first + timedelta(days=place * step), round(LEFT + width * (place + 0.5), 1)) for place in range(0, count, every)]
    return Trend(points, " ".join(f"{one.x},{one.y}" for one in points), grid, named, step == 7)
