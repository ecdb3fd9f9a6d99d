"""What surveys do when a ticket is solved, and when an answer comes."""

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import set_alarm
from percaya.core.ratings.events import RatingGiven
from percaya.core.ratings.models import Rating
from percaya.core.ratings.policy import SCALES
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.events import StateChanged
from percaya.core.workspace.models import Workspace
from percaya.stages.surveys.events import LowAnswer, SurveyChanged
from percaya.stages.surveys.kept import forget, waiting
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.recovering import take_up


def solved(event: StateChanged, event_id: int) -> None:
    """One alarm for each survey that may ask; whether it does is decided when it rings. Solving again moves it."""
    if event.state != "resolved":
        return
    now = timezone.now()
    for survey_id, minutes in waiting(event.workspace_id):
        set_alarm(
            "surveys.ask", key=f"survey:{survey_id}:{event.ticket}", due_at=now + timedelta(minutes=minutes),
            args={"survey_id": survey_id, "ticket_id": event.ticket}, order_key=f"surveys:{event.ticket}",
            workspace_id=event.workspace_id,
        )  # fmt: skip


def answered(event: RatingGiven, event_id: int) -> None:
    """A low answer does what its survey says; a second one that is still low does nothing again."""
    if not event.low or (event.is_changed and _was_low(event)):
        return
    rating = Rating.objects.only("survey").get(pk=event.rating)
    wanted = (
        Survey.objects.filter(pk=rating.survey or 0, workspace_id=event.workspace_id).values_list("low_action", flat=True).first()
    )
    ticket = hold(event.ticket)
    if wanted not in ("reopen", "escalate") or ticket.is_spam or ticket.merged_into_id is not None:
        return
    ticket = hold(take_up(ticket).pk)  # what nobody works on has no owner who could see to it
    if wanted == "escalate":
        facts = {"rating": event.rating, "score": event.score, "reason": _reason(event)}
        commit(ticket, LowAnswer, by=Actor.system(), **facts)


def changed(event: SurveyChanged, event_id: int) -> None:
    forget(event.workspace_id)


def _was_low(event: RatingGiven) -> bool:
    return event.before <= SCALES[event.scale].low


def _reason(event: RatingGiven) -> str:
    """In the language of the house: the journal keeps the words as they are."""
    language = Workspace.objects.values_list("language", flat=True).get(pk=event.workspace_id)
    with translation.override(language):
        return _("The customer answered %(score)s of %(best)s") % {"score": event.score, "best": event.best}
