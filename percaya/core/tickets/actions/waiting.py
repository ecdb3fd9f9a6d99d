"""The customer's wait: from the first unanswered message to the next word of a person here."""

from datetime import datetime

from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Workspace
from percaya.core.workspace.policy import DEFAULT_HOURS, DEFAULT_REPLY_MINUTES, add_working_minutes


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
    workspace = Workspace.objects.only("settings", "time_zone").get(pk=workspace_id)
    return add_working_minutes(
        start,
        int(workspace.settings.get("reply_within_minutes", DEFAULT_REPLY_MINUTES)),
        hours=workspace.settings.get("hours", DEFAULT_HOURS),
        zone=workspace.time_zone,
    )
