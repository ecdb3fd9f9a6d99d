"""Taking over a conversation that another app of the business holds."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from percaya.core.workspace.policy import REPLY
from percaya.stages.delivery.taking import take_over
from percaya.web.inbox.answers import ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.listing import wanted_by


@require_POST
@member_view(REPLY)
def take(request: MemberRequest, number: int) -> HttpResponse:
    """The provider is asked once; what it said is told above the ticket."""
    ticket = ticket_of(request, number)
    taken = take_over(ticket=ticket, by=request.by)
    (messages.success if taken.is_ours else messages.warning)(request, taken.said)
    return HttpResponseRedirect(ticket_url(request, number, wanted_by(request)))
