"""Asking a customer how it went, and taking the answer."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.ratings import policy
from percaya.core.ratings.events import RatingAsked, RatingGiven
from percaya.core.ratings.links import link_for
from percaya.core.ratings.models import Rating
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.models import Ticket


@transaction.atomic
def ask_rating(*, ticket: Ticket, by: Actor) -> Rating:
    """Write to the customer with the link to their page. Raises ``Refused`` where nothing can be said any more."""
    held = hold(ticket.pk)
    now = timezone.now()
    rating = Rating.objects.create(workspace_id=held.workspace_id, ticket=held, member_id=held.assignee_id, asked_at=now)
    reply = Reply(text=words(ticket, rating), send_key=f"rating:{rating.pk}")
    write_reply(ticket=held, reply=reply, member=None, by=by, automatic=True)
    commit(hold(ticket.pk), RatingAsked, by=by, rating=rating.pk)
    return rating


@transaction.atomic
def give_rating(*, rating: Rating, score: int, comment: str = "") -> Rating:
    """The customer's answer, or another one within seven days. Raises ``Refused`` for what is no score and when it is late."""
    if score not in policy.SCORES:
        raise Refused(_("Choose one of the five answers."))
    ticket = hold(rating.ticket_id)
    rating = Rating.objects.get(pk=rating.pk)  # as it is now that nobody else changes it
    now = timezone.now()
    if not policy.may_change(rating.given_at, now):
        raise Refused(_("Your answer was kept as it was: it could be changed for seven days."))
    text = comment.strip()[: policy.MOST_TEXT]
    if (rating.score, rating.comment) == (score, text):
        return rating
    before, is_new_score = rating.score or 0, rating.score != score
    rating.score, rating.comment, rating.changed_at = score, text, now
    rating.given_at = rating.given_at or now
    rating.save()
    if is_new_score:
        commit(ticket, RatingGiven, by=Actor.contact(ticket.contact_id), rating=rating.pk, score=score, before=before)
    return rating


def words(ticket: Ticket, rating: Rating) -> str:
    """The message that asks, in the language of the ticket. Nothing the customer wrote is repeated."""
    with translation.override(ticket.language if ticket.language in ("id", "en") else "id"):
        return "\n\n".join(
            (
                _("Your ticket #%(number)s is solved as far as we see. How did we do?") % {"number": ticket.number},
                link_for(rating),
                _("One click is enough. If it is not solved, just reply to this message."),
            )
        )
