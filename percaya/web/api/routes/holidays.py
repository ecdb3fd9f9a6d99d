"""The holidays that working calendars follow."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from percaya.core.workspace.models import Holiday
from percaya.web.api import ids
from percaya.web.api.answers import answer
from percaya.web.api.schemas.holidays import HolidayQuery, Holidays
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Workspace"])


@router.get("/holidays", auth=needs("workspace:read"), response=Holidays)
def list_holidays(request: ApiRequest, query: Query[HolidayQuery]) -> HttpResponse:
    """The holidays of a year by date, and how each is treated."""
    workspace = request.auth.token.workspace
    year = query.year or timezone.localdate(timezone=ZoneInfo(workspace.time_zone)).year
    rows = Holiday.objects.filter(workspace=workspace, date__year=year).order_by("date", "pk")
    return answer({"holidays": [_shape(one) for one in rows]})


def _shape(row: Holiday) -> dict[str, Any]:
    return {
        "id": ids.encode("holiday", row.pk),
        "date": row.date,
        "name": row.name,
        "name_en": row.name_en,
        "kind": row.kind,
        "treatment": row.treatment,
        "periods": row.periods if row.treatment == "half" else [],
        "confirmed": row.is_confirmed,
        "calendar": ids.out("calendar", row.calendar_id),
    }
