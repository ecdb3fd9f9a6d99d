"""The customer's link to one ticket: signed, expiring, revocable, good for that ticket and nothing else."""

from datetime import timedelta

from django.core import signing

from percaya.core.tickets.models import Ticket

LIFE = timedelta(days=90)
_SALT = "percaya.status-link"


def token_for(ticket: Ticket) -> str:
    """A token as unguessable as the secret key; it stops working after 90 days or when links are revoked."""
    return signing.dumps([ticket.pk, ticket.link_epoch], salt=_SALT)


def ticket_of(token: str) -> Ticket | None:
    """The ticket of a living token; ``None`` for everything else, all alike."""
    try:
        ticket_id, epoch = signing.loads(token, salt=_SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Ticket.objects.select_related("workspace", "contact", "assignee", "team", "merged_into")
    return rows.filter(pk=ticket_id, link_epoch=epoch).first()
