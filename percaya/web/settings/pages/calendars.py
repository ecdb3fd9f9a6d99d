"""One working calendar: its week, breaks and seasons, drawn, tried out, and given to teams and brands."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.calendars import retire_calendar, save_calendar
from percaya.core.workspace.brands import brands
from percaya.core.workspace.calendar_specs import calendar_from
from percaya.core.workspace.models import Brand, Team, WorkCalendar
from percaya.core.workspace.policy import DEFAULT_HOURS
from percaya.web.onboarding.hours_words import day_names
from percaya.web.onboarding.steps.business import ZONES
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.settings.hours_form import SEASONS, lines, read_seasons, read_week
from percaya.web.settings.pages.hours import tried
from percaya.web.settings.week_drawing import Stripe, stripes
from percaya.web.ui.doors import MemberRequest, member_view


@dataclass(frozen=True)
class Row:
    """A weekday of a form: the names of its two lines, what they say, and which of them make no sense."""

    day: str
    hours_name: str
    hours: str
    pause_name: str
    pause: str
    wrong: tuple[str, ...]


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def edit(request: MemberRequest, public_id: str = "") -> HttpResponse:
    """A new calendar, or the one of that id; POST ``remove`` takes it out of use."""
    calendar = _found(request, public_id) if public_id else None
    if request.method != "POST":
        return _form(request, calendar, _kept(calendar, request.workspace.time_zone))
    if calendar is not None and "remove" in request.POST:
        return _removed(request, calendar, public_id)
    asked, wrong = _asked(request)
    if wrong:
        return _form(request, calendar, asked, wrong=wrong)
    try:
        save_calendar(workspace=request.workspace, calendar=calendar, by=request.by, **asked)
    except ValidationError as refusal:
        return _form(request, calendar, asked, trouble=" ".join(refusal.messages))
    return saved(
        request, "hours", said=_("Saved. What comes in from now on counts by it; running clocks keep what they began with.")
    )


def _found(request: MemberRequest, public_id: str) -> WorkCalendar:
    found = queries.calendars(request.workspace.pk).filter(pk=key_of("calendar", public_id)).first()
    if found is None:
        raise Http404
    return found


def _removed(request: MemberRequest, calendar: WorkCalendar, public_id: str) -> HttpResponse:
    try:
        retire_calendar(calendar=calendar, by=request.by)
    except ValidationError as refusal:
        return refused(request, "calendar", public_id, said=" ".join(refusal.messages))
    return saved(request, "hours", said=_("Removed. Its teams and brands work by the default calendar now."))


def _asked(request: MemberRequest) -> tuple[dict[str, Any], list[str]]:
    """What the form asks for, and the names of its lines that make no sense."""
    form = request.POST
    week, lost = read_week(form, "day")
    breaks, missed = read_week(form, "pause")
    seasons, skipped = read_seasons(form)
    teams = {public_ids.decode("team", text) for text in form.getlist("teams")}
    chosen = {public_ids.decode("brand", text) for text in form.getlist("brands")}
    asked = {
        "name": form.get("name", ""),
        "zone": form.get("zone", ""),
        "week": week,
        "breaks": breaks,
        "seasons": seasons,
        "follows_holidays": "follows_holidays" in form,
        "is_default": "is_default" in form,
        "teams": [one for one in queries.teams(request.workspace.pk) if one.pk in teams],
        "brands": [one for one in brands(request.workspace.pk) if one.pk in chosen],
    }
    return asked, lost + missed + skipped


def _kept(calendar: WorkCalendar | None, zone: str) -> dict[str, Any]:
    """The same of a calendar as it stands."""
    if calendar is None:
        empty: dict[str, Any] = {"name": "", "zone": zone, "week": DEFAULT_HOURS, "breaks": {}, "seasons": []}
        return {**empty, "follows_holidays": True, "is_default": False, "teams": [], "brands": []}
    names = ("name", "zone", "week", "breaks", "seasons", "follows_holidays", "is_default")
    users = {"teams": Team.objects.filter(calendar=calendar), "brands": Brand.objects.filter(calendar=calendar)}
    return {**{name: getattr(calendar, name) for name in names}, **{key: list(rows) for key, rows in users.items()}}


def _form(
    request: MemberRequest,
    calendar: WorkCalendar | None,
    asked: dict[str, Any],
    *,
    wrong: list[str] | None = None,
    trouble: str = "",
) -> HttpResponse:
    zones = ZONES if asked["zone"] in dict(ZONES) else [(asked["zone"], asked["zone"]), *ZONES]
    inside = {("team", one.pk) for one in asked["teams"]} | {("brand", one.pk) for one in asked["brands"]}
    page = {
        "calendar": calendar,
        "asked": asked,
        "zones": zones,
        "rows": _rows(request, asked, "", wrong or []),
        "seasons": [(place, one, _rows(request, one, f"s{place}-", wrong or [])) for place, one in enumerate(_blanks(asked))],
        "teams": [(public_ids.encode("team", one.pk), one.name, ("team", one.pk) in inside) for one in _teams(request)],
        "brands": [
            (public_ids.encode("brand", one.pk), one.name, ("brand", one.pk) in inside) for one in brands(request.workspace.pk)
        ],
        "drawn": _drawn(calendar),
        "tried": tried(request, queries.calendar_by(calendar)) if calendar else None,
        "wrong": wrong or [],
        "trouble": trouble or (_("Some lines cannot be read. Nothing was saved; they are marked below.") if wrong else ""),
    }
    return show(request, "calendar", "hours", page, 422 if wrong or trouble else 200)


def _teams(request: MemberRequest) -> list[Team]:
    return list(queries.teams(request.workspace.pk))


def _blanks(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The seasons there are, and one to fill in."""
    empty: dict[str, Any] = {"name": "", "first": "", "last": "", "week": {}, "breaks": {}}
    return [*asked["seasons"], empty][:SEASONS]


def _rows(request: MemberRequest, part: dict[str, Any], prefix: str, wrong: list[str]) -> list[Row]:
    """A form that was sent is shown as it was written, with what cannot be read in it."""
    posted, rows = request.method == "POST", []
    for day, (name, hours, pause) in enumerate(zip(day_names(), lines(part["week"]), lines(part["breaks"]), strict=True)):
        own, other = f"{prefix}day{day}", f"{prefix}pause{day}"
        if posted:
            hours, pause = request.POST.get(own, hours), request.POST.get(other, pause)
        rows.append(Row(name, own, hours, other, pause, tuple(one for one in (own, other) if one in wrong)))
    return rows


def _drawn(calendar: WorkCalendar | None) -> list[tuple[str, list[tuple[str, Stripe]]]]:
    """(title, a stripe for each weekday): the ordinary week, then each season."""
    if calendar is None:
        return []
    read = calendar_from({"zone": calendar.zone, "week": calendar.week, "breaks": calendar.breaks, "seasons": calendar.seasons})
    weeks = [(_("Ordinary week"), read.week, read.breaks), *((one.name, one.week, one.breaks) for one in read.seasons)]
    return [(title, list(zip(day_names(), stripes(week, breaks), strict=True))) for title, week, breaks in weeks]
