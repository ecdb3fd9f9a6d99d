"""The words of notices, in the ticket's language. Nothing the customer wrote is repeated: an address typed into a form
may be a stranger's, and a receipt that echoes text is a relay for spam. How it stands is said as its page and its chat say it."""

from django.utils import translation
from django.utils.translation import gettext as _

from percaya.core.tickets.expecting import expectation_sentence
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.standing import standing
from percaya.core.tickets.status_links import status_address
from percaya.core.workspace.brands import brand_name


def receipt(ticket: Ticket) -> str:
    """Markdown of the receipt for a new ticket."""
    with translation.override(ticket.language if ticket.language in ("id", "en") else "id"):
        facts = {"name": brand_name(ticket.account, ticket.workspace), "number": ticket.number}
        lines = (
            _("Thank you for writing to %(name)s. The number of your message is **#%(number)s**.") % facts,
            standing(ticket, asked=False, since=ticket.created_at).sentence,
            expectation_sentence(ticket),
            _("You can see how it stands at any time: %(link)s") % {"link": status_address(ticket)},
            _("If you want to add something, just reply to this message."),
        )
        return "\n\n".join(filter(None, lines))
