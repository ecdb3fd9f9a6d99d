"""What a ticket is linked with, as far as a member may see it."""

from dataclasses import dataclass

from percaya.core.tickets.actions.linking import how_of
from percaya.core.tickets.models import LinkKind, Ticket, TicketLink
from percaya.core.tickets.policy import OPEN_STATES
from percaya.core.workspace.models import Member

_ORDER = ("parent", "child", "duplicate", "related", "follows", "follow_up")


@dataclass(frozen=True)
class Tie:
    """``how``: what the other ticket is to this one. Of a ticket the member may not see only that it is there is told:
    ``number`` is ``None``. ``link`` is ``None`` for a follow-up, which is no link that could be removed."""

    how: str
    link: int | None
    ticket_id: int
    number: int | None
    subject: str
    state: str


def ties(ticket: Ticket, member: Member) -> list[Tie]:
    """Links and follow-ups, parents first. Three statements at most."""
    rows = [*TicketLink.objects.filter(from_ticket=ticket), *TicketLink.objects.filter(to_ticket=ticket)]
    other = {row.pk: row.to_ticket_id if row.from_ticket_id == ticket.pk else row.from_ticket_id for row in rows}
    found = [(how_of(row, ticket.pk), row.pk, other[row.pk]) for row in rows]
    after = list(Ticket.objects.filter(follows=ticket).order_by("pk").values_list("pk", flat=True)[:20])
    ends = [("follows", None, ticket.follows_id)] if ticket.follows_id else []
    whole = [*found, *ends, *(("follow_up", None, pk) for pk in after)]
    visible = Ticket.objects.visible_to(member).filter(pk__in=[pk for _how, _link, pk in whole])
    seen = {
        pk: (number, subject, state) for pk, number, subject, state in visible.values_list("pk", "number", "subject", "state")
    }
    told = [Tie(how, link, pk, *seen.get(pk, (None, "", ""))) for how, link, pk in whole]
    return sorted(told, key=lambda tie: (_ORDER.index(tie.how), tie.number or 0))


def open_children(ticket: Ticket, member: Member) -> list[Ticket]:
    """The parts of a ticket that are still open and that the member may see."""
    parts = TicketLink.objects.filter(to_ticket=ticket, kind=LinkKind.CHILD).values("from_ticket_id")
    rows = Ticket.objects.visible_to(member).filter(pk__in=parts, state__in=OPEN_STATES, merged_into=None)
    return list(rows.order_by("pk"))


def link_of(ticket: Ticket, link_id: int) -> TicketLink | None:
    """A link only through one of its ends."""
    row = TicketLink.objects.filter(pk=link_id).first()
    return row if row is not None and ticket.pk in (row.from_ticket_id, row.to_ticket_id) else None
