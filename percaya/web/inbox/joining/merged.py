"""A ticket that was merged: its number leads to where it goes on, and says so."""

import json

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.joinings import where_it_goes_on
from percaya.web.inbox.answers import signal, ticket_url
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.listing import wanted_by


def goes_on(request: MemberRequest, found: Ticket) -> HttpResponse | None:
    """To the ticket it was merged into, as far as the member may see that one; ``None`` to show this one."""
    if found.merged_into_id is None or request.GET.get("stay") == "1":
        return None
    target = where_it_goes_on(found, request.member)
    if target is None:
        return None
    said = _("#%(source)s was merged into #%(target)s.") % {"source": found.number, "target": target}
    address = ticket_url(request, target, wanted_by(request))
    if not request.htmx:
        messages.info(request, said)
        return HttpResponseRedirect(address)
    place = {"path": address, "target": "#ticket", "swap": "outerHTML"}
    response = HttpResponse(headers={"HX-Location": json.dumps(place)})
    return signal(response, {"percaya:toast": {"text": said}})


def stay_url(request: MemberRequest, number: int) -> str:
    return f"{reverse('inbox:ticket', args=[request.workspace.slug, number])}?stay=1"
