"""A live customer waits for an owner who does not answer: somebody else of the team, else back to where all find it."""

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.models import Shelf, Ticket
from percaya.stages.routing.actions.placing import place


@task("routing.give_back")
def give_back(*, ticket_id: int, owner: int, event_id: int | None = None) -> None:
    """Nothing, if the owner answered or handed it over meanwhile. Out of the queue it goes to whoever is free next."""
    waits = Ticket.objects.filter(pk=ticket_id, assignee=owner, shelf=Shelf.ACTIVE, waiting_since__isnull=False)
    if waits.exists() and place(ticket_id=ticket_id, how="silent", owner=owner).member is None:
        ticket = waits.first()
        if ticket is not None:
            assign(ticket=ticket, to=None, by=Actor.system())
