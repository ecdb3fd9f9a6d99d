"""Surveys, and what customers answered."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from percaya.core.ratings.models import Rating
from percaya.core.ratings.queries import ratings_of
from percaya.core.workspace.policy import ADMINISTER
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.queries import surveys
from percaya.web.api import finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.schemas.surveys import Ratings, Surveys
from percaya.web.api.tokens import ApiRequest, needs

router = Router()
MOST = 100


@router.get("/surveys", auth=needs("workspace:read", ADMINISTER), response=Surveys, tags=["Workspace"])
def list_surveys(request: ApiRequest) -> HttpResponse:
    """The surveys in the order in which they ask; the oldest hundred."""
    return answer({"surveys": [_survey(one) for one in surveys(request.auth.workspace_id)[:MOST]]})


@router.get("/tickets/{ticket_id}/ratings", auth=needs("tickets:read"), response=Ratings, tags=["Tickets"])
def list_ratings(request: ApiRequest, ticket_id: str) -> HttpResponse:
    """What the customer was asked about this ticket and what they answered; the newest hundred, newest first."""
    ticket = finding.ticket(request.auth, ticket_id)
    return answer({"ratings": [_rating(one) for one in ratings_of(ticket.pk)[:MOST]]})


def _survey(row: Survey) -> dict[str, Any]:
    plain = (
        "name", "kind", "channels", "question_id", "question_en", "moment", "delay_minutes", "every_days", "share", "low_action",
        "reminder_days", "is_on",
    )  # fmt: skip
    own = {name: getattr(row, name) for name in plain}
    return {"id": ids.encode("survey", row.pk), "brand": ids.out("brand", row.brand), **own}


def _rating(row: Rating) -> dict[str, Any]:
    return {
        "id": ids.encode("rating", row.pk),
        "kind": row.kind,
        "survey": ids.out("survey", row.survey),
        "member": ids.out("member", row.member_id),
        "asked_at": row.asked_at,
        "given_at": row.given_at,
        "score": row.score,
        "comment": row.comment,
    }
