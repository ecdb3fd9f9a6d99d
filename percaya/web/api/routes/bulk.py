"""One deed to many tickets: begun here, done by the machine ticket by ticket, looked after and taken back here."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Label, Ticket
from percaya.core.tickets.queries import condition_rows, conditions, views
from percaya.core.tickets.queries.condition_rows import Asking
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.policy import BULK
from percaya.stages.bulk import actions, queries
from percaya.stages.bulk.models import Run
from percaya.web.api import finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT
from percaya.web.api.idempotency import once
from percaya.web.api.problems import forbidden, invalid, not_found
from percaya.web.api.schemas.bulk import BulkIn, BulkOut
from percaya.web.api.tokens import ApiRequest, Caller, needs

router = Router(tags=["Tickets"])
_WRITES = needs("tickets:write", BULK)


@router.post("/bulk", auth=_WRITES, response={202: BulkOut}, openapi_extra=IDEMPOTENT)
@once()
def begin_bulk(request: ApiRequest, given: BulkIn) -> HttpResponse:
    """Do one thing to many tickets. What can be taken back whole begins at once; replies, and macros that leave something
    behind, begin in ten seconds, in which they can be called off."""
    caller = request.auth
    if given.deed == "reply" and not caller.has("messages:write"):
        raise forbidden(_("This token lacks the scope %(scope)s.") % {"scope": "messages:write"}, scope="messages:write")
    args = _args(caller, given)
    chosen = actions.choose(member=caller.member, tickets=_tickets(caller, given), source="")
    run = actions.begin(run=chosen, deed=given.deed, args=args, by=caller.by)
    shown = _shape(run)
    return answer(shown, status=202, headers={"Location": f"/api/v1/bulk/{shown['id']}"})


@router.get("/bulk/{run_id}", auth=needs("tickets:read"), response=BulkOut)
def read_bulk(request: ApiRequest, run_id: str) -> HttpResponse:
    """How far a run of this member is, and at which tickets it did not work."""
    return answer(_shape(_run(request.auth, run_id)))


@router.post("/bulk/{run_id}/undo", auth=_WRITES, response=BulkOut, openapi_extra=IDEMPOTENT)
@once()
def undo_bulk(request: ApiRequest, run_id: str) -> HttpResponse:
    """Call it off before it begins, or take back what it changed: while it runs and ten seconds after. 409 when it is too
    late."""
    caller = request.auth
    return answer(_shape(actions.take_back(run=_run(caller, run_id), by=caller.by)))


def _tickets(caller: Caller, given: BulkIn) -> list[int]:
    """Ids in the order given, or of all that the view and the conditions find. Raises a 422 problem."""
    if given.tickets:
        return _named(caller, given.tickets)
    if not given.view and given.conditions is None:
        raise invalid(_("Name tickets, a view or conditions."), "/tickets")
    rows = _of_view(caller, given.view) if given.view else visible(caller.member)
    if given.conditions is not None:
        rows = rows.filter(pk__in=_matching(caller, given.conditions).values("pk"))
    found = list(rows.order_by("-id").values_list("pk", flat=True)[: actions.MOST + 1])
    if not found:
        raise invalid(_("No ticket fits. Nothing was done."), "/conditions" if given.conditions is not None else "/view")
    return found


def _named(caller: Caller, given: list[str]) -> list[int]:
    keys = [ids.key_of("ticket", text) for text in given]
    known = set(visible(caller.member).filter(pk__in=keys).values_list("pk", flat=True))
    for place, key in enumerate(keys):
        if key not in known:
            raise invalid(_("There is no such ticket."), f"/tickets/{place}")
    return keys


def _of_view(caller: Caller, word: str) -> TicketQuerySet[Ticket]:
    """The tickets of a view of the house by its key, or of a saved one by its id."""
    if word in views.VIEWS:
        return views.rows_of(views.VIEWS[word], caller.member)
    view = finding.view_named(caller, word, "/view")
    return _asked(caller, conditions.stored(view.conditions, conditions.customs_of(caller.workspace_id)))


def _matching(caller: Caller, given: dict[str, Any]) -> TicketQuerySet[Ticket]:
    try:
        return _asked(caller, conditions.read(given, conditions.customs_of(caller.workspace_id)))
    except ValidationError as error:
        raise invalid(" ".join(error.messages), "/conditions") from None


def _asked(caller: Caller, group: conditions.Group) -> TicketQuerySet[Ticket]:
    member = caller.member
    customs = conditions.customs_of(caller.workspace_id)
    asking = Asking(timezone.now(), member.workspace.time_zone, customs, member.pk, member.team_ids)
    return condition_rows.rows(visible(member), group, asking)


def _args(caller: Caller, given: BulkIn) -> dict[str, Any]:
    """What the deed needs, as the run keeps it. Raises a 422 problem for an id that means nothing."""
    match given.deed:
        case "assign":
            return {"member": finding.member_named(caller, given.assignee, "/assignee").pk if given.assignee else None}
        case "team":
            return {"team": finding.team_named(caller, given.team, "/team").pk if given.team else None}
        case "priority":
            return {"priority": given.priority}
        case "label":
            return {"label": given.label}
        case "unlabel":
            return {"label": _label(caller, given.label)}
        case "wait_for_other":
            return {"words": given.waits_for}
        case "snooze":
            return {"until": given.until.isoformat() if given.until else None}
        case "reply":
            return {"text": given.text, "then": given.then}
        case "merge":
            return {"target": _named(caller, [given.into or ""])[0] if given.into else None, "across": given.across}
        case "macro":
            return {"macro": ids.key_of("macro", given.macro or "")}
    return {}


def _label(caller: Caller, text: str) -> int:
    """By id or by word; 0, which no label has, for one that is not there."""
    rows = Label.objects.filter(workspace_id=caller.workspace_id)
    found = rows.filter(pk=ids.key_of("label", text)).first() or rows.filter(name__iexact=text.strip()).first()
    return found.pk if found else 0


def _run(caller: Caller, public_id: str) -> Run:
    """Raises a 404 problem, for a colleague's run as well."""
    found = queries.run_of(caller.member, ids.decode("run", public_id))
    if found is None:
        raise not_found()
    return found


def _shape(run: Run) -> dict[str, Any]:
    stand = queries.progress(run)
    return {
        "id": ids.encode("run", run.pk),
        "deed": run.deed or None,
        "state": str(run.state),
        "total": run.total,
        "is_cut": run.is_cut,
        "changed": stand.done,
        "unchanged": stand.same,
        "failed": stand.failed,
        "left": stand.left,
        "taken_back": stand.back,
        "kept": stand.kept,
        "troubles": [
            {"ticket": ids.encode("ticket", item.ticket_id), "reason": item.reason}
            for item in (*queries.troubles(run), *queries.in_part(run))
        ],
        "created_at": run.created_at,
        "finished_at": run.finished_at,
        "can_undo": queries.may_take_back(run),
    }
