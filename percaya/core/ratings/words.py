"""What customers are asked, and what their answers are called. In the language that is switched on."""

from django.utils.translation import gettext as _

from percaya.core.ratings.models import Rating
from percaya.core.ratings.policy import SCALES


def default_question(kind: str, name: str) -> str:
    """What a new survey asks until somebody writes better; ``name`` of the business or brand."""
    return {
        "csat": _("How satisfied are you with our help?"),
        "nps": _("How likely are you to recommend %(name)s to friends or family?") % {"name": name},
        "ces": _("How easy was it to get your matter settled with us?"),
    }[kind]


def answers(kind: str) -> list[tuple[int, str]]:
    """(score, words), the worst first; a number in the middle of a long scale has no words of its own."""
    named = {
        "csat": {
            1: _("Very dissatisfied"), 2: _("Dissatisfied"), 3: _("Neither"), 4: _("Satisfied"), 5: _("Very satisfied"),
        },
        "nps": {0: _("Not at all likely"), 10: _("Very likely")},
        "ces": {1: _("Very difficult"), 4: _("Neither"), 7: _("Very easy")},
    }[kind]  # fmt: skip
    return [(score, named.get(score, "")) for score in SCALES[kind].scores]


def answer_word(kind: str, score: int) -> str:
    """One answer on its own: "Satisfied"; "9 of 10"."""
    words = dict(answers(kind)).get(score, "")
    if kind == "csat" and words:
        return words
    return _("%(score)s of %(best)s") % {"score": score, "best": SCALES[kind].last}


def question_of(rating: Rating) -> str:
    return rating.question or _("How did we do?")


def refusal(reason: str) -> str:
    """Why nobody was asked, from ``queries.why_not``."""
    return {
        "spam": _("It is spam: nobody was asked."),
        "merged": _("This ticket was merged into another. Nobody was asked here."),
        "opted_out": _("This customer does not want to be asked. Nobody was asked."),
        "asked": _("The customer was asked already. Nobody was asked again."),
        "often": _("This customer was asked not long ago. Nobody was asked again."),
    }[reason]
