"""The steps of an escalation that nobody answers: alarms ring, the row decides under its ticket's lock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import set_alarm
from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.assigning import set_team
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.following import follow
from percaya.core.tickets.actions.properties import change_priority
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member, Team
from percaya.stages.escalation.actions.owners import admins_of, choose
from percaya.stages.escalation.events import EscalationStepped
from percaya.stages.escalation.models import Escalation
from percaya.stages.escalation.policy import Plan, Step, higher
from percaya.stages.escalation.queries import plans

SYSTEM = Actor.system()


@task("escalation.step")
def take_step(*, escalation_id: int, step: int) -> None:
    """Once, whoever rings: a step taken, answered or closed is left; one rung too early (a clock put back) is set again."""
    with transaction.atomic():
        found = Escalation.objects.filter(pk=escalation_id).first()
        if found is None:
            return
        ticket = hold(found.ticket_id)
        found = Escalation.objects.select_related("owner").get(pk=escalation_id)  # as it is under the lock
        plan = plans(found.workspace_id)[found.reason]
        if found.closed_at or found.acknowledged_at or found.step != step or step >= len(plan.steps):
            return
        if timezone.now() < due_of(found, plan, step):
            set_next_step(found, plan)
            return
        _advance(found, ticket, plan.steps[step])
        set_next_step(found, plan)


def set_next_step(escalation: Escalation, plan: Plan) -> None:
    step = escalation.step
    if step < len(plan.steps):
        set_alarm(
            "escalation.step",
            key=key_of(escalation.pk),
            due_at=due_of(escalation, plan, step),
            args={"escalation_id": escalation.pk, "step": step},
            order_key=f"escalation:{escalation.ticket_id}",
            workspace_id=escalation.workspace_id,
        )


def key_of(escalation_id: int) -> str:
    return f"escalation:step:{escalation_id}"


def due_of(escalation: Escalation, plan: Plan, step: int) -> datetime:
    return escalation.raised_at + timedelta(minutes=plan.steps[step].after)


def do(escalation: Escalation, ticket: Ticket, step: Step) -> None:
    """The deeds of a step; one that makes no sense any more is left out and keeps the others from nothing."""
    if step.raise_priority and (wanted := higher(ticket.priority)) != ticket.priority:
        change_priority(ticket=ticket, to=wanted, by=SYSTEM)
    team = Team.objects.filter(pk=step.team, workspace_id=ticket.workspace_id, is_active=True).first() if step.team else None
    if team is not None and team.pk != ticket.team_id:
        set_team(ticket=ticket, to=team, by=SYSTEM)
    wanted_ones = Member.objects.filter(workspace_id=ticket.workspace_id, is_active=True)
    for member in wanted_ones.filter(pk__in=[*step.members, *([escalation.owner_id] if escalation.owner_id else [])]):
        try:
            follow(ticket=ticket, member=member, by=SYSTEM)
        except Refused:
            continue


def _advance(escalation: Escalation, ticket: Ticket, step: Step) -> None:
    if step.pass_on or step.to_admins:
        escalation.owner = choose(escalation.workspace_id, past=(escalation.owner_id,), admins=step.to_admins)
    escalation.step += 1
    escalation.save(update_fields=["owner", "step"])
    told = admins_of(escalation.workspace_id) if step.to_admins else ()
    commit(
        ticket, EscalationStepped, by=SYSTEM, escalation=escalation.pk, owner=escalation.owner_id, step=escalation.step,
        members=tuple(dict.fromkeys([*step.members, *told])),
    )  # fmt: skip
    do(escalation, ticket, step)
