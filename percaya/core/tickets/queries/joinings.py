"""Which tickets are joined to which, as far as a member may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from percaya.core.tickets.models import Joining, JoiningKind, Ticket
from percaya.core.workspace.models import Member

_HOPS = 10


@dataclass(frozen=True)
class Joined:
    """A merge or split of a ticket. ``number`` is the other ticket's, ``None`` when the member may not see it; ``outward``:
    the ticket itself was merged away, or was parted from."""

    joining: Joining
    number: int | None
    subject: str
    outward: bool
    undoable: bool


def living(ticket: Ticket) -> Ticket:
    """The ticket, or the one it goes on in when it was merged."""
    for _hop in range(_HOPS):
        if ticket.merged_into is None:
            return ticket
        ticket = ticket.merged_into
    return ticket


def family(ticket_id: int) -> set[int]:
    """The ticket and all that were merged into it, at any depth."""
    found, ahead = {ticket_id}, [ticket_id]
    while ahead:
        ahead = list(Ticket.objects.filter(merged_into_id__in=ahead).values_list("pk", flat=True))
        found |= set(ahead)
    return found


def homes(ticket_ids: Sequence[int], member: Member) -> dict[int, int]:
    """Merged ticket -> the one it goes on in, as far as the member may see that; one statement a hop."""
    ends = {pk: pk for pk in ticket_ids}
    for _hop in range(_HOPS):
        rows = Ticket.objects.filter(pk__in=set(ends.values()), merged_into__isnull=False)
        further = dict(rows.values_list("pk", "merged_into_id"))
        if not further:
            break
        ends = {pk: further.get(end, end) for pk, end in ends.items()}
    seen = set(Ticket.objects.visible_to(member).filter(pk__in=set(ends.values())).values_list("pk", flat=True))
    return {pk: end for pk, end in ends.items() if end != pk and end in seen}


def where_it_goes_on(ticket: Ticket, member: Member) -> int | None:
    """The number of the ticket a merged one goes on in; ``None`` when the member may not see that one."""
    rows = Ticket.objects.visible_to(member).filter(pk=living(ticket).pk)
    return rows.values_list("number", flat=True).first()


def joined(ticket: Ticket, member: Member) -> list[Joined]:
    """The merges and splits of a ticket that stand, newest first."""
    rows = [*_rows(source=ticket), *_rows(target=ticket)]
    others = {row.target_id if row.source_id == ticket.pk else row.source_id for row in rows}
    seen = {other.pk: other for other in Ticket.objects.visible_to(member).filter(pk__in=others)}
    return [_joined(row, ticket, seen) for row in sorted(rows, key=lambda row: -row.pk)]


def joining_for(member: Member, joining_id: int) -> Joining | None:
    """A merge or split whose both tickets the member may see."""
    rows = Joining.objects.select_related("source", "target").filter(workspace_id=member.workspace_id)
    found = rows.filter(pk=joining_id).first()
    if found is None:
        return None
    both = Ticket.objects.visible_to(member).filter(pk__in=(found.source_id, found.target_id)).count()
    return found if both == 2 else None


def candidates(ticket: Ticket, member: Member, *, limit: int = 6) -> list[Ticket]:
    """What a ticket is perhaps one matter with: the same customer's other tickets, the open and newest first."""
    rows = Ticket.objects.visible_to(member).of_contact(ticket.contact_id).select_related("contact").filter(merged_into=None)
    rows = rows.exclude(pk=ticket.pk).exclude(state="closed").filter(is_spam=False)
    return list(rows.order_by("-is_open", "-id")[:limit])


def _rows(**ends: Ticket) -> Sequence[Joining]:
    return list(Joining.objects.filter(undone_at=None, **ends))


def _joined(row: Joining, ticket: Ticket, seen: dict[int, Ticket]) -> Joined:
    outward = row.source_id == ticket.pk
    other = seen.get(row.target_id if outward else row.source_id)
    undoable = other is not None and row.undo_until > timezone.now() and bool(row.before)
    return Joined(row, other.number if other else None, other.subject if other else "", outward, undoable)


def is_merge(row: Joining) -> bool:
    return row.kind == JoiningKind.MERGE
