"""The message that asks. Nothing the customer wrote is repeated, and every link only opens a page."""

from django.utils.translation import gettext as _

from percaya.channels.registry import channels
from percaya.core.ratings.links import answer_link_for, link_for, stop_link_for
from percaya.core.ratings.models import Rating
from percaya.core.ratings.words import answers
from percaya.core.tickets.models import Ticket


def asking(ticket: Ticket, rating: Rating, *, again: bool = False) -> str:
    """In the language that is switched on: the question, one link an answer (where a message is a letter; a chat gets one
    link in all), how not to be asked any more."""
    question = rating.question or _("Your ticket #%(number)s is solved as far as we see. How did we do?") % {
        "number": ticket.number
    }
    lines = [_("We asked you a few days ago; an answer still helps us. We do not ask a third time."), question]
    return "\n\n".join(
        (
            *(lines if again else lines[1:]),
            _choices(rating) if _is_letter(ticket.channel) else link_for(rating),
            _("One click is enough. If it is not solved, just reply to this message."),
            _("Rather not be asked? %(link)s") % {"link": stop_link_for(rating)},
        )
    )


def _choices(rating: Rating) -> str:
    """The best first: nobody scrolls past eleven lines to praise. Every answer is there."""
    lines = [_choice(rating, score, words) for score, words in reversed(answers(rating.kind))]
    return "\n".join(f"- {line}" for line in lines)


def _choice(rating: Rating, score: int, words: str) -> str:
    name = words if rating.kind == "csat" else f"{score} ({words})" if words else str(score)
    return f"{name}: {answer_link_for(rating, score)}"


def _is_letter(channel: str) -> bool:
    own = channels().get(channel)
    if own is None:
        return False
    through = channels().get(own.capabilities.replies_through)
    return (through or own).capabilities.subject
