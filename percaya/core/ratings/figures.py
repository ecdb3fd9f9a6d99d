"""From counts to a value with its spread. Pure; per cent and points are floats, ``None`` where there is no answer.

CSAT  share of 4 and 5 among all answers, in per cent; interval of Wilson (1927) at 95 %:
      centre (p + z²/2n) / (1 + z²/n), half width z/(1 + z²/n) · √(p(1−p)/n + z²/4n²), z = 1.96.
NPS   per cent of 9–10 minus per cent of 0–6, from −100 to 100; normal interval: the answer of one customer counts +1, 0 or −1,
      so that the variance is (promoters + detractors)/n − ((promoters − detractors)/n)², and the half width z·100·√(variance/n).
CES   mean of 1–7; normal interval with the variance of the sample, (Σx² − (Σx)²/n)/(n − 1).
An interval ends where its scale ends.
"""

from dataclasses import dataclass
from math import sqrt

Z = 1.96  # 95 %
SHOWN_FROM = 5  # a person's figure is hidden below so many answers


@dataclass(frozen=True)
class Tally:
    """Answers of one kind: how many, how many of them high and low, their sum and the sum of their squares; ``asked``: how
    many questions went out."""

    n: int = 0
    high: int = 0
    low: int = 0
    total: int = 0
    squares: int = 0
    asked: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.n + other.n, self.high + other.high, self.low + other.low, self.total + other.total,
            self.squares + other.squares, self.asked + other.asked,
        )  # fmt: skip

    @property
    def rate(self) -> float | None:
        """Answers to questions, in per cent: answers given in a period, of questions sent in it."""
        return min(100.0, 100 * self.n / self.asked) if self.asked else None


@dataclass(frozen=True)
class Figure:
    value: float
    least: float
    most: float


def figure(kind: str, tally: Tally) -> Figure | None:
    """CSAT in per cent, NPS in points, CES as a mean, with the 95 % interval."""
    if not tally.n:
        return None
    return {"csat": _csat, "nps": _nps, "ces": _ces}[kind](tally)


def wilson(part: int, n: int) -> tuple[float, float]:
    """The interval of a share, 0 to 1."""
    p, room = part / n, 1 + Z**2 / n
    centre, half = (p + Z**2 / (2 * n)) / room, Z / room * sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def _csat(tally: Tally) -> Figure:
    least, most = wilson(tally.high, tally.n)
    return Figure(100 * tally.high / tally.n, 100 * least, 100 * most)


def _nps(tally: Tally) -> Figure:
    mean = (tally.high - tally.low) / tally.n
    variance = (tally.high + tally.low) / tally.n - mean**2
    half = 100 * Z * sqrt(max(0.0, variance) / tally.n)
    return Figure(100 * mean, max(-100.0, 100 * mean - half), min(100.0, 100 * mean + half))


def _ces(tally: Tally) -> Figure:
    mean = tally.total / tally.n
    variance = (tally.squares - tally.total**2 / tally.n) / (tally.n - 1) if tally.n > 1 else 0.0
    half = Z * sqrt(max(0.0, variance) / tally.n)
    return Figure(mean, max(1.0, mean - half), min(7.0, mean + half))
