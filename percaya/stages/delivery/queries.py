"""Reads of attempts."""

from percaya.core.tickets.models import Message
from percaya.stages.delivery.models import Attempt


def attempts(message: Message) -> list[Attempt]:
    """Every try to get a message out, oldest first."""
    return list(Attempt.objects.filter(message=message).order_by("pk"))
