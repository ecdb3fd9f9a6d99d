"""Receipts and changes that came before what they speak of: tried again for some minutes, then noted and left."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.jobs import RetryIn, task
from percaya.stages.intake.aftermath import UNKNOWN, Early, follow
from percaya.stages.intake.models import Arrival
from percaya.stages.intake.reading import read_arrival

PATIENCE = timedelta(minutes=10)


@task("intake.follow_up", queue="inbound", attempts=40)
def follow_up(*, arrival_id: int, receipts: Sequence[int] = (), changes: Sequence[int] = (), whole: bool = False) -> Arrival:
    """``receipts`` and ``changes``: places in the arrival's reading; ``whole``: all there are. Raises ``RetryIn`` while it is
    early: soon at first, then more and more seldom. Doing one twice changes nothing."""
    arrival = Arrival.objects.select_related("account", "account__workspace").get(pk=arrival_id)
    if arrival.account is None:
        return arrival
    reading, wanted = read_arrival(arrival), None if whole else Early(receipts, changes)
    with transaction.atomic():
        left = follow(arrival, reading, wanted)
        arrival.reason = UNKNOWN if left else ""
        arrival.save(update_fields=["reason", "ticket", "message"])
    age = timezone.now() - arrival.received_at
    if left and age < PATIENCE:
        raise RetryIn(max(3.0, age.total_seconds() / 2), "what this speaks of is not here yet")
    return arrival
