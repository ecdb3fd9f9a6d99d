"""Charts as numbers for an SVG: heights are worked out here, drawn by the template, and a table says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 720, 160


@dataclass(frozen=True)
class Bar:
    day: date
    came: int
    went: int
    x: float
    width: float
    came_height: float
    went_height: float
    is_named: bool  # its day stands below it


def bars(days: Sequence[tuple[date, int, int]]) -> list[Bar]:
    """Two bars a day; at most ten days are named."""
    tallest = max((max(came, went) for _day, came, went in days), default=0) or 1
    step = WIDTH / max(1, len(days))
    every = -(-len(days) // 10) or 1
    return [
        Bar(
            day, came, went, round(place * step, 1), round(step, 1), round(HEIGHT * came / tallest, 1),
            round(HEIGHT * went / tallest, 1), place % every == 0,
        )
        for place, (day, came, went) in enumerate(days)
    ]  # fmt: skip
