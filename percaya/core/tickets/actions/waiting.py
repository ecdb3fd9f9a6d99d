"""The customer's wait: from the first unanswered message to the next word of a person here."""

from datetime import datetime, timedelta

from percaya.core.tickets.models import Ticket
from percaya.core.workspace.calendars import add
from percaya.core.workspace.models import Workspace
from percaya.core.workspace.policy import DEFAULT_REPLY_MINUTES
from percaya.core.workspace.queries import calendar_of


def begin_waiting(ticket: Ticket, at: datetime) -> None:
    """Start the wait unless it runs already (further messages do not reset it)."""
    if ticket.waiting_since is None:
        ticket.waiting_since = at
        ticket.due_at = owed_at(ticket.workspace_id, at)


def end_waiting(ticket: Ticket) -> None:
    ticket.waiting_since = None
    ticket.due_at = None


def owed_at(workspace_id: int, start: datetime) -> datetime:
    """By when the workspace has promised to answer what came in at ``start``: working minutes on its hours."""
    settings = Workspace.objects.values_list("settings", flat=True).get(pk=workspace_id)
    minutes = int(settings.get("reply_within_minutes", DEFAULT_REPLY_MINUTES))
    return add(calendar_of(workspace_id).calendar, start, timedelta(minutes=max(minutes, 1)))
