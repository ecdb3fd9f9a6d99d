"""Public holidays of a country and, for Indonesia, joint leave (cuti bersama), as the ``holidays`` library knows them. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Any

LANGUAGES = {"ID": ("id", "en_US")}  # elsewhere: as the country says it, and in English
MOST_YEARS = 5

_GUESSED = re.compile(r"\s*\((perkiraan|estimated|perkiraan, diamati|observed, estimated)\)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """``is_certain``: the date is fixed for good or decreed; no for a forecast of the moon and for a year not yet decreed."""

    date: date
    name: str
    name_en: str
    kind: str  # national joint
    is_certain: bool


def _library() -> Any:
    """Loaded when holidays are first asked for: a process at rest is 2.5 MB lighter."""
    return import_module("holidays")


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """ISO codes, two letters."""
    return tuple(sorted(_library().list_supported_countries(include_aliases=False)))


def found_in(country: str, year: int, *, this_year: int) -> list[Found]:
    """The days off of a year, in order. Raises ``ValueError`` for a country that is not known."""
    if country not in countries():
        raise ValueError(country)
    before = {(day.month, day.day) for day in _named(country, year - 1, "public", 0)}
    national = _found(country, year, "public", "national")
    joint = _found(country, year, "government", "joint") if country == "ID" else []
    rows = {one.date: one for one in [*joint, *national]}
    sure = [
        one if year <= this_year or (one.date.month, one.date.day) in before else _unsure(one)
        for one in rows.values()
    ]  # fmt: skip
    return sorted(sure, key=lambda one: one.date)


def _found(country: str, year: int, category: str, kind: str) -> list[Found]:
    own, english = (_named(country, year, category, place) for place in (0, 1))
    return [
        Found(day, _plain(name), _plain(english.get(day, name)), kind, not _GUESSED.search(name + english.get(day, "")))
        for day, name in own.items()
    ]


@lru_cache(maxsize=64)
def _named(country: str, year: int, category: str, place: int) -> dict[date, str]:
    kind = getattr(_library(), country)
    wanted = LANGUAGES.get(country, (kind.default_language, "en_US"))[place]
    language = wanted if wanted in kind.supported_languages else kind.default_language
    if category not in kind.supported_categories:
        return {}
    return {day: name for day, name in kind(years=year, categories=(category,), language=language).items() if day.year == year}


def _plain(name: str) -> str:
    return _GUESSED.sub("", name).replace("; ", ", ")[:120]


def _unsure(one: Found) -> Found:
    return Found(one.date, one.name, one.name_en, one.kind, False)
