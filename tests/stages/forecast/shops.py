"""How long the tickets of different shops take, in seconds of work: the ``n``-th ticket of each."""

import random
from collections.abc import Callable

from percaya.stages.forecast.units import HOUR

DAY = 8 * HOUR
Draw = Callable[[random.Random, int], float]


def steady(dice: random.Random, n: int) -> float:
    return dice.lognormvariate(9.2, 1.0)


def two_kinds(dice: random.Random, n: int) -> float:
    return dice.uniform(300, 3600) if dice.random() < 0.6 else dice.gauss(4 * DAY, DAY / 2)


def getting_slower(dice: random.Random, n: int) -> float:
    return dice.lognormvariate(9.2 + n / 900, 0.7)


def sale_in_the_middle(dice: random.Random, n: int) -> float:
    return dice.lognormvariate(9.0, 0.8) * (3 if 600 < n < 900 else 1)


def quick_chat(dice: random.Random, n: int) -> float:
    return dice.expovariate(1 / 900)


def week_of_overload(dice: random.Random, n: int) -> float:
    return dice.lognormvariate(9.0, 0.8) * (6 if 700 < n < 850 else 1)


def new_people(dice: random.Random, n: int) -> float:
    return dice.lognormvariate(9.6 if n < 800 else 8.4, 0.7)  # from one day on three times as quick, for good


def heavy_tail(dice: random.Random, n: int) -> float:
    return 600 * dice.paretovariate(0.9)


def mornings_and_nights(dice: random.Random, n: int) -> float:
    return dice.lognormvariate(7.5 if n % 40 < 25 else 10.0, 0.6)  # in stretches, as the day goes


def alike_in_minutes(dice: random.Random, n: int) -> float:
    return dice.gauss(1200, 150)


def alike_in_hours(dice: random.Random, n: int) -> float:
    return dice.gauss(3 * HOUR, HOUR / 2)


def all_but_the_same(dice: random.Random, n: int) -> float:
    return dice.gauss(5 * HOUR, 0.4 * HOUR)


def alike_in_days(dice: random.Random, n: int) -> float:
    return dice.gauss(4 * DAY, DAY / 2)


SHOPS: list[Draw] = [
    steady, two_kinds, getting_slower, sale_in_the_middle, quick_chat, week_of_overload, new_people, heavy_tail,
    mornings_and_nights, alike_in_minutes, alike_in_hours, all_but_the_same, alike_in_days,
]  # fmt: skip
