"""A ticket's alarm rang: what has come due is said, once."""

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.models import Ticket
from percaya.stages.sla import policy
from percaya.stages.sla.clocks import Keeper
from percaya.stages.sla.rows import run_of


@task("sla.ring")
def ring(*, ticket_id: int) -> None:
    """The row decides, under its lock, not the alarm: another process may have been first, somebody may have answered, and
    a machine's clock that was put forward may have been put back. In any case the next alarm is set."""
    with transaction.atomic():
        if not Ticket.objects.filter(pk=ticket_id).exists():
            return
        keeper = Keeper(hold(ticket_id), timezone.now())
        for clock in keeper.live():
            run = run_of(clock)
            if policy.is_overdue(run, keeper.now):
                keeper.breach(clock)
            elif run.is_running and run.breached_at is None and (shares := policy.shares_passed(run, clock.warn, keeper.now)):
                keeper.warn(clock, shares)
        if keeper.said:
            keeper.save()
        else:
            keeper.set_alarm()
