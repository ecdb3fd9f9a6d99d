"""Raw arrivals: what came in through any door, and what became of it."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from percaya.core.workspace.policy import SUPERVISE
from percaya.stages.intake.actions import replay
from percaya.stages.intake.models import Arrival
from percaya.stages.intake.queries import arrivals
from percaya.web.api import cursors, ids
from percaya.web.api.answers import answer
from percaya.web.api.describing import DOWNLOAD, IDEMPOTENT
from percaya.web.api.downloads import download
from percaya.web.api.idempotency import once
from percaya.web.api.problems import not_found
from percaya.web.api.schemas.outputs import ArrivalOut, ArrivalPage
from percaya.web.api.schemas.queries import ArrivalQuery
from percaya.web.api.shapes.arrivals import arrival as shape
from percaya.web.api.tokens import ApiRequest, Caller, needs

router = Router(tags=["Arrivals"])
_READ = needs("arrivals:read", SUPERVISE)


@router.get("", auth=_READ, response=ArrivalPage)
def list_arrivals(request: ApiRequest, query: Query[ArrivalQuery]) -> HttpResponse:
    """Newest first."""
    caller = request.auth
    rows = arrivals(caller.member).order_by("-id")
    if query.state:
        rows = rows.filter(state__in=query.state)
    if query.sha256:
        rows = rows.filter(sha256=query.sha256)
    if before := cursors.after_id(caller.workspace_id, "arrivals", query.cursor):
        rows = rows.filter(pk__lt=before)
    found = list(rows[: query.limit + 1])
    page = found[: query.limit]
    more = len(found) > query.limit
    following = cursors.make(caller.workspace_id, "arrivals", [page[-1].pk]) if more else None
    return answer({"arrivals": [shape(row) for row in page], "next_cursor": following})


@router.get("/{arrival_id}", auth=_READ, response=ArrivalOut)
def get_arrival(request: ApiRequest, arrival_id: str) -> HttpResponse:
    """Its state, and the ticket it became."""
    return answer(shape(_found(request.auth, arrival_id)))


@router.get("/{arrival_id}/raw", auth=_READ, openapi_extra=DOWNLOAD)
def get_arrival_source(request: ApiRequest, arrival_id: str) -> HttpResponseBase:
    """The bytes as they came."""
    row = _found(request.auth, arrival_id)
    kind, ending = ("message/rfc822", "eml") if row.channel == "email" else ("application/octet-stream", "json")
    return download(row.sha256, f"{arrival_id}.{ending}", kind)


@router.post("/{arrival_id}/replay", auth=needs("inbound:write", SUPERVISE), response=ArrivalOut, openapi_extra=IDEMPOTENT)
@once(in_one_transaction=False)
def replay_arrival(request: ApiRequest, arrival_id: str) -> HttpResponse:
    """Have a quarantined or ignored arrival read once more, now."""
    caller = request.auth
    return answer(shape(replay(arrival=_found(caller, arrival_id), by=caller.by)))


def _found(caller: Caller, arrival_id: str) -> Arrival:
    found = arrivals(caller.member).filter(pk=ids.decode("arrival", arrival_id)).first()
    if found is None:
        raise not_found()
    return found
