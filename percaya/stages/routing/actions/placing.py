"""Placing a ticket: the team by the rules, the person by the team's way. Nothing is given out that does not fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import is_set, set_alarm
from percaya.core.journal.cause import caused_by
from percaya.core.journal.jobs import task
from percaya.core.tickets.actions.assigning import assign, set_team
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.models import Shelf, Ticket
from percaya.core.workspace.models import Member, Team
from percaya.stages.routing import policy
from percaya.stages.routing.actions import loads
from percaya.stages.routing.candidates import last_helper, rank_team, skills_of, wanted_of
from percaya.stages.routing.events import TicketRouted, TicketUnplaced
from percaya.stages.routing.matching import Met, met
from percaya.stages.routing.models import Decision, Seat
from percaya.stages.routing.plans import Plan, plan_of

BY = Actor.system()


@dataclass(frozen=True)
class Placed:
    """What came of it: ``member`` has it, or ``reason`` says why nobody has."""

    member: int | None = None
    reason: str = ""


NOTHING = Placed()


@task("routing.place")
def place(*, ticket_id: int, how: str, owner: int | None = None, event_id: int | None = None) -> Placed:
    """Look for who should have an open ticket that nobody has, or instead of an ``owner`` who lets it lie. Rules choose the
    team of a new one. Safe to repeat."""
    ticket = Ticket.objects.select_related("workspace").filter(pk=ticket_id, is_open=1, assignee=owner).first()
    if ticket is None:
        return NOTHING
    plan = plan_of(ticket.workspace_id)
    found = met(ticket.pk, ticket.workspace, plan.rules)
    helper = last_helper(ticket) if plan.team(team_for(ticket, found, how)).strategy == policy.STICKY else None
    return _settle(ticket, plan, found, how, helper, owner)


def team_for(ticket: Ticket, found: Sequence[Met], how: str) -> int | None:
    """By the first rule that matches; a team that somebody chose since stays."""
    rule = found[-1].rule if found and found[-1].matched else None
    return rule.team if rule and rule.team and how == "opened" else ticket.team_id


@transaction.atomic
def _settle(ticket: Ticket, plan: Plan, found: Sequence[Met], how: str, helper: int | None, owner: int | None) -> Placed:
    held = hold(ticket.pk)
    if held.assignee_id != owner or held.shelf != Shelf.ACTIVE:
        return NOTHING
    team_id = team_for(held, found, how)
    moved = team_id != held.team_id
    if moved:
        set_team(ticket=held, to=Team.objects.filter(pk=team_id or 0).first(), by=BY)
    strategy = plan.team(team_id).strategy
    if team_id is None or strategy == policy.MANUAL:
        if moved:
            _decide(held.pk, Decision(how=how, team_id=team_id, strategy=strategy, rules=_data(found)))
        return NOTHING
    wanted = wanted_of(held, plan, skills_of(plan, team_id, found), helper, owner, team_id=team_id)
    ranked, refused = rank_team(held.workspace_id, team_id, plan, wanted, lock=True)
    if owner is not None and not ranked:
        return NOTHING  # better an owner who is silent than none
    decision = Decision(
        how=how,
        team_id=team_id,
        member_id=ranked[0].member if ranked else None,
        strategy=strategy,
        rules=_data(found),
        asked={"skills": sorted(wanted.skills), "language": wanted.language, "weight": wanted.weight},
        candidates=[*(one.data() for one in ranked), *(one.data() for one in refused)],
        reason="" if ranked else policy.verdict(refused),
    )
    told = _decide(held.pk, decision)
    if not ranked:
        _watch(held, plan, team_id)
        return Placed(reason=decision.reason)
    with caused_by(told):
        _give(held, ranked[0].member, wanted.weight)
    return Placed(ranked[0].member)


def _give(ticket: Ticket, member_id: int, weight: int) -> None:
    """The charge first: what the assignment sets off finds it done and counts nothing twice."""
    now = timezone.now()
    row = Ticket.objects.filter(pk=ticket.pk).values(*loads.COLUMNS).get()
    loads.move(row, to=member_id, weight=weight, at=now)
    Seat.objects.filter(member_id=member_id).update(given_at=now)
    assign(ticket=ticket, to=Member.objects.select_related("custom_role").get(pk=member_id), by=BY)


def _decide(ticket_id: int, decision: Decision) -> int | None:
    """Keep it and say so on the ticket; the event's id. The same "nobody" again is not said twice."""
    if decision.member_id is None and decision.reason:
        last = Decision.objects.filter(ticket_id=ticket_id).order_by("-pk").values_list("team_id", "reason").first()
        if last == (decision.team_id, decision.reason):
            return None
    held = hold(ticket_id)
    decision.workspace_id, decision.ticket_id, decision.at = held.workspace_id, held.pk, timezone.now()
    decision.save(force_insert=True)
    if decision.reason:
        return commit(held, TicketUnplaced, by=BY, decision=decision.pk, team=decision.team_id, reason=decision.reason)
    facts = {"team": decision.team_id, "member": decision.member_id, "how": decision.how}
    return commit(held, TicketRouted, by=BY, decision=decision.pk, **facts)


def _watch(ticket: Ticket, plan: Plan, team_id: int) -> None:
    """Nobody there: after the team's patience another team takes it."""
    team, key = plan.team(team_id), f"routing:overflow:{ticket.pk}:{team_id}"
    if team.overflow_team and team.overflow_minutes and not is_set(key):
        due_at = timezone.now() + timedelta(minutes=team.overflow_minutes)
        args = {"ticket_id": ticket.pk, "team_id": team_id}
        set_alarm("routing.overflow", key=key, due_at=due_at, args=args, workspace_id=ticket.workspace_id)


def _data(found: Sequence[Met]) -> list[dict[str, object]]:
    """The rule that matched and those that nearly did."""
    return [one.data() for one in found if one.matched or one.is_near]
