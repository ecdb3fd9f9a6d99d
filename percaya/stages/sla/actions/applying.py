"""A changed policy or calendar is applied to clocks that run already: because a person chose so, ticket by ticket in a job."""

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.jobs import enqueue, task
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.models import Ticket
from percaya.stages.sla.clocks import Keeper

BATCH = 100


def apply_to_running(*, workspace_id: int, reason: str) -> None:
    """``reason``: policy_edited or calendar_edited. Tickets with nothing to change are left as they are."""
    enqueue("sla.apply", args={"workspace_id": workspace_id, "reason": reason, "after": 0}, workspace_id=workspace_id)


@task("sla.apply", queue="bulk")
def apply(*, workspace_id: int, reason: str, after: int) -> None:
    """One batch, each ticket a short transaction of its own; then the job queues up again behind the others. Done twice it
    changes nothing the second time."""
    rows = Ticket.objects.filter(workspace_id=workspace_id, is_open=1, pk__gt=after).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:BATCH])
    for ticket_id in ids:
        with transaction.atomic():
            keeper = Keeper(hold(ticket_id), timezone.now())
            keeper.apply(reason)
            keeper.save()
    if len(ids) == BATCH:
        args = {"workspace_id": workspace_id, "reason": reason, "after": ids[-1]}
        enqueue("sla.apply", args=args, workspace_id=workspace_id)
