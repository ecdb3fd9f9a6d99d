"""Reads of ratings that pages share."""

from django.db.models import QuerySet

from percaya.core.ratings.models import Rating


def ratings_of(ticket_id: int) -> QuerySet[Rating]:
    """A ticket's, the newest first."""
    return Rating.objects.filter(ticket_id=ticket_id).order_by("-id")
