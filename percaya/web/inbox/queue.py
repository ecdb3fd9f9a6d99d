"""The guided queue: which ticket comes next, to whom it is reserved, what was passed over.

A ticket is reserved softly: by a claim of a minute from the moment it is given out, and by the presence of whoever has it
before them. Both end by themselves, so that nobody who goes home keeps a ticket from the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.db.models import Q

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries import views
from percaya.core.tickets.queries.listing import TicketRow
from percaya.core.workspace.models import Member
from percaya.runtime.presence import presence
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.listing import Wanted, page

CLAIM = 60  # seconds, as long as presence
PASSED_OVER = 8 * 3600  # seconds that a skipped ticket stays out of one's queue, unless the customer writes
AT_ONCE, PAGES = 40, 10


@dataclass(frozen=True)
class Standing:
    """How many nobody else holds are left in the queue, this one among them ("999+" from a thousand)."""

    left: str
    query: str  # of the list that the queue works through, without the queue


def next_ticket(request: MemberRequest, wanted: Wanted, *, past: Ticket | None = None) -> int | None:
    """The number of the most urgent ticket of the view that nobody else has, reserved for the member from now on."""
    member = request.member
    if past is not None:
        release(past.pk, member)
    skipped = _skipped(member)
    for rows in _pages(wanted, member):
        here = presence().who_many([row.id for row in rows])
        for row in rows:
            others = any(one.member_id != member.pk for one in here.get(row.id, ()))
            theirs = row.assignee_id not in (None, member.pk)
            done = past is not None and row.id == past.pk
            if done or others or theirs or skipped.get(row.id) == row.inbound_count:
                continue
            if _claim(row.id, member):
                return row.number
    return None


def standing(request: MemberRequest, wanted: Wanted) -> Standing:
    member = request.member
    rows = wanted.rows(member).filter(Q(assignee=None) | Q(assignee_id=member.pk))
    if skipped := _skipped(member):
        rows = rows.exclude(pk__in=list(skipped))
    left = views.count(rows)
    return Standing("999+" if left >= views.CAP else str(left), wanted.query(queue=""))


def pass_over(ticket: Ticket, member: Member) -> None:
    """Not to this member again for a while, or until the customer writes."""
    release(ticket.pk, member)
    cache.set(_skip_key(member), {**_skipped(member), ticket.pk: ticket.inbound_count}, PASSED_OVER)


def release(ticket_id: int, member: Member) -> None:
    if cache.get(_claim_key(ticket_id)) == member.pk:
        cache.delete(_claim_key(ticket_id))


def _pages(wanted: Wanted, member: Member) -> Iterator[list[TicketRow]]:
    """The view from its most urgent ticket on, as far as a queue looks."""
    after = None
    for _turn in range(PAGES):
        found = page(replace(wanted, sort="urgent", after=after), member, limit=AT_ONCE)
        yield found.rows
        after = found.next_after
        if after is None:
            return


def _claim(ticket_id: int, member: Member) -> bool:
    """``cache.add`` is one step for all processes: of two who ask at once one gets it."""
    return cache.add(_claim_key(ticket_id), member.pk, CLAIM) or cache.get(_claim_key(ticket_id)) == member.pk


def _skipped(member: Member) -> dict[int, int]:
    found: dict[int, int] = cache.get(_skip_key(member)) or {}
    return found


def _claim_key(ticket_id: int) -> str:
    return f"inbox:queue:claim:{ticket_id}"


def _skip_key(member: Member) -> str:
    return f"inbox:queue:skipped:{member.pk}"
