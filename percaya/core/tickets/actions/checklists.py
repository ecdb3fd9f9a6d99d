"""The checklist of a ticket: steps added, ticked, changed, put in order, taken away."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.events import ChecklistChanged, StepsAdded, StepTicked, StepUnticked
from percaya.core.tickets.models import ChecklistItem, Ticket
from percaya.core.workspace.models import Member

MOST_STEPS = 50
Step = tuple[str, bool]  # its text, and whether it has to be done before resolving


@transaction.atomic
def add_steps(*, ticket: Ticket, steps: Sequence[Step], by: Actor) -> list[ChecklistItem]:
    """Put steps at the end; blank ones are left out. Raises ``Refused`` when there are none or too many."""
    wanted = [(" ".join(text.split())[:200], required) for text, required in steps]
    wanted = [step for step in wanted if step[0]]
    if not wanted:
        raise Refused(_("The step is empty. Write what is to be done."))
    ticket = hold(ticket.pk)
    known = ChecklistItem.objects.filter(ticket=ticket).count()
    if known + len(wanted) > MOST_STEPS:
        raise Refused(_("A checklist has at most %(count)s steps. Nothing was added.") % {"count": MOST_STEPS})
    made = [
        ChecklistItem.objects.create(
            workspace_id=ticket.workspace_id, ticket=ticket, text=text, is_required=required, position=known + number
        )
        for number, (text, required) in enumerate(wanted)
    ]
    commit(ticket, StepsAdded, by=by, count=len(made))
    return made


@transaction.atomic
def tick_step(*, step: ChecklistItem, done: bool, member: Member | None, by: Actor) -> None:
    """Done, or not done after all. Doing the same again changes nothing."""
    ticket = hold(step.ticket_id)
    step.refresh_from_db()
    if (step.done_at is not None) == done:
        return
    step.done_at, step.done_by = (timezone.now(), member) if done else (None, None)
    step.save(update_fields=["done_at", "done_by"])
    commit(ticket, StepTicked if done else StepUnticked, by=by, step=step.pk, text=step.text)


@transaction.atomic
def change_step(*, step: ChecklistItem, text: str, is_required: bool, by: Actor) -> None:
    words = " ".join(text.split())[:200]
    if not words:
        raise Refused(_("The step is empty. Write what is to be done."))
    if (words, is_required) == (step.text, step.is_required):
        return
    step.text, step.is_required = words, is_required
    step.save(update_fields=["text", "is_required"])
    commit(hold(step.ticket_id), ChecklistChanged, by=by, step=step.pk, how="changed", text=words)


@transaction.atomic
def move_step(*, step: ChecklistItem, up: bool, by: Actor) -> None:
    """One place up or down."""
    ticket = hold(step.ticket_id)
    rows = list(ChecklistItem.objects.filter(ticket=ticket).order_by("position", "pk"))
    at = next(number for number, row in enumerate(rows) if row.pk == step.pk)
    to = at + (-1 if up else 1)
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for number, row in enumerate(rows):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position"])
    commit(ticket, ChecklistChanged, by=by, step=step.pk, how="moved", text=step.text)


@transaction.atomic
def remove_step(*, step: ChecklistItem, by: Actor) -> None:
    ticket = hold(step.ticket_id)
    pk, text = step.pk, step.text
    step.delete()
    commit(ticket, ChecklistChanged, by=by, step=pk, how="removed", text=text)
