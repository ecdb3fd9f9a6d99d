"""The escalations of a ticket."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from percaya.stages.escalation.models import Escalation
from percaya.stages.escalation.queries import visible_escalations
from percaya.web.api import finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.schemas.escalations import Escalations
from percaya.web.api.tokens import ApiRequest, needs

router = Router(tags=["Tickets"])
MOST = 100


@router.get("/tickets/{ticket_id}/escalations", auth=needs("tickets:read"), response=Escalations)
def list_escalations(request: ApiRequest, ticket_id: str) -> HttpResponse:
    """Why the ticket went higher, who answers for it and when the next word comes; the newest hundred, newest first."""
    ticket = finding.ticket(request.auth, ticket_id)
    rows = visible_escalations(request.auth.member).filter(ticket=ticket).order_by("-pk")[:MOST]
    return answer({"escalations": [_shape(one) for one in rows]})


def _shape(row: Escalation) -> dict[str, Any]:
    return {
        "id": ids.encode("escalation", row.pk),
        "reason": row.reason,
        "words": row.words,
        "asked_by": ids.out("member", row.asked_by_id),
        "owner": ids.out("member", row.owner_id),
        "raised_at": row.raised_at,
        "next_update_at": row.next_update_at,
        "acknowledged_at": row.acknowledged_at,
        "closed_at": row.closed_at,
        "outcome": row.outcome,
    }
