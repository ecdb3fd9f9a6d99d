"""The customer beside the ticket: how to address them, and whether two contacts are one person."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core.people.actions.contacts import change_contact
from percaya.core.people.actions.merging import dismiss_merge, merge_contacts
from percaya.core.people.models import MergeProposal
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.answers import ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.listing import Wanted


@require_POST
@member_view(REPLY)
def contact(request: MemberRequest, number: int) -> HttpResponse:
    """Name, salutation and notes of the ticket's customer."""
    ticket = ticket_of(request, number)
    wanted = {
        "name": request.POST.get("name", "")[:160],
        "salutation": request.POST.get("salutation", "").strip()[:24],
        "notes": request.POST.get("notes", "")[:4000],
    }
    changes = {key: value for key, value in wanted.items() if key in request.POST and value != getattr(ticket.contact, key)}
    if changes:
        change_contact(contact=ticket.contact, by=request.by, **changes)
        messages.success(request, _("Customer saved."))
    return HttpResponseRedirect(ticket_url(request, number, Wanted.read(request.GET)))


@require_POST
@member_view(REPLY)
def proposal(request: MemberRequest, proposal_id: int, verdict: str) -> HttpResponse:
    """Say whether two contacts are one person: ``merge`` or ``dismiss``."""
    found = (
        MergeProposal.objects.select_related("first", "second")
        .filter(workspace=request.workspace, pk=proposal_id, state="open")
        .first()
    )
    if found is None or verdict not in ("merge", "dismiss"):
        raise Http404
    if verdict == "dismiss":
        dismiss_merge(proposal=found, by=request.by)
        return _back(request, _("They stay two people."))
    keep, gone = (found.first, found.second) if request.POST.get("keep") != str(found.second_id) else (found.second, found.first)
    try:
        merge_contacts(keep=keep, gone=gone, by=request.by)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request, "")
    return _back(request, _("Now one person; the tickets of both stand together."))


def _back(request: MemberRequest, said: str) -> HttpResponse:
    if said:
        messages.success(request, said)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if safe else "/")
