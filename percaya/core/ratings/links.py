"""The customer's link to one rating: signed, expiring, good for that rating and nothing else."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from percaya.core.ratings.models import Rating
from percaya.core.workspace.addresses import origin_for

LIFE = timedelta(days=30)
_SALT = "percaya.rating"


def token_for(rating: Rating) -> str:
    return signing.dumps([rating.pk, rating.ticket_id], salt=_SALT)


def link_for(rating: Rating) -> str:
    """Absolute, at the own host of the brand that was written to where it has one."""
    return _absolute("portal:rating", rating)


def answer_link_for(rating: Rating, score: int) -> str:
    """The same page with that answer chosen already. Opening it answers nothing: mail scanners open every link."""
    return f"{link_for(rating)}?s={score}"


def stop_link_for(rating: Rating) -> str:
    """Where the customer says that they do not want to be asked any more."""
    return _absolute("surveys:stop", rating)


def rating_of(token: str) -> Rating | None:
    """The rating of a living token; ``None`` for everything else, all alike."""
    try:
        rating_id, ticket_id = signing.loads(token, salt=_SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Rating.objects.select_related("workspace", "ticket", "ticket__contact", "ticket__account")
    return rows.filter(pk=rating_id, ticket_id=ticket_id).first()


def _absolute(name: str, rating: Rating) -> str:
    return origin_for(rating.ticket.account, rating.workspace) + reverse(name, args=[token_for(rating)])
