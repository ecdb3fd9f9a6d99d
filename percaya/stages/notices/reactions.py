"""The receipt a customer gets: that the message is here, under which number, what happens next and by when."""

from datetime import timedelta

from django.utils import timezone

from percaya.channels.registry import channel
from percaya.core.journal.actor import Actor
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.events import MessageReceived
from percaya.core.tickets.models import Ticket
from percaya.stages.notices import words

PER_DAY = 5  # receipts to one contact in 24 hours: two machines that thank each other settle at once
_latest: Prepared[Ticket] = Prepared(
    lambda contact_id: Ticket.objects.filter(contact_id=contact_id).order_by("-id").only("created_at")[: PER_DAY + 1],
    contact_id=int,
)


def acknowledge(event: MessageReceived, event_id: int) -> None:
    """Answer a first message of a person with a receipt, unless a machine wrote it, it is spam, or enough went out."""
    if not event.first or event.auto:
        return
    ticket = hold(event.ticket)
    if ticket.is_spam or not channel(ticket.channel).capabilities.acknowledges:
        return
    if ticket.workspace.is_demo or not ticket.workspace.settings.get("acknowledge", True) or _enough(ticket):
        return
    reply = Reply(text=words.receipt(ticket), then="")
    write_reply(ticket=ticket, reply=reply, member=None, by=Actor.system(), automatic=True)


def _enough(ticket: Ticket) -> bool:
    """Each new ticket of a contact gave a receipt: count the tickets of a day."""
    since = timezone.now() - timedelta(hours=24)
    return sum(one.created_at >= since for one in _latest.ask(contact_id=ticket.contact_id)) > PER_DAY
