"""Reads of arrivals."""

from django.db.models import QuerySet

from percaya.core.workspace.models import Member
from percaya.stages.intake.models import Arrival, ArrivalState


def arrivals(member: Member) -> QuerySet[Arrival]:
    """The guarded door: raw arrivals of the member's workspace."""
    return Arrival.objects.filter(workspace_id=member.workspace_id).select_related("account", "ticket")


def quarantined(member: Member) -> QuerySet[Arrival]:
    return arrivals(member).filter(state=ArrivalState.QUARANTINED).order_by("-id")


def quarantine_size(workspace_id: int) -> int:
    rows = Arrival.objects.filter(workspace_id=workspace_id, state=ArrivalState.QUARANTINED)
    return rows.order_by()[:1000].count()


def raw_of_message(message_id: int) -> Arrival | None:
    return Arrival.objects.filter(message_id=message_id).first()
