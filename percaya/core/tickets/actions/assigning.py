"""Who answers for a ticket."""

from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.events import TicketAssigned, TicketTeamChanged
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member, Team
from percaya.core.workspace.policy import REPLY


@transaction.atomic
def assign(*, ticket: Ticket, to: Member | None, by: Actor, if_version: int | None = None) -> Ticket:
    """Make a member responsible, or nobody. Raises ``Refused`` for someone who could not reply."""
    ticket = hold(ticket.pk, if_version)
    if to is not None:
        _check(ticket, to)
    before = ticket.assignee_id
    if before != (to.pk if to else None):
        ticket.assignee = to
        commit(ticket, TicketAssigned, by=by, assignee=to.pk if to else None, before=before)
    return ticket


@transaction.atomic
def set_team(*, ticket: Ticket, to: Team | None, by: Actor, if_version: int | None = None) -> Ticket:
    ticket = hold(ticket.pk, if_version)
    if to is not None and to.workspace_id != ticket.workspace_id:
        raise Refused(_("This team belongs to another workspace."))
    before = ticket.team_id
    if before != (to.pk if to else None):
        ticket.team = to
        commit(ticket, TicketTeamChanged, by=by, team=to.pk if to else None, before=before)
    return ticket


def _check(ticket: Ticket, to: Member) -> None:
    if to.workspace_id != ticket.workspace_id or not to.is_active:
        raise Refused(_("This person is not an active member. Choose someone else."))
    if not to.may(REPLY):
        raise Refused(_("%(name)s cannot reply to customers. Choose someone who can.") % {"name": to.name})
    if ticket.team_id in to.hidden_team_ids:
        raise Refused(_("%(name)s cannot see this team's tickets. Choose someone who can.") % {"name": to.name})
