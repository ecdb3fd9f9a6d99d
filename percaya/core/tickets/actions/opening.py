"""Opening a ticket."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact
from percaya.core.tickets.actions.change import in_hand, settle
from percaya.core.tickets.events import TicketOpened
from percaya.core.tickets.models import Participant, Ticket
from percaya.core.written import insert


@transaction.atomic
def open_ticket(
    *,
    workspace_id: int,
    contact: Contact,
    subject: str = "",
    channel: str,
    account_id: int | None = None,
    team_id: int | None = None,
    language: str = "id",
    priority: str = "normal",
    topic: str = "",
    follows: Ticket | None = None,
    address: tuple[str, str] | None = None,
    at: datetime | None = None,
    by: Actor,
) -> Ticket:
    """Open a ticket for a contact; its number is the workspace's next, without gaps.

    ``address``: (kind, value) of the requester's handle, who becomes the first participant. ``follows``: the closed
    ticket it continues.
    """
    now = at or timezone.now()
    ticket = Ticket(
        workspace_id=workspace_id,
        number=_next_number(workspace_id),
        subject=" ".join(subject.split())[:250],
        contact=contact,
        channel=channel,
        account_id=account_id,
        team_id=team_id,
        language=language,
        priority=priority,
        topic=topic[:80],
        follows=follows,
        version=1,
        created_at=now,
        updated_at=now,
    )
    settle(ticket)
    insert(ticket)
    if address:
        insert(
            Participant(
                workspace_id=workspace_id,
                ticket=ticket,
                kind=address[0],
                value=address[1],
                name=contact.name,
                role="requester",
                contact=contact,
            )
        )
    event = TicketOpened(
        workspace_id=workspace_id,
        ticket=ticket.pk,
        number=ticket.number,
        contact=contact.pk,
        channel=channel,
        account=account_id,
        follows=follows.pk if follows else None,
    )
    with in_hand(ticket):
        record(event, by=by)
    return ticket


def _next_number(workspace_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workspace_ticketcounter SET value = value + 1 WHERE workspace_id = %s RETURNING value", [workspace_id]
        )
        number: int = cursor.fetchone()[0]
    return number
