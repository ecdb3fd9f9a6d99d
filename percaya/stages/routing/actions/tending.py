"""Once a minute where routing is used or anybody is at work: who is idle, whose tickets lie, what waits for somebody."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from percaya.channels.registry import channels
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set, set_alarm
from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.change import hold
from percaya.core.tickets.models import Shelf, Ticket
from percaya.core.workspace.models import Team
from percaya.stages.routing import policy
from percaya.stages.routing.actions.availability import activity_key, note_activity, set_availability
from percaya.stages.routing.actions.loads import settle_load
from percaya.stages.routing.actions.placing import place
from percaya.stages.routing.models import Charge, Decision, Reassign, Seat
from percaya.stages.routing.plans import Plan, TeamPlan, plan_of

EVERY = timedelta(minutes=1)
JUST_NOW = timedelta(seconds=10)
MOST = 200  # tickets of one team in one go; the next minute goes on


def keep_tending(workspace_id: int) -> None:
    """Have the workspace looked after from now on, if it is not already."""
    if not is_set(_key(workspace_id)):
        _ring(workspace_id)


@task("routing.tend")
def tend(*, workspace_id: int, event_id: int | None = None) -> None:
    plan = plan_of(workspace_id)
    at_work = Seat.objects.filter(workspace_id=workspace_id, status__in=policy.AT_WORK)
    if not plan.automatic and not at_work.exists():
        return  # who comes back or changes the routing sets it going again
    _ring(workspace_id)  # first: what fails below does not end the looking after
    now = timezone.now()
    _rest_the_idle(workspace_id, plan, now)
    _weigh_talk_anew(workspace_id)
    _relieve(workspace_id, plan, now)
    _give_out(workspace_id, plan, plan.automatic)


@task("routing.backlog")
def take_backlog(*, workspace_id: int, member_id: int | None = None, event_id: int | None = None) -> None:
    """There is room again: what waits is given out, in the teams of that member or in all."""
    plan = plan_of(workspace_id)
    teams = Team.objects.filter(pk__in=plan.automatic)
    if member_id is not None:
        teams = teams.filter(teammember__member_id=member_id)
    _give_out(workspace_id, plan, list(teams.order_by("pk").values_list("pk", flat=True)))


@task("routing.hand_over", attempts=3)
def hand_over(*, member_id: int) -> None:
    """Who goes hands over what waits for them: to somebody of its team who has room, else back to where its team finds it.
    A ticket of no team stays theirs."""
    rows = Ticket.objects.filter(assignee_id=member_id, shelf=Shelf.ACTIVE).exclude(team=None).order_by("priority_key")
    for ticket in rows[:MOST]:
        if place(ticket_id=ticket.pk, how="leaving", owner=member_id).member is None:
            assign(ticket=ticket, to=None, by=Actor.member(member_id))


@task("routing.overflow")
def overflow(*, ticket_id: int, team_id: int) -> None:
    """The team's patience is over: the next team, unless the ticket came from there this way."""
    ticket = Ticket.objects.filter(pk=ticket_id, team_id=team_id, assignee=None, shelf=Shelf.ACTIVE).first()
    target = plan_of(ticket.workspace_id).team(team_id).overflow_team if ticket else None
    if ticket is None or target is None or Decision.objects.filter(ticket_id=ticket_id, team_id=target).exists():
        return
    team = Team.objects.filter(pk=target, is_active=True).first()
    if team is not None:
        set_team(ticket=ticket, to=team, by=Actor.system())


def _rest_the_idle(workspace_id: int, plan: Plan, now: datetime) -> None:
    """Who has done nothing here for a while is on a break. Nobody known to be active since the start is given the time."""
    if not plan.idle_minutes:
        return
    seats = Seat.objects.filter(workspace_id=workspace_id, status__in=policy.AT_WORK).select_related("member__custom_role")
    known = {seat: activity_key(seat.member_id) for seat in seats}
    active = cache.get_many(known.values())
    for seat, key in known.items():
        if key not in active:
            note_activity(seat.member_id)
        elif now - active[key] >= timedelta(minutes=plan.idle_minutes):
            set_availability(member=seat.member, status=policy.BREAK, reason="idle", by=Actor.system(), auto=True)


def _weigh_talk_anew(workspace_id: int) -> None:
    """A chat that has fallen silent weighs less, and more again when it goes on."""
    talking = [key for key, one in channels().items() if one.capabilities.conversational]
    rows = Charge.objects.filter(workspace_id=workspace_id, weight__gt=0, ticket__channel__in=talking)
    for ticket_id in list(rows.values_list("ticket_id", flat=True)) if talking else ():
        with transaction.atomic():
            hold(ticket_id)
            settle_load(ticket_id)


def _relieve(workspace_id: int, plan: Plan, now: datetime) -> None:
    """Customers who wait for somebody who is gone, or who does not answer, get somebody else."""
    for team_id in plan.automatic:
        team = plan.team(team_id)
        if team.reassign == Reassign.NEVER or not team.reassign_minutes:
            continue
        for ticket_id, owner in _left_lying(workspace_id, team_id, team, now):
            place(ticket_id=ticket_id, how="silent", owner=owner)


def _left_lying(workspace_id: int, team_id: int, team: TeamPlan, now: datetime) -> list[tuple[int, int]]:
    """(ticket, owner) of what waits longer than the team allows."""
    since = now - timedelta(minutes=team.reassign_minutes)
    rows = Charge.objects.filter(
        workspace_id=workspace_id,
        weight__gt=0,
        ticket__team_id=team_id,
        ticket__waiting_since__lte=since,
        member_id=F("ticket__assignee_id"),
    )
    gone = Q(member__seat__status__in=(policy.BREAK, policy.OFFLINE), member__seat__since__lte=since)
    silent = Q(since__lte=since) if team.reassign == Reassign.SILENT else Q()
    rows = rows.filter(gone | silent) if silent else rows.filter(gone)
    return list(rows.order_by("ticket__priority_key").values_list("ticket_id", "member_id")[:MOST])


def _give_out(workspace_id: int, plan: Plan, teams: list[int]) -> None:
    for team_id in teams:
        if not _has_room(workspace_id, team_id, plan):
            continue
        rows = Ticket.objects.filter(workspace_id=workspace_id, team_id=team_id, is_open=1, assignee=None, shelf=Shelf.ACTIVE)
        looked = Exists(Decision.objects.filter(ticket_id=OuterRef("pk")))
        rows = rows.exclude(~looked & Q(created_at__gt=timezone.now() - JUST_NOW))  # its rules have not been asked yet
        rows = rows.order_by("priority_key", "id") if plan.team(team_id).priority_first else rows.order_by("id")
        for ticket_id in list(rows.values_list("pk", flat=True)[:MOST]):
            if place(ticket_id=ticket_id, how="backlog").reason in ("full", "away", "nobody"):
                break  # so it is for the next one


def _has_room(workspace_id: int, team_id: int, plan: Plan) -> bool:
    seats = Seat.objects.filter(
        workspace_id=workspace_id, member__teammember__team_id=team_id, status__in=(policy.AVAILABLE, policy.ASYNC_ONLY)
    )
    return any(used < (plan.limit if limit is None else limit) for used, limit in seats.values_list("used", "limit"))


def _ring(workspace_id: int) -> None:
    due_at = timezone.now() + EVERY
    args = {"workspace_id": workspace_id}
    set_alarm("routing.tend", key=_key(workspace_id), due_at=due_at, args=args, workspace_id=workspace_id)


def _key(workspace_id: int) -> str:
    return f"routing:tend:{workspace_id}"
