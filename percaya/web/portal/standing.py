"""How a ticket stands, with what other rooms know of it: who higher owes a word, and what we promise on an answer."""

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.joinings import living
from percaya.core.tickets.queries.standing import Standing
from percaya.core.tickets.queries.standing import standing as stands
from percaya.stages.escalation.queries import next_word
from percaya.web.onboarding.promises import promised, spoken


def standing(ticket: Ticket) -> Standing:
    """As the page of one ticket says it, in the active language."""
    return stands(ticket, higher=next_word(living(ticket)), answered_within=spoken(promised(ticket.workspace)))
