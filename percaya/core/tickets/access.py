"""Who may see which ticket. Every page and endpoint finds tickets through here, and nowhere else."""

from typing import TYPE_CHECKING, TypeVar

from django.db import models

if TYPE_CHECKING:
    from percaya.core.workspace.models import Member

_M = TypeVar("_M", bound=models.Model, covariant=True)


class TicketQuerySet(models.QuerySet[_M]):
    def visible_to(self, member: "Member") -> "TicketQuerySet[_M]":
        """The member's workspace, without tickets of private teams they are not in (unless the ticket is theirs)."""
        rows = self.filter(workspace_id=member.workspace_id)
        if member.hidden_team_ids:
            rows = rows.exclude(~models.Q(assignee_id=member.pk) | models.Q(assignee_id=None), team_id__in=member.hidden_team_ids)
        return rows
