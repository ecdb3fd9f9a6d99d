"""The members of a team as candidates for a ticket. One statement; with ``lock`` nobody else gives them anything meanwhile."""

from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from percaya.core.journal.queries import facts, last_of
from percaya.core.tickets.events import TicketAssigned
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member, TeamMember
from percaya.core.workspace.policy import REPLY
from percaya.stages.routing import policy
from percaya.stages.routing.actions import loads
from percaya.stages.routing.matching import Met
from percaya.stages.routing.models import Seat
from percaya.stages.routing.plans import Plan
from percaya.stages.routing.policy import Candidate, Ranked, Refused, Wanted, rank


def rank_team(
    workspace_id: int, team_id: int, plan: Plan, wanted: Wanted, *, lock: bool = False
) -> tuple[list[Ranked], list[Refused]]:
    """Who of the team could take it, best first; and the others. Seats are locked in the order of their members."""
    inside = TeamMember.objects.filter(team_id=team_id).values("member_id")
    seats = Seat.objects.filter(workspace_id=workspace_id, member__in=inside, member__is_active=True)
    seats = seats.select_related("member", "member__custom_role").order_by("member_id")
    if lock and connection.features.has_select_for_update:
        seats = seats.select_for_update(of=("self",), no_key=True)
    return rank(wanted, [_candidate(seat, plan) for seat in seats])


def wanted_of(
    ticket: Ticket,
    plan: Plan,
    skills: frozenset[str],
    helper: int | None,
    owner: int | None = None,
    *,
    team_id: int | None = None,
    is_trial: bool = False,
) -> Wanted:
    """What the ticket asks of who gets it. An ``owner`` who let it lie is not asked again; a trial asks everybody."""
    team, now = plan.team(team_id or ticket.team_id), timezone.now()
    kind = loads.kind_of({"channel": ticket.channel, "last_inbound_at": ticket.last_inbound_at}, now)
    return Wanted(
        weight=policy.weigh(kind, plan.weights),
        strategy=team.strategy,
        skills=skills,
        language=ticket.language if team.match_language else "",
        is_live=kind == policy.LIVE,
        helped_before=helper,
        not_again=None if is_trial else owner or _given_back_by(ticket),
    )


def skills_of(plan: Plan, team_id: int | None, found: Sequence[Met]) -> frozenset[str]:
    """The team's and those of the rule that matched."""
    rule = found[-1].rule if found and found[-1].matched else None
    return plan.team(team_id).skills | (rule.skills if rule else frozenset())


def last_helper(ticket: Ticket) -> int | None:
    """Who had this customer's latest other ticket."""
    rows = Ticket.objects.filter(contact_id=ticket.contact_id, workspace_id=ticket.workspace_id).exclude(pk=ticket.pk)
    return rows.exclude(assignee=None).order_by("-id").values_list("assignee_id", flat=True).first()


def _given_back_by(ticket: Ticket) -> int | None:
    """Who had it last, however they got it: they put it back, or a customer waited for them in vain, so it is not given to them
    again."""
    last = last_of("ticket", ticket.pk, TicketAssigned.kind) if ticket.assignee_id is None else None
    before = facts(last).get("before") if last else None
    return before if isinstance(before, int) else None


def _candidate(seat: Seat, plan: Plan) -> Candidate:
    member: Member = seat.member
    return Candidate(
        member=member.pk,
        status=seat.status,
        used=seat.used,
        limit=plan.limit if seat.limit is None else seat.limit,
        may_reply=member.may(REPLY),
        skills=frozenset(seat.skills),
        languages=frozenset(seat.languages),
        given_at=seat.given_at,
    )
