"""The words of notices, in the ticket's language. Nothing the customer wrote is repeated: an address typed into a form
may be a stranger's, and a receipt that echoes text is a relay for spam."""

from django.utils import translation
from django.utils.translation import gettext as _

from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.expecting import expectation_sentence
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.status_links import status_address


def receipt(ticket: Ticket) -> str:
    """Markdown of the receipt for a new ticket."""
    with translation.override(ticket.language if ticket.language in ("id", "en") else "id"):
        lines = [
            _("Thank you for writing to %(name)s. Your message has arrived; its number is **#%(number)s**.")
            % {"name": ticket.workspace.name, "number": ticket.number}
        ]
        if ticket.due_at is not None and ticket.due_kind != "resolution":
            when = day_and_time(ticket.due_at, ticket.workspace.time_zone, translation.get_language() or "id")
            lines.append(_("A person reads it, and you will hear from us by **%(when)s** at the latest.") % {"when": when})
        if usual := expectation_sentence(ticket):
            lines.append(usual)
        lines.append(_("You can see how it stands at any time: %(link)s") % {"link": status_address(ticket)})
        lines.append(_("If you want to add something, just reply to this message."))
        return "\n\n".join(lines)
