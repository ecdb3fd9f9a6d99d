"""The customer's link to one ticket: signed, expiring, revocable, good for that ticket and nothing else."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from percaya.core.tickets.models import Participant, Ticket
from percaya.core.workspace.addresses import origin_for

LIFE = timedelta(days=90)
_SALT = "percaya.status-link"


@dataclass(frozen=True)
class Opened:
    """A ticket and for whom its link opens it: the requester, or somebody in copy with a link of their own."""

    ticket: Ticket
    participant: Participant | None = None


def token_for(ticket: Ticket, participant: Participant | None = None) -> str:
    """A token as unguessable as the secret key; it stops working after 90 days or when links are revoked, and somebody's own
    also when they are no longer in copy."""
    own = [participant.pk] if participant else []
    return signing.dumps([ticket.pk, ticket.link_epoch, *own], salt=_SALT)


def status_address(ticket: Ticket, participant: Participant | None = None) -> str:
    """The whole address of the status page, at the own host of the brand that the ticket was written to where it has one."""
    return origin_for(ticket.account, ticket.workspace) + reverse("portal:status", args=[token_for(ticket, participant)])


def ticket_of(token: str) -> Ticket | None:
    """The ticket of a requester's living token; ``None`` for everything else, all alike."""
    opened = opened_by(token)
    return opened.ticket if opened and opened.participant is None else None


def opened_by(token: str) -> Opened | None:
    """What a living token opens, and for whom; ``None`` for everything else, all alike."""
    try:
        ticket_id, epoch, *own = signing.loads(token, salt=_SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Ticket.objects.select_related("workspace", "contact", "assignee", "team", "merged_into", "account")
    ticket = rows.filter(pk=ticket_id, link_epoch=epoch).first()
    if ticket is None or not own:
        return Opened(ticket) if ticket else None
    people = Participant.objects.select_related("contact").filter(ticket=ticket, role="cc", contact__merged_into=None)
    participant = people.filter(pk=own[0], contact__isnull=False).first()
    return Opened(ticket, participant) if participant else None
