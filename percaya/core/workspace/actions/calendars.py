"""Working calendars: made, changed, given to teams and brands, taken away. Each change of what one says is a new version."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.workspace.calendar_specs import Unfit, WrittenWeek, check, tidy
from percaya.core.workspace.calendar_words import trouble
from percaya.core.workspace.events import CalendarChanged
from percaya.core.workspace.models import Brand, CalendarVersion, Holiday, Team, Treatment, WorkCalendar, Workspace
from percaya.core.workspace.working import digest_of, forget_calendars

MOST = 50  # calendars of a workspace


@transaction.atomic
def save_calendar(
    *,
    workspace: Workspace,
    calendar: WorkCalendar | None = None,
    name: str,
    zone: str,
    week: WrittenWeek,
    breaks: WrittenWeek | None = None,
    seasons: Sequence[dict[str, Any]] = (),
    follows_holidays: bool = True,
    is_default: bool = False,
    teams: Sequence[Team] | None = None,
    brands: Sequence[Brand] | None = None,
    by: Actor,
) -> WorkCalendar:
    """Make or change a calendar (written as ``calendar_specs.py`` says). ``teams`` and ``brands`` are those that work by it,
    None leaves them. The first calendar is the default, and the default stays until another is made it.
    Raises ``ValidationError`` for an empty or taken name and for times that make no sense."""
    word = _checked_name(workspace, calendar, name)
    try:
        parts = {"week": tidy(week), "breaks": tidy(breaks or {}), "seasons": [_tidy_season(one) for one in seasons]}
        check({"zone": zone, **parts})
    except Unfit as unfit:
        raise ValidationError(trouble(unfit)) from None
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)  # one default, versions without gaps
    calendar = WorkCalendar.objects.get(pk=calendar.pk) if calendar else WorkCalendar(workspace=workspace)
    first = calendar._state.adding and not WorkCalendar.objects.filter(workspace=workspace, is_default=True).exists()
    if is_default and not calendar.is_default:
        WorkCalendar.objects.filter(workspace=workspace, is_default=True).update(is_default=False)
    calendar.name, calendar.zone, calendar.follows_holidays = word, zone, follows_holidays
    calendar.week, calendar.breaks, calendar.seasons = parts["week"], parts["breaks"], parts["seasons"]
    calendar.is_default = calendar.is_default or is_default or first
    calendar.save()
    _give(calendar, Team, teams)
    _give(calendar, Brand, brands)
    publish(calendar, how="saved", by=by)
    return calendar


def change_hours(*, calendar: WorkCalendar, week: WrittenWeek, by: Actor) -> WorkCalendar:
    """Another week, everything else as it is."""
    return save_calendar(
        workspace=calendar.workspace,
        calendar=calendar,
        name=calendar.name,
        zone=calendar.zone,
        week=week,
        breaks=calendar.breaks,
        seasons=calendar.seasons,
        follows_holidays=calendar.follows_holidays,
        by=by,
    )


@transaction.atomic
def retire_calendar(*, calendar: WorkCalendar, by: Actor) -> None:
    """Take a calendar out of use: its teams and brands work by the default from now on; clocks that run on it run on.
    Raises ``ValidationError`` for the default."""
    calendar = WorkCalendar.objects.select_for_update(no_key=True).get(pk=calendar.pk)
    if calendar.is_default:
        raise ValidationError(_("This is the default calendar. Make another one the default first, then remove this one."))
    Team.objects.filter(calendar=calendar).update(calendar=None)
    Brand.objects.filter(calendar=calendar).update(calendar=None)
    calendar.is_active = False
    calendar.save(update_fields=["is_active"])
    _record(calendar, before=calendar.version, how="retired", by=by)


def publish(calendar: WorkCalendar, *, how: str, by: Actor) -> None:
    """Keep what the calendar says now as its newest version, if that is news, and record the change."""
    spec = spec_of(calendar)
    digest, before = digest_of(spec), calendar.version
    last = CalendarVersion.objects.filter(calendar=calendar, version=before).values_list("digest", flat=True).first()
    if digest != last:
        calendar.version = before + 1
        calendar.save(update_fields=["version"])
        CalendarVersion.objects.create(
            workspace_id=calendar.workspace_id, calendar=calendar, version=calendar.version, spec=spec, digest=digest
        )
    elif how == "holidays":
        return
    _record(calendar, before=before, how=how, by=by)


def spec_of(calendar: WorkCalendar) -> dict[str, Any]:
    """What the rows say now, holidays and all."""
    return {
        "zone": calendar.zone,
        "week": calendar.week,
        "breaks": calendar.breaks,
        "seasons": calendar.seasons,
        "days": days_of(calendar),
    }


def days_of(calendar: WorkCalendar) -> dict[str, list[list[str]]]:
    """The holidays that change this calendar: its own before those of all."""
    rows = Holiday.objects.filter(workspace_id=calendar.workspace_id).order_by("date")
    shared = {one.date: one for one in rows if one.calendar_id is None} if calendar.follows_holidays else {}
    found = {**shared, **{one.date: one for one in rows if one.calendar_id == calendar.pk}}
    return {
        day.isoformat(): one.periods if one.treatment == Treatment.HALF else []
        for day, one in sorted(found.items())
        if one.treatment != Treatment.OPEN
    }


def _record(calendar: WorkCalendar, *, before: int, how: str, by: Actor) -> None:
    event = CalendarChanged(
        workspace_id=calendar.workspace_id,
        calendar=calendar.pk,
        name=calendar.name,
        version=calendar.version,
        before=before,
        how=how,
    )
    record(event, by=by)
    forget_calendars(calendar.workspace_id)


def _checked_name(workspace: Workspace, calendar: WorkCalendar | None, name: str) -> str:
    word = " ".join(name.split())[:80]
    if not word:
        raise ValidationError(_("A calendar needs a name."))
    same = WorkCalendar.objects.filter(workspace=workspace, is_active=True, name__iexact=word)
    if (same.exclude(pk=calendar.pk) if calendar else same).exists():
        raise ValidationError(_("There is a calendar called “%(name)s” already.") % {"name": word})
    if calendar is None and WorkCalendar.objects.filter(workspace=workspace, is_active=True).count() >= MOST:
        raise ValidationError(_("There are %(count)s calendars already. Remove one first.") % {"count": MOST})
    return word


def _tidy_season(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": " ".join(str(given.get("name", "")).split())[:60],
        "first": str(given.get("first", "")),
        "last": str(given.get("last", "")),
        "week": tidy(given.get("week", {})),
        "breaks": tidy(given.get("breaks", {})),
    }


def _give(calendar: WorkCalendar, model: type[Team] | type[Brand], chosen: Sequence[Team] | Sequence[Brand] | None) -> None:
    if chosen is None:
        return
    rows = model._default_manager.filter(workspace_id=calendar.workspace_id)
    keys = [one.pk for one in chosen]
    rows.filter(calendar=calendar).exclude(pk__in=keys).update(calendar=None)
    rows.filter(pk__in=keys).update(calendar=calendar)
