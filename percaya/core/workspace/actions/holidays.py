"""Holidays: taken from a country's list, added, treated otherwise, confirmed, removed. Calendars follow with a new version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.calendars import publish
from percaya.core.workspace.calendar_specs import Unfit, check, written
from percaya.core.workspace.calendar_words import trouble
from percaya.core.workspace.events import HolidaysChanged
from percaya.core.workspace.holiday_source import MOST_YEARS, countries, found_in
from percaya.core.workspace.models import Holiday, HolidayKind, Treatment, WorkCalendar, Workspace

NAMED = 12  # days that an event names


@dataclass(frozen=True)
class Wish:
    """How a day is to be treated; ``periods`` are the hours of a half day."""

    treatment: str
    periods: Sequence[Sequence[str]] = ()
    is_confirmed: bool = False


@transaction.atomic
def import_holidays(*, workspace: Workspace, country: str = "ID", years: Sequence[int], by: Actor) -> int:
    """Take the holidays of those years from the country's list, and say how many rows are new or other than before. What a
    person has changed stays; a forecast that moved moves. Raises ``ValidationError`` for a country without a list."""
    if country not in countries():
        raise ValidationError(_("There is no list of holidays for “%(name)s”.") % {"name": country[:12]})
    _lock(workspace)
    this_year = timezone.localdate().year
    found = {one.date: one for year in sorted(set(years))[:MOST_YEARS] for one in found_in(country, year, this_year=this_year)}
    shared = Holiday.objects.filter(workspace=workspace, calendar=None)
    known = {one.date: one for one in shared}
    changed: list[date] = []
    for day, one in found.items():
        row = known.get(day) or Holiday(workspace=workspace, date=day, source=country)
        facts = {"name": one.name, "name_en": one.name_en, "kind": one.kind, "is_confirmed": one.is_certain}
        if row.is_edited or row.source != country or all(getattr(row, name) == value for name, value in facts.items()):
            continue
        for name, value in facts.items():
            setattr(row, name, value)
        row.save()
        changed.append(day)
    gone = shared.filter(source=country, is_edited=False, date__year__in=list(years)).exclude(date__in=list(found))
    changed += gone.values_list("date", flat=True)
    gone.delete()
    _follow(workspace, changed, how="imported", by=by)
    return len(changed)


@transaction.atomic
def treat_holidays(*, workspace: Workspace, wishes: Mapping[int, Wish], by: Actor) -> int:
    """Treat holidays (by key) as wished; those that are so already are left alone. Says how many were changed."""
    _lock(workspace)
    changed: list[date] = []
    for row in Holiday.objects.filter(workspace=workspace, pk__in=list(wishes)):
        wish = wishes[row.pk]
        periods = _periods(row.date, wish.treatment, wish.periods)
        now = (wish.treatment, periods, row.is_confirmed or wish.is_confirmed)
        if now == (row.treatment, row.periods, row.is_confirmed):
            continue
        row.treatment, row.periods, row.is_confirmed = now
        row.is_edited = True
        row.save()
        changed.append(row.date)
    _follow(workspace, changed, how="changed", by=by)
    return len(changed)


@transaction.atomic
def add_holiday(
    *,
    workspace: Workspace,
    day: date,
    name: str,
    name_en: str = "",
    treatment: str = Treatment.CLOSED,
    periods: Sequence[Sequence[str]] = (),
    calendar: WorkCalendar | None = None,
    by: Actor,
) -> Holiday:
    """A day of the business's own, for all calendars that follow holidays or for one. Raises ``ValidationError`` without a
    name and for a day that is in the list already."""
    word = " ".join(name.split())[:120]
    if not word:
        raise ValidationError(_("Give the day a name."))
    _lock(workspace)
    if Holiday.objects.filter(workspace=workspace, calendar=calendar, date=day).exists():
        raise ValidationError(_("%(day)s is in the list already. Change how it is treated there.") % {"day": day.isoformat()})
    row = Holiday.objects.create(
        workspace=workspace, calendar=calendar, date=day, name=word, name_en=" ".join(name_en.split())[:120],
        kind=HolidayKind.LOCAL, treatment=treatment, periods=_periods(day, treatment, periods), is_edited=True,
    )  # fmt: skip
    _follow(workspace, [day], how="added", by=by)
    return row


@transaction.atomic
def remove_holiday(*, holiday: Holiday, by: Actor) -> None:
    """Only days of the business's own go; one of a country's list is treated as an open day instead."""
    if holiday.source:
        raise ValidationError(_("This day comes from the country's list. Treat it as open instead of removing it."))
    _lock(holiday.workspace)
    holiday.delete()
    _follow(holiday.workspace, [holiday.date], how="removed", by=by)


def _lock(workspace: Workspace) -> None:
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)


def _periods(day: date, treatment: str, periods: Sequence[Sequence[str]]) -> list[Any]:
    if treatment not in Treatment.values:
        raise ValidationError(_("A holiday is closed, half or open."))
    if treatment != Treatment.HALF:
        return []
    always = {"0": [["00:00", "24:00"]]}
    try:
        read = check({"zone": "UTC", "week": always, "days": {day.isoformat(): periods}}).days[day]
    except Unfit as unfit:
        raise ValidationError(trouble(unfit)) from None
    if not read:
        raise ValidationError(_("%(day)s: a half day needs its hours, such as 08:00–12:00.") % {"day": day.isoformat()})
    return [list(written(one)) for one in read]


def _follow(workspace: Workspace, days: Iterable[date], *, how: str, by: Actor) -> None:
    dates = sorted({day.isoformat() for day in days})
    if not dates:
        return
    event = HolidaysChanged(workspace_id=workspace.pk, days=tuple(dates[:NAMED]), count=len(dates), how=how)
    record(event, by=by)
    for calendar in WorkCalendar.objects.filter(workspace=workspace, is_active=True):
        publish(calendar, how="holidays", by=by)
