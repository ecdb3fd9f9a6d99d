"""An escalation begins: one open for a ticket and a reason, with an owner and the time of the next word."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import set_alarm
from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.calendars import NeverOpens, add
from percaya.core.workspace.models import Member
from percaya.core.workspace.queries import calendar_of
from percaya.stages.escalation.actions.owners import choose
from percaya.stages.escalation.actions.reminding import set_reminder
from percaya.stages.escalation.actions.stepping import do, set_next_step
from percaya.stages.escalation.events import EscalationRaised
from percaya.stages.escalation.models import Escalation
from percaya.stages.escalation.policy import ASKED, RULE, Plan
from percaya.stages.escalation.queries import forget_open, plans


@task("escalation.consider")
def consider(*, ticket_id: int, reason: str, words: str = "") -> None:
    """An event gave this reason. What no longer holds when the job runs raises nothing."""
    with transaction.atomic():
        if not Ticket.objects.filter(pk=ticket_id).exists():
            return
        ticket = hold(ticket_id)
        plan = plans(ticket.workspace_id)[reason]
        if ticket.is_open and (plan.is_on or reason in (ASKED, RULE)) and _still(ticket, plan):
            raise_escalation(ticket=ticket, reason=reason, words=words, by=Actor.system())


@transaction.atomic
def ask_supervisor(*, ticket: Ticket, words: str, member: Member, by: Actor) -> Escalation:
    """A colleague wants somebody higher to look. Raises ``Refused`` without words, and for a ticket that is done."""
    said = " ".join(words.split())[:500]
    if not said:
        raise Refused(_("Write what you need, so that the supervisor can answer at once."))
    ticket = hold(ticket.pk)
    if not ticket.is_open:
        raise Refused(_("This ticket is done. Reopen it first, then ask."))
    return raise_escalation(ticket=ticket, reason=ASKED, words=said, member=member, by=by)


@transaction.atomic
def raise_escalation(*, ticket: Ticket, reason: str, words: str = "", member: Member | None = None, by: Actor) -> Escalation:
    """The open escalation for this reason, or a new one with its first step taken."""
    ticket = hold(ticket.pk)  # two at once wait for each other here
    found = Escalation.objects.filter(ticket=ticket, reason=reason, closed_at=None).first()
    if found is not None:
        return found
    plan, now = plans(ticket.workspace_id)[reason], timezone.now()
    made = Escalation.objects.create(
        workspace_id=ticket.workspace_id,
        ticket=ticket,
        reason=reason,
        words=words[:500],
        asked_by=member,
        owner=choose(ticket.workspace_id, past=(member.pk if member else None,)),
        next_update_at=update_due(ticket, plan, now),
        raised_at=now,
        step=1,
    )
    forget_open(ticket.workspace_id)
    commit(
        ticket, EscalationRaised, by=by, escalation=made.pk, owner=made.owner_id, reason=reason,
        next_update_at=made.next_update_at.isoformat(), members=plan.steps[0].members,
    )  # fmt: skip
    do(made, ticket, plan.steps[0])
    set_next_step(made, plan)
    set_reminder(made)
    if plan.tell_customer:
        _tell(ticket, made)
    return made


def update_due(ticket: Ticket, plan: Plan, now: datetime) -> datetime:
    calendar = calendar_of(ticket.workspace_id, team_id=ticket.team_id).calendar
    span = timedelta(minutes=plan.update_minutes)
    try:
        return add(calendar, now, span)
    except NeverOpens:
        return now + span


def watch_for_owner(ticket_id: int, workspace_id: int, minutes: int) -> None:
    """Ask again in a while whether anybody has taken the ticket."""
    due = timezone.now() + timedelta(minutes=minutes)
    args = {"ticket_id": ticket_id, "reason": "unowned"}
    key = f"escalation:unowned:{ticket_id}"
    set_alarm(
        "escalation.consider", key=key, due_at=due, args=args, order_key=f"escalation:{ticket_id}", workspace_id=workspace_id
    )


def _still(ticket: Ticket, plan: Plan) -> bool:
    match plan.reason:
        case "unowned":
            return ticket.assignee_id is None
        case "mood":
            return ticket.mood == "negative"
        case "vip":
            return ticket.contact.is_vip
        case "repeated":
            return ticket.waiting_since is not None and ticket.inbound_count >= plan.limit
        case _:
            return True


def _tell(ticket: Ticket, made: Escalation) -> None:
    """The customer reads it in their language, as an answer of the house that ends no wait."""
    with override(ticket.language):
        when = day_and_time(made.next_update_at, ticket.workspace.time_zone, ticket.language)
        text = _("Your matter is with a senior colleague now. You will hear from us by %(when)s.") % {"when": when}
    write_reply(ticket=ticket, reply=Reply(text=text), member=None, by=Actor.system(), automatic=True)
