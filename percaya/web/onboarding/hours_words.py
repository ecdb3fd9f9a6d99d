"""Working hours in words, and the presets offered. ``hours`` is the week of a calendar (``core.workspace.calendar_specs``):
weekday "0" (Monday) to "6" -> [["08:00", "17:00"], …]."""

from collections.abc import Mapping

from babel.dates import get_day_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Hours = Mapping[str, list[list[str]]]
OFFICE = ["08:00", "17:00"]
PRESETS: dict[str, dict[str, list[list[str]]]] = {
    "weekdays": {str(day): [OFFICE] for day in range(5)},
    "six-days": {**{str(day): [OFFICE] for day in range(5)}, "5": [["08:00", "13:00"]]},
    "shop": {str(day): [["09:00", "21:00"]] for day in range(7)},
    "always": {str(day): [["00:00", "24:00"]] for day in range(7)},
}


def preset_of(hours: Hours) -> str:
    """The preset these hours are, or "own"."""
    return next((name for name, preset in PRESETS.items() if dict(hours) == preset), "own")


def day_names() -> list[str]:
    names = get_day_names("wide", locale=get_language() or "id")
    return [names[day] for day in range(7)]


def in_words(hours: Hours) -> str:
    """ "Senin–Jumat 08.00–17.00, Sabtu 08.00–13.00"."""
    if dict(hours) == PRESETS["always"]:
        return _("always open")
    names, parts, start = day_names(), [], 0
    periods = [hours.get(str(day), []) for day in range(7)]
    for day in range(1, 8):
        if day < 7 and periods[day] == periods[start]:
            continue
        if periods[start]:
            span = names[start] if day - 1 == start else f"{names[start]}–{names[day - 1]}"
            parts.append(f"{span} {', '.join(_period(each) for each in periods[start])}")
        start = day
    return ", ".join(parts)


def _period(period: list[str]) -> str:
    mark = ":" if get_language() == "en" else "."
    return "–".join(clock.replace(":", mark) for clock in period)
