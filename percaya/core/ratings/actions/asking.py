"""Asking a customer how it went, and reminding them once."""

from django.db import transaction
from django.utils import timezone, translation

from percaya.core.journal.actor import Actor
from percaya.core.ratings.events import RatingAsked, RatingReminded
from percaya.core.ratings.letters import asking
from percaya.core.ratings.links import stop_link_for
from percaya.core.ratings.models import Rating
from percaya.core.ratings.queries import opted_out, why_not
from percaya.core.ratings.words import refusal
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.outbox import Reply, put
from percaya.core.tickets.events import ReplyWritten
from percaya.core.tickets.models import Delivery, Ticket


@transaction.atomic
def ask_rating(*, ticket: Ticket, by: Actor, kind: str = "csat", survey: int | None = None, question: str = "") -> Rating:
    """Write to the customer with the links to their page. Raises ``Refused`` where ``why_not`` gives a reason."""
    held = hold(ticket.pk)
    rating = _new(held, kind, survey, question)
    _write(held, rating, f"rating:{rating.pk}", by)
    commit(held, RatingAsked, by=by, rating=rating.pk)
    return rating


@transaction.atomic
def ask_in_place(*, ticket: Ticket, by: Actor, kind: str = "csat", survey: int | None = None, question: str = "") -> Rating:
    """The customer has the question before their eyes (a live chat shows it): nothing is written to them. It counts like a
    question that was sent, so that nobody is asked again by mail. Raises ``Refused`` as above."""
    held = hold(ticket.pk)
    rating = _new(held, kind, survey, question)
    commit(held, RatingAsked, by=by, rating=rating.pk)
    return rating


@transaction.atomic
def remind_rating(*, rating: Rating, by: Actor) -> bool:
    """Once, and only who has not answered and may still be asked. ``False`` when nothing was sent."""
    held = hold(rating.ticket_id)
    rating = Rating.objects.get(pk=rating.pk)
    if rating.given_at or rating.reminded_at or held.is_spam or held.merged_into_id or opted_out([held.contact_id]):
        return False
    rating.reminded_at = timezone.now()
    rating.save(update_fields=["reminded_at"])
    _write(held, rating, f"rating:{rating.pk}:2", by, again=True)
    commit(held, RatingReminded, by=by, rating=rating.pk)
    return True


def _new(held: Ticket, kind: str, survey: int | None, question: str) -> Rating:
    now = timezone.now()
    if reason := why_not(held, now, kind):
        raise Refused(refusal(reason))
    return Rating.objects.create(
        workspace_id=held.workspace_id, ticket=held, member_id=held.assignee_id, asked_at=now, kind=kind, survey=survey,
        question=question[:300],
    )  # fmt: skip


def _write(ticket: Ticket, rating: Rating, key: str, by: Actor, *, again: bool = False) -> None:
    """Into the outbox as an automatic message. Not through ``write_reply``: who is asked some time after may be asked in a
    ticket that is closed by then, and a question changes nothing of it."""
    with translation.override(ticket.language if ticket.language in ("id", "en") else "id"):
        text = asking(ticket, rating, again=again)
    now = timezone.now()
    message = put(
        ticket, Reply(text=text, send_key=key), member=None, by=by, auto="auto-reply",
        fields={"rating": rating.pk, "_stop": stop_link_for(rating)},
        delivery_state=Delivery.QUEUED, delivery_at=now, send_after=now, created_at=now,
    )  # fmt: skip
    commit(ticket, ReplyWritten, by=by, message=message.pk, send_after=message.send_after, automatic=True, to_customer=True)
