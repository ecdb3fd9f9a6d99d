"""The middle duration and the one that nine in ten do not exceed, picked out by the database: no period is read into memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Window
from django.db.models.functions import RowNumber


def rank(n: int, percent: int) -> int:
    """The place, from 0, by nearest rank among ``n`` in order: a duration that there really was."""
    return max(0, ceil(n * percent / 100) - 1)


def middle(rows: QuerySet[Any], column: str, n: int) -> float | None:
    """Of the ``n`` rows, none of which is empty there. Between two middle ones it lies half way."""
    first = (n - 1) // 2
    found = list(rows.order_by(column).values_list(column, flat=True)[first : n // 2 + 1]) if n else []
    return median(found) if found else None


def nine_in_ten(rows: QuerySet[Any], column: str, n: int) -> int | None:
    """Counted from the top, since a database that sorts keeps only as many as it must pass over."""
    above = n - 1 - rank(n, 90)
    found: list[int] = list(rows.order_by(f"-{column}").values_list(column, flat=True)[above : above + 1]) if n else []
    return found[0] if found else None


@dataclass(frozen=True)
class Places:
    """The rows of one key: how many, the middle one, and the one that nine in ten do not exceed."""

    n: int = 0
    middle: float | None = None
    ninth: int | None = None


def places(rows: QuerySet[Any], key: str, column: str) -> dict[Any, Places]:
    """Of each ``key``, in one statement that gives at most three rows of it: for rows that are dear to find twice."""
    placed = rows.order_by().annotate(
        place=Window(RowNumber(), partition_by=F(key), order_by=column),
        n=Window(Count("*"), partition_by=F(key), output_field=IntegerField()),
    )
    middle, ninth = Q(twice__gte=F("n"), twice__lte=F("n") + 2), Q(tenfold__gte=F("n") * 9, tenfold__lt=F("n") * 9 + 10)
    chosen = placed.annotate(twice=F("place") * 2, tenfold=F("place") * 10).filter(middle | ninth)
    found: dict[Any, dict[int, int]] = {}
    counts: dict[Any, int] = {}
    for one, n, place, value in chosen.values_list(key, "n", "place", column):
        found.setdefault(one, {})[place] = value
        counts[one] = n
    return {one: _places(counts[one], values) for one, values in found.items()}


def _places(n: int, values: Mapping[int, int]) -> Places:
    """``values`` by place, from 1."""
    return Places(n, median((values[(n + 1) // 2], values[n // 2 + 1])), values[rank(n, 90) + 1])
