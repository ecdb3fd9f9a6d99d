"""Taking the customer's answer; their words go into the ticket, where colleagues read them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact
from percaya.core.ratings import policy
from percaya.core.ratings.events import RatingGiven
from percaya.core.ratings.models import Rating
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.receiving import Incoming, receive_message
from percaya.core.tickets.models import Ticket

AUTO = "survey"  # of the message: it expects no answer, so that thanks do not open a ticket again


@transaction.atomic
def give_rating(*, rating: Rating, score: int, comment: str = "") -> Rating:
    """The customer's answer, or another one within seven days. Raises ``Refused`` for what is no score and when it is late."""
    if score not in policy.SCALES[rating.kind].scores:
        raise Refused(_("Choose one of the answers."))
    ticket = hold(rating.ticket_id)
    rating = Rating.objects.get(pk=rating.pk)  # as it is now that nobody else changes it
    now = timezone.now()
    if not policy.may_change(rating.given_at, now):
        raise Refused(_("Your answer was kept as it was: it could be changed for seven days."))
    text = comment.strip()[: policy.MOST_TEXT]
    if (rating.score, rating.comment) == (score, text):
        return rating
    before, said_before = rating.score, rating.comment
    rating.score, rating.comment, rating.changed_at = score, text, now
    rating.given_at = rating.given_at or now
    rating.save()
    if text and text != said_before:
        _into_the_ticket(ticket, rating)
        ticket = hold(ticket.pk)
    if before != score:
        _tell(ticket, rating, before)
    return rating


def _tell(ticket: Ticket, rating: Rating, before: int | None) -> None:
    scale = policy.SCALES[rating.kind]
    commit(
        ticket, RatingGiven, by=Actor.contact(ticket.contact_id), rating=rating.pk, score=rating.score, before=before or 0,
        is_changed=before is not None, scale=rating.kind, best=scale.last, low=(rating.score or 0) <= scale.low,
    )  # fmt: skip


def _into_the_ticket(ticket: Ticket, rating: Rating) -> None:
    """Of a merged ticket: where it goes on."""
    name = Contact.objects.values_list("name", flat=True).get(pk=ticket.contact_id)
    incoming = Incoming(
        contact_id=ticket.contact_id, author_name=name, address=("", ""), channel=ticket.channel, account_id=ticket.account_id,
        text=rating.comment, auto=AUTO, fields={"rating": rating.pk},
    )  # fmt: skip
    receive_message(ticket=ticket, incoming=incoming, by=Actor.contact(ticket.contact_id))
