"""Templates of tickets and of checklists that a member may use."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from percaya.core.desk.models import ChecklistTemplate, Scoped, TicketTemplate
from percaya.core.workspace.models import Member

_T = TypeVar("_T", bound=Scoped)


def ticket_templates(member: Member) -> QuerySet[TicketTemplate]:
    """The guarded door to templates of tickets, by name."""
    return _own(TicketTemplate.objects.all(), member)


def checklist_templates(member: Member) -> QuerySet[ChecklistTemplate]:
    """The guarded door to templates of checklists, by name."""
    return _own(ChecklistTemplate.objects.all(), member)


def _own(rows: QuerySet[_T], member: Member) -> QuerySet[_T]:
    """Their own, their teams', the workspace's. Who has no team asks for no teams."""
    shared = Q(member=None, team=None) | Q(member=None, team__teammember__member_id=member.pk)
    return rows.filter(Q(member=member) | shared, workspace_id=member.workspace_id).distinct().order_by("name", "pk")
