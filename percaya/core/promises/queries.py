"""The ledger and what pages show of a ticket's promises."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from percaya.core.promises.actions import UNSETTLED
from percaya.core.promises.models import Promise
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import Member, Team, TeamMember
from percaya.core.workspace.policy import SUPERVISE
from percaya.core.workspace.queries import members

PAGE = 50
SHEETS = ("open", "late", "kept", "broken", "cancelled")


@dataclass(frozen=True)
class Sheet:
    """A page of the ledger; ``next_after`` the key of the next one."""

    rows: list[Promise]
    next_after: tuple[datetime, int] | None


def of_ticket(ticket: Ticket) -> list[Promise]:
    """All of a ticket's promises, the unsettled first, each with its owner."""
    found = Promise.objects.filter(ticket=ticket).select_related("owner").order_by("due_at", "id")[:100]
    return sorted(found, key=lambda promise: promise.state not in UNSETTLED)


def unsettled(ticket: Ticket) -> list[Promise]:
    """What is still owed in a ticket, the nearest first, each with its owner."""
    owed = Promise.objects.filter(ticket=ticket, state__in=UNSETTLED)
    return list(owed.select_related("owner").order_by("due_at", "id")[:20])


def possible_owners(ticket: Ticket) -> list[Member]:
    """The members who see the ticket, by name: a promise cannot be anyone else's."""
    people = list(members(ticket.workspace_id))
    if not Team.objects.filter(pk=ticket.team_id or 0, is_private=True).exists():
        return people
    inside = set(TeamMember.objects.filter(team_id=ticket.team_id or 0).values_list("member_id", flat=True))
    return [one for one in people if one.pk in inside or one.pk == ticket.assignee_id or one.may(SUPERVISE)]


def in_ticket(ticket: Ticket, promise_id: int) -> Promise | None:
    return Promise.objects.filter(ticket=ticket, pk=promise_id).first()


def ledger(member: Member, *, sheet: str, mine: bool, after: tuple[datetime, int] | None = None) -> Sheet:
    """Promises in tickets that the member may see. Unsettled ones by due time; settled ones newest due first."""
    rows = _seen_by(member).filter(state=sheet)
    if mine:
        rows = rows.filter(owner_id=member.pk)
    step = "gt" if sheet in UNSETTLED else "lt"
    if after is not None:
        due, row_id = after
        rows = rows.filter(Q(**{f"due_at__{step}e": due}) & (Q(**{f"due_at__{step}": due}) | Q(**{f"id__{step}": row_id})))
    order = ("due_at", "id") if step == "gt" else ("-due_at", "-id")
    found = list(rows.select_related("owner", "ticket__contact").order_by(*order)[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Sheet(found[:PAGE], (last.due_at, last.pk) if last else None)


def standing_of(member: Member, now: datetime, until: datetime) -> dict[str, int]:
    """How many of the member's own promises are late, and how many fall due by ``until``; a thousand at most."""
    own = Promise.objects.filter(workspace_id=member.workspace_id, owner_id=member.pk, state__in=UNSETTLED)
    late: Any = own.filter(due_at__lte=now).order_by()[:1000].count()
    due: Any = own.filter(due_at__gt=now, due_at__lte=until).order_by()[:1000].count()
    return {"late": late, "due": due}


def _seen_by(member: Member) -> QuerySet[Promise]:
    rows = Promise.objects.filter(workspace_id=member.workspace_id)
    if member.hidden_team_ids:  # as access.visible_to has it
        hidden = ~Q(ticket__assignee_id=member.pk) | Q(ticket__assignee_id=None)
        rows = rows.exclude(hidden, ticket__team_id__in=member.hidden_team_ids)
    return rows
