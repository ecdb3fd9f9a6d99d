"""How did we do? Asked in the panel once somebody has helped, by the same verbs and limits as the question in a mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core.journal.actor import Actor
from percaya.core.prepared import Prepared
from percaya.core.ratings import policy
from percaya.core.ratings.actions import ask_in_place, give_rating
from percaya.core.ratings.models import Rating
from percaya.core.ratings.queries import ratings_of, why_not
from percaya.core.ratings.words import answer_word, answers, default_question, question_of
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import State, Ticket
from percaya.stages.chat.queries import current
from percaya.stages.surveys.deciding import survey_for
from percaya.web.widget.doors import ChatRequest, by_pass, refused

_DONE = (State.RESOLVED, State.CLOSED)
_newest: Prepared[Rating] = Prepared(lambda ticket: ratings_of(ticket)[:1], ticket=int)


@dataclass(frozen=True)
class Question:
    """``rating`` is ``None`` while nobody was asked; ``given`` is the word of the answer, "" without one. ``survey``: whose
    question it is; of the standard one ``None``."""

    rating: Rating | None
    words: str
    answers: Sequence[tuple[int, str]]
    kind: str = "csat"
    survey: int | None = None
    score: int | None = None
    given: str = ""
    comment: str = ""


def question(ticket: Ticket) -> Question | None:
    """What the visitor is asked about this conversation now, or may still change; ``None`` where nothing is."""
    now = timezone.now()
    rating = next(iter(_newest.ask(ticket=ticket.pk)), None)
    if rating and rating.given_at and policy.may_change(rating.given_at, now) and not _is_new_round(ticket, rating):
        said = answer_word(rating.kind, rating.score or 0)
        known: dict[str, Any] = {"score": rating.score, "given": said, "comment": rating.comment}
        return Question(rating, question_of(rating), answers(rating.kind), **known)
    if ticket.state not in _DONE or ticket.first_replied_at is None or ticket.is_spam or ticket.merged_into_id:
        return None
    if rating and not rating.given_at and not _is_new_round(ticket, rating):
        return Question(rating, question_of(rating), answers(rating.kind))
    return _new_question(ticket, now)


def _new_question(ticket: Ticket, now: datetime) -> Question | None:
    """The survey's that fits, so that its answers are counted and its low ones taken up; else the standard one."""
    wanted = ticket.account is None or ticket.account.settings.get("ask_rating", True)
    if not wanted:
        return None
    if survey := survey_for(ticket, now):
        words = survey.question(get_language() or ticket.language)
        return Question(None, words, answers(survey.kind), kind=survey.kind, survey=survey.pk)
    return None if why_not(ticket, now) else Question(None, default_question("csat", ""), answers("csat"))


@by_pass("rate", most=20, seconds=600)
@require_POST
def rate(request: ChatRequest) -> HttpResponse:
    """POST ``score`` and ``comment``; without a score: the question is before the visitor's eyes, which is what counts as
    asked. 409 where nothing is asked any more, 422 for what is no answer."""
    ticket = current(request.visitor)
    asked = question(ticket) if ticket else None
    if ticket is None or asked is None:
        return refused(_("Nothing is asked here any more. Thank you all the same."), 409)
    try:
        new: dict[str, Any] = {"kind": asked.kind, "survey": asked.survey, "question": asked.words}
        rating = asked.rating or ask_in_place(ticket=ticket, by=Actor.system(), **new)
        if "score" in request.POST:
            score = policy.read_score(rating.kind, request.POST["score"])
            give_rating(rating=rating, score=-1 if score is None else score, comment=request.POST.get("comment", ""))
    except Refused as refusal:
        return refused(str(refusal), 422)
    return JsonResponse({"asked": True})


def _is_new_round(ticket: Ticket, rating: Rating) -> bool:
    """Solved again since: what was said of the last time stays said."""
    return ticket.resolved_at is not None and rating.asked_at < ticket.resolved_at and ticket.state in _DONE
