"""How tickets stand to each other: a part of, the same as, related to."""

from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused, commit
from percaya.core.tickets.actions.joining import hold_both
from percaya.core.tickets.events import TicketLinked, TicketUnlinked
from percaya.core.tickets.models import LinkKind, Ticket, TicketLink

PARENT, CHILD, DUPLICATE, RELATED = "parent", "child", "duplicate", "related"
HOWS = (PARENT, CHILD, DUPLICATE, RELATED)
_OPPOSITE = {PARENT: CHILD, CHILD: PARENT}
_DEEPEST = 50


@transaction.atomic
def link(*, ticket: Ticket, other: Ticket, how: str, by: Actor) -> TicketLink:
    """Say what ``other`` is to ``ticket``: its parent, child, duplicate, or related. Raises ``Refused``; a link that is
    there already is given back."""
    if how not in HOWS:
        raise Refused(_("There is no such kind of link."))
    if ticket.pk == other.pk:
        raise Refused(_("A ticket cannot be linked with itself. Choose another one."))
    ticket, other = hold_both(ticket.pk, other.pk)
    if ticket.workspace_id != other.workspace_id:
        raise Refused(_("That ticket belongs to another workspace. Nothing was linked."))
    kind, first, second = _row(how, ticket, other)
    if found := _found(kind, first, second):
        return found
    if kind == LinkKind.CHILD:
        _check_family(first, second)
    made = TicketLink.objects.create(workspace_id=ticket.workspace_id, kind=kind, from_ticket=first, to_ticket=second)
    commit(ticket, TicketLinked, by=by, other=other.pk, other_number=other.number, how=how)
    commit(other, TicketLinked, by=by, other=ticket.pk, other_number=ticket.number, how=_OPPOSITE.get(how, how))
    return made


@transaction.atomic
def unlink(*, ticket: Ticket, link: TicketLink, by: Actor) -> None:
    """Take a link of the ticket away, seen from it."""
    other_id = link.to_ticket_id if link.from_ticket_id == ticket.pk else link.from_ticket_id
    ticket, other = hold_both(ticket.pk, other_id)
    how = how_of(link, ticket.pk)
    if TicketLink.objects.filter(pk=link.pk).delete()[0]:
        commit(ticket, TicketUnlinked, by=by, other=other.pk, other_number=other.number, how=how)
        commit(other, TicketUnlinked, by=by, other=ticket.pk, other_number=ticket.number, how=_OPPOSITE.get(how, how))


def how_of(link: TicketLink, ticket_id: int) -> str:
    """What the other end of a link is to that ticket."""
    if link.kind != LinkKind.CHILD:
        return link.kind
    return PARENT if link.from_ticket_id == ticket_id else CHILD


def _row(how: str, ticket: Ticket, other: Ticket) -> tuple[str, Ticket, Ticket]:
    if how == CHILD:
        return LinkKind.CHILD, other, ticket
    return (LinkKind.CHILD if how == PARENT else how), ticket, other


def _found(kind: str, first: Ticket, second: Ticket) -> TicketLink | None:
    found = TicketLink.objects.filter(kind=kind, from_ticket=first, to_ticket=second).first()
    if found is None and kind != LinkKind.CHILD:  # these read the same from both ends
        found = TicketLink.objects.filter(kind=kind, from_ticket=second, to_ticket=first).first()
    return found


def _check_family(child: Ticket, parent: Ticket) -> None:
    """One parent each, and nobody is a part of their own part."""
    other = TicketLink.objects.filter(kind=LinkKind.CHILD, from_ticket=child).select_related("to_ticket").first()
    if other is not None:
        raise Refused(_("#%(number)s is already a part of another ticket. Remove that link first.") % {"number": child.number})
    above: int | None = parent.pk
    for _step in range(_DEEPEST):
        if above == child.pk:
            raise Refused(_("A ticket cannot be a part of its own part. Nothing was linked."))
        rows = TicketLink.objects.filter(kind=LinkKind.CHILD, from_ticket_id=above)
        above = rows.values_list("to_ticket_id", flat=True).first()
        if above is None:
            return
    raise Refused(_("These tickets are nested too deeply. Nothing was linked."))
