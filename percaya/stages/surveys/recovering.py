"""Taking a matter up again after a low answer: as words of the customer would, since a closed ticket stays closed."""

from django.utils import translation
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact
from percaya.core.people.queries import address_for
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.states import reopen
from percaya.core.tickets.models import Participant, Ticket


def take_up(ticket: Ticket) -> Ticket:
    """The ticket where the matter goes on: a resolved one opens again, a closed one goes on in a follow-up (the open one that
    there is, else a new one), an open one is it already. ``ticket`` is held."""
    if ticket.state == "resolved":
        return reopen(ticket=ticket, by=Actor.system(), reason="low_answer")
    if ticket.state != "closed":
        return ticket
    running = Ticket.objects.filter(follows=ticket, merged_into=None, is_spam=False).exclude(state__in=("resolved", "closed"))
    return running.order_by("-pk").first() or _follow_up(ticket)


def _follow_up(ticket: Ticket) -> Ticket:
    """Of the same customer, channel, account and team; with whoever had it, where they may still have it."""
    contact = Contact.objects.get(pk=ticket.contact_id)
    with translation.override(ticket.language if ticket.language in ("id", "en") else "id"):
        # The customer reads it too: it is about what they told us, and says nothing of how low that was.
        subject = _("About your rating: %(subject)s") % {"subject": ticket.subject or f"#{ticket.number}"}
    made = open_ticket(
        workspace_id=ticket.workspace_id, contact=contact, subject=subject, channel=ticket.channel, account_id=ticket.account_id,
        team_id=ticket.team_id, language=ticket.language, priority=ticket.priority, topic=ticket.topic, follows=ticket,
        address=_address(ticket, contact), by=Actor.system(),
    )  # fmt: skip
    if ticket.assignee is None:
        return made
    try:
        return assign(ticket=made, to=ticket.assignee, by=Actor.system())
    except Refused:  # gone, or not of the team any more: it waits in the queue
        return made


def _address(ticket: Ticket, contact: Contact) -> tuple[str, str] | None:
    """By which they wrote then, else their mail."""
    found = Participant.objects.filter(ticket=ticket, role="requester").order_by("pk").values_list("kind", "value").first()
    if found:
        return found
    mail = address_for(contact.pk, "email")
    return ("email", mail.value) if mail else None
