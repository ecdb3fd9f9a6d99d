"""Reads that pages share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from percaya.core.tickets.models import Shelf, Ticket
from percaya.core.workspace.models import Member
from percaya.stages.routing import policy
from percaya.stages.routing.actions import placing
from percaya.stages.routing.candidates import last_helper, rank_team, skills_of, wanted_of
from percaya.stages.routing.matching import Met, met
from percaya.stages.routing.models import Decision, Seat, TeamRule
from percaya.stages.routing.plans import TeamPlan, plan_of
from percaya.stages.routing.policy import Ranked, Refused

LONGEST_LINE = 50  # a place further back helps nobody


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Who is there and how full they are; loads in tenths. ``auto``: the machine chose the status."""

    member: int
    name: str
    status: str
    reason: str
    since: datetime
    auto: bool
    used: int
    limit: int
    skills: Sequence[str]
    languages: Sequence[str]

    @property
    def share(self) -> int:
        """Percent of the limit."""
        return round(100 * self.used / self.limit) if self.limit else 100


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Where a ticket would go now, and why. ``team`` is None where no team would have it."""

    rules: Sequence[Met]
    team: int | None
    strategy: str
    ranked: Sequence[Ranked]
    refused: Sequence[Refused]
    reason: str


def presences(workspace_id: int) -> list[Presence]:
    """Everybody active in a workspace by name, in one statement."""
    seats = Seat.objects.filter(workspace_id=workspace_id, member__is_active=True).select_related("member")
    return [_presence(seat, seat.member) for seat in seats.order_by("member__name")]


def presence(member: Member) -> Presence:
    """One member's; who has no seat yet is offline."""
    return _presence(Seat.objects.filter(member_id=member.pk).first() or Seat(since=member.created_at), member)


def decisions(ticket_id: int) -> list[Decision]:
    """Every look for somebody, oldest first."""
    rows = Decision.objects.filter(ticket_id=ticket_id).select_related("team", "member")
    return list(rows.order_by("pk"))


def rules(workspace_id: int) -> list[TeamRule]:
    return list(TeamRule.objects.filter(workspace_id=workspace_id).select_related("team").order_by("position", "pk"))


def team_plan(workspace_id: int, team_id: int | None) -> TeamPlan:
    return plan_of(workspace_id).team(team_id)


def open_work(member_id: int) -> int:
    """How many open tickets are theirs; counted up to a hundred."""
    return Ticket.objects.filter(assignee_id=member_id, is_open=1)[:100].count()


def try_out(ticket: Ticket) -> Trial:
    """What routing would do with a ticket if it came in now. Nothing is changed."""
    plan = plan_of(ticket.workspace_id)
    found = met(ticket.pk, ticket.workspace, plan.rules)
    team_id = placing.team_for(ticket, found, "opened")
    strategy = plan.team(team_id).strategy
    if team_id is None or strategy == policy.MANUAL:
        return Trial(rules=found, team=team_id, strategy=strategy, ranked=(), refused=(), reason="")
    helper = last_helper(ticket) if strategy == policy.STICKY else None
    wanted = wanted_of(ticket, plan, skills_of(plan, team_id, found), helper, is_trial=True, team_id=team_id)
    ranked, refused = rank_team(ticket.workspace_id, team_id, plan, wanted)
    reason = "" if ranked else policy.verdict(refused)
    return Trial(rules=found, team=team_id, strategy=strategy, ranked=ranked, refused=refused, reason=reason)


def _presence(seat: Seat, member: Member) -> Presence:
    limit = plan_of(member.workspace_id).limit if seat.limit is None else seat.limit
    return Presence(
        member=member.pk, name=member.name, status=seat.status, reason=seat.reason, since=seat.since, auto=seat.is_auto,
        used=seat.used, limit=limit, skills=tuple(seat.skills), languages=tuple(seat.languages),
    )  # fmt: skip


def place_in_line(ticket: Ticket) -> int | None:
    """Which one of its team's waiting tickets comes next, counted from 1, in the order in which they are given out. ``None``
    where that would not be true: somebody has it, people choose themselves, nobody is there, or too many wait to say."""
    if ticket.assignee_id or not ticket.team_id or ticket.shelf != Shelf.ACTIVE:
        return None
    team = plan_of(ticket.workspace_id).team(ticket.team_id)
    there = Seat.objects.filter(member__teammember__team_id=ticket.team_id, status=policy.AVAILABLE)
    if team.strategy == policy.MANUAL or not there.exists():
        return None
    rows = Ticket.objects.filter(
        workspace_id=ticket.workspace_id, team_id=ticket.team_id, is_open=1, assignee=None, shelf=Shelf.ACTIVE
    )
    before = Q(pk__lt=ticket.pk)
    if team.priority_first:
        before = Q(priority_key__lt=ticket.priority_key) | Q(priority_key=ticket.priority_key, pk__lt=ticket.pk)
    ahead = rows.filter(before).order_by()[:LONGEST_LINE].count()
    return ahead + 1 if ahead < LONGEST_LINE else None
