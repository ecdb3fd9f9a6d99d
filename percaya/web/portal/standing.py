"""How a ticket stands, with what other rooms know of it: whether somebody higher has it, what we promise on an answer, how long
tickets like it take."""

from percaya.core.tickets.expecting import expectation_sentence
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.joinings import living
from percaya.core.tickets.queries.standing import Standing
from percaya.core.tickets.queries.standing import standing as stands
from percaya.stages.escalation.queries import next_word
from percaya.web.onboarding.promises import promised, spoken


def standing(ticket: Ticket, *, asked: bool | None = None) -> Standing:
    """As the page of one ticket says it, in the active language. ``asked``: the last public word was ours, for who knows."""
    home = living(ticket)
    return stands(
        ticket,
        asked=asked,
        is_higher=next_word(home) is not None,
        answered_within=spoken(promised(ticket.workspace)),
        usual=expectation_sentence(home),
    )
