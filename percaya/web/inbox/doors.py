"""The inbox's own door: which ticket a member may find. Who may come in at all is ``percaya.web.ui.doors``."""

from django.http import Http404

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.tickets import by_number
from percaya.web.ui.doors import MemberRequest, member_view

__all__ = ["MemberRequest", "member_view", "ticket_of"]


def ticket_of(request: MemberRequest, number: int) -> Ticket:
    """The ticket of that number that the member may see. Raises ``Http404``."""
    ticket = by_number(request.member, number) if number < 1 << 62 else None
    if ticket is None:
        raise Http404
    return ticket
