"""Working calendars: what they say, and working time counted on them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from percaya.core.workspace import calendar_questions
from percaya.core.workspace.actions.calendars import days_of, save_calendar
from percaya.core.workspace.calendar_questions import Unanswerable
from percaya.core.workspace.models import WorkCalendar
from percaya.core.workspace.policy import ADMINISTER
from percaya.core.workspace.queries import calendar_by, calendars
from percaya.web.api import ids
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT
from percaya.web.api.idempotency import once
from percaya.web.api.problems import invalid, not_found
from percaya.web.api.schemas.calendars import (
    CalendarIn,
    CalendarOut,
    Calendars,
    DueIn,
    DueOut,
    InstantIn,
    OpeningOut,
    SpanIn,
    SpanOut,
)
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Workspace"])
_READ = needs("workspace:read")
_WRITE = needs("workspace:write", ADMINISTER)


@router.get("", auth=_READ, response=Calendars)
def list_calendars(request: ApiRequest) -> HttpResponse:
    """The working calendars in use, the default first."""
    return answer({"calendars": [_shape(one) for one in calendars(request.auth.workspace_id)]})


@router.get("/{calendar_id}", auth=_READ, response=CalendarOut)
def get_calendar(request: ApiRequest, calendar_id: str) -> HttpResponse:
    """One calendar with its holidays."""
    return answer(_shape(_found(request, calendar_id)))


@router.post("", auth=_WRITE, response={201: CalendarOut}, openapi_extra=IDEMPOTENT)
@once()
def add_calendar(request: ApiRequest, given: CalendarIn) -> HttpResponse:
    """Make a calendar."""
    return answer(_shape(_saved(request, None, given)), status=201)


@router.put("/{calendar_id}", auth=_WRITE, response=CalendarOut)
def replace_calendar(request: ApiRequest, calendar_id: str, given: CalendarIn) -> HttpResponse:
    """Change a calendar whole. Running clocks keep the version that they began with."""
    return answer(_shape(_saved(request, _found(request, calendar_id), given)))


@router.post("/{calendar_id}/due", auth=_READ, response=DueOut, openapi_extra=IDEMPOTENT)
@once()
def count_due(request: ApiRequest, calendar_id: str, given: DueIn) -> HttpResponse:
    """When so much working time has passed."""
    calendar = calendar_by(_found(request, calendar_id))
    try:
        return answer(calendar_questions.due(calendar, given.start, given.minutes))
    except Unanswerable:
        raise invalid(_("The calendar does not open any more."), "/start") from None


@router.post("/{calendar_id}/between", auth=_READ, response=SpanOut, openapi_extra=IDEMPOTENT)
@once()
def count_between(request: ApiRequest, calendar_id: str, given: SpanIn) -> HttpResponse:
    """The working time between two instants; negative when the end comes first."""
    calendar = calendar_by(_found(request, calendar_id))
    try:
        return answer(calendar_questions.span(calendar, given.start, given.end))
    except Unanswerable:
        raise invalid(_("At most twenty years can be counted."), "/end") from None


@router.post("/{calendar_id}/next-opening", auth=_READ, response=OpeningOut, openapi_extra=IDEMPOTENT)
@once()
def find_next_opening(request: ApiRequest, calendar_id: str, given: InstantIn) -> HttpResponse:
    """Whether it is open at an instant, and when it opens next; null when it never does."""
    calendar = calendar_by(_found(request, calendar_id))
    return answer(calendar_questions.opening(calendar, given.at))


def _found(request: ApiRequest, calendar_id: str) -> WorkCalendar:
    rows = calendars(request.auth.workspace_id).select_related("workspace")
    found = rows.filter(pk=ids.decode("calendar", calendar_id)).first()
    if found is None:
        raise not_found()
    return found


def _saved(request: ApiRequest, calendar: WorkCalendar | None, given: CalendarIn) -> WorkCalendar:
    caller = request.auth
    seasons = [one.model_dump(mode="json") for one in given.seasons]
    parts = given.model_dump(include={"name", "zone", "week", "breaks", "follows_holidays"})
    try:
        return save_calendar(
            workspace=caller.token.workspace, calendar=calendar, seasons=seasons, is_default=given.default, by=caller.by, **parts
        )
    except ValidationError as refusal:
        raise invalid(" ".join(refusal.messages)) from None


def _shape(row: WorkCalendar) -> dict[str, Any]:
    names = ("name", "zone", "week", "breaks", "seasons", "follows_holidays", "version")
    facts = {name: getattr(row, name) for name in names}
    return {"id": ids.encode("calendar", row.pk), **facts, "default": row.is_default, "days": days_of(row)}
