"""The journal for integrators: everything that happened, in order, from a cursor on."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from percaya.core import public_ids
from percaya.core.journal.followers import settled_after
from percaya.core.workspace.policy import SUPERVISE
from percaya.web.api import ids
from percaya.web.api.answers import answer
from percaya.web.api.problems import invalid
from percaya.web.api.schemas.outputs import EventPage
from percaya.web.api.schemas.queries import EventQuery
from percaya.web.api.shapes.events import event as shape
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Events"])


@router.get("", auth=needs("events:read", SUPERVISE), response=EventPage)
def list_events(request: ApiRequest, query: Query[EventQuery]) -> HttpResponse:
    """Events after ``after``, oldest first; from the beginning without it. Names and words are included only for a
    token that may also read contacts. ``kind`` narrows the page, not the cursor."""
    caller = request.auth
    after = public_ids.decode("event", query.after) if query.after else 0
    if after is None:
        raise invalid(_("This cursor does not belong to this list. Start again without one."), "/after")
    rows = settled_after(after, query.limit, workspace_id=caller.workspace_id)
    with_personal = caller.has("contacts:read")
    shown = [shape(row, with_personal=with_personal) for row in rows if not query.kind or row.kind in query.kind]
    last = rows[-1].pk if rows else after
    return answer({"events": shown, "next_after": ids.encode("event", last) if last else None})
