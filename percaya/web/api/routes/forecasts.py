"""How long tickets take, and how often what customers were told of it came true."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from percaya.stages.forecast.queries import Known, known_groups
from percaya.web.api import ids
from percaya.web.api.answers import answer
from percaya.web.api.schemas.forecasts import Forecasts
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Tickets"])


@router.get("/forecasts", auth=needs("tickets:read"), response=Forecasts)
def list_forecasts(request: ApiRequest) -> HttpResponse:
    """The range that customers are shown now, for each kind of ticket of which thirty are known; two hundred kinds at most,
    those with the most tickets first."""
    return answer({"forecasts": [_shape(one) for one in known_groups(request.auth.token.workspace_id)]})


def _shape(one: Known) -> dict[str, Any]:
    kind, usual = one.kind, one.usual
    return {
        "brand": ids.out("brand", kind.brand or None),
        "channel": kind.channel or None,
        "topic": kind.topic or None,
        "team": ids.out("team", kind.team or None),
        "priority": kind.priority or None,
        "low_minutes": usual.low // 60,
        "high_minutes": usual.high // 60,
        "day_minutes": usual.day // 60,
        "tickets": usual.n,
        "shown": one.measured,
        "came_true": one.hits,
    }
