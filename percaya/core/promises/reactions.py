"""What becomes of promises when the tickets they were made in become one, or two again, or go out of their owner's sight."""

from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.promises.actions import bring_in_line, tell_out_of_sight
from percaya.core.promises.models import Promise
from percaya.core.promises.queries import possible_owners, unsettled
from percaya.core.tickets.events import TicketAssigned, TicketJoined, TicketParted, TicketTeamChanged
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.joinings import family
from percaya.core.workspace.models import Team


def look_after(event: TicketTeamChanged, event_id: int) -> None:
    """The ticket went to another team: whoever has promised something there and no longer sees it cannot keep it."""
    if Team.objects.filter(pk=event.team or 0, is_private=True).exists():
        _tell_of_lost(Ticket.objects.get(pk=event.ticket))


def look_after_former(event: TicketAssigned, event_id: int) -> None:
    """The ticket is somebody else's now: in a private team's, who held it from outside the team no longer sees it."""
    if event.before is None:
        return
    ticket = Ticket.objects.select_related("team").get(pk=event.ticket)
    if ticket.team is not None and ticket.team.is_private:
        _tell_of_lost(ticket)


def _tell_of_lost(ticket: Ticket) -> None:
    seeing = {one.pk for one in possible_owners(ticket)}
    lost = [one for one in unsettled(ticket) if one.owner_id is not None and one.owner_id not in seeing]
    if lost:
        tell_out_of_sight(ticket, lost)


def follow_merge(event: TicketJoined, event_id: int) -> None:
    """What was promised in the ticket that was merged away is owed where it goes on."""
    if Promise.objects.filter(ticket_id=event.source).update(ticket_id=event.ticket):
        bring_in_line(event.source, event.ticket)


def follow_parting(event: TicketParted, event_id: int) -> None:
    """Two again: what was promised in the one (or in what had been merged into it) goes back with it; what was promised while
    they were one stays."""
    made = EventRow.objects.filter(stream_type="ticket", stream_id__in=family(event.source), kind="promise.made")
    own = [int(str(facts(row)["promise"])) for row in made]
    if own and Promise.objects.filter(pk__in=own, ticket_id=event.ticket).update(ticket_id=event.source):
        bring_in_line(event.source, event.ticket)
