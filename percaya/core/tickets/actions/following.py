"""Members who want to hear of a ticket that is not theirs."""

from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.events import TicketFollowed, TicketUnfollowed
from percaya.core.tickets.models import Ticket, TicketFollower
from percaya.core.workspace.models import Member


@transaction.atomic
def follow(*, ticket: Ticket, member: Member, by: Actor) -> None:
    """The member hears of the ticket from now on. Raises ``Refused`` for one who may not see it."""
    ticket = hold(ticket.pk)
    if not member.is_active or not Ticket.objects.visible_to(member).filter(pk=ticket.pk).exists():
        raise Refused(_("%(name)s cannot see this ticket. Nothing was changed.") % {"name": member.name})
    defaults = {"workspace_id": ticket.workspace_id}
    _row, made = TicketFollower.objects.get_or_create(ticket=ticket, member=member, defaults=defaults)
    if made:
        commit(ticket, TicketFollowed, by=by, member=member.pk)


@transaction.atomic
def unfollow(*, ticket: Ticket, member: Member, by: Actor) -> None:
    ticket = hold(ticket.pk)
    if TicketFollower.objects.filter(ticket=ticket, member=member).delete()[0]:
        commit(ticket, TicketUnfollowed, by=by, member=member.pk)
