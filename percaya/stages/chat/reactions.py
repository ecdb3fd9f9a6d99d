"""What flow.py points at: who wrote is tied to their ticket, and their page is told when there is something to see."""

from datetime import timedelta

from django.utils import timezone

from percaya.core.journal.alarms import set_alarm
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.events import DeliveryChanged, MessageReceived, StateChanged, TicketAssigned
from percaya.core.tickets.models import Delivery, Message, Ticket
from percaya.stages.chat.actions import tell, tie
from percaya.stages.chat.queries import account_of, is_live, visitor_of
from percaya.stages.chat.waiting import watch

MAIL_AFTER = 10  # minutes, where the account says nothing
_said: Prepared[Message] = Prepared(lambda message: Message.objects.only("account_id", "fields").filter(pk=message), message=int)


def received(event: MessageReceived, event_id: int) -> None:
    """Words of a visitor: the ticket is theirs to see from now on, on all their pages."""
    ticket = hold(event.ticket)
    if not is_live(ticket.channel):
        return
    said = _said.ask(message=event.message)[0]
    key = str(said.fields.get("conversation", ""))
    visitor = visitor_of(said.account_id, key) if key and said.account_id else None
    if visitor is not None:
        tie(visitor=visitor, ticket=ticket)
    watch(ticket)
    tell(ticket=ticket)


def changed(event: StateChanged | TicketAssigned, event_id: int) -> None:
    """Who has it and how it stands is shown above the talk. Whoever gets it has their own time to answer."""
    ticket = hold(event.ticket)
    if is_live(ticket.channel):
        tell(ticket=ticket)
        if isinstance(event, TicketAssigned):
            watch(ticket, anew=True)


def delivered(event: DeliveryChanged, event_id: int) -> None:
    """Our answer stands where the visitor looks; if they do not, it follows them by e-mail."""
    if event.state != Delivery.SENT:
        return
    ticket = hold(event.ticket)
    if is_live(ticket.channel):
        tell(ticket=ticket)
        _follow_by_mail(ticket)


def _follow_by_mail(ticket: Ticket) -> None:
    """Each answer begins the wait anew: a burst of short ones leaves as one mail."""
    account = account_of(ticket)
    wanted = account.settings.get("mail_after", MAIL_AFTER) if account else 0
    if not isinstance(wanted, int) or wanted < 1:
        return
    due = timezone.now() + timedelta(minutes=wanted)
    set_alarm(
        "chat.mail_unread", key=f"chat-mail:{ticket.pk}", due_at=due, args={"ticket_id": ticket.pk},
        order_key=f"ticket:{ticket.pk}", workspace_id=ticket.workspace_id,
    )  # fmt: skip
