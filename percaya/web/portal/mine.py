"""My tickets: what a customer has asked, how each stands, the newest first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core.people.portal import devices, shared_organisation
from percaya.core.tickets.queries.of_customer import page_of
from percaya.web.portal.rooms import PortalRequest, inside, visible

_SHOWN = {"open": True, "solved": False}


@inside
@require_GET
def mine(request: PortalRequest) -> HttpResponse:
    """``?show=`` open (the usual), solved or all; ``?before=`` the number where the next page begins."""
    assert request.session_in is not None
    show = request.GET.get("show", "open")
    show = show if show in ("open", "solved", "all") else "open"
    before = request.GET.get("before", "")
    listed, further = page_of(
        visible(request), is_open=_SHOWN.get(show), before=int(before) if before.isdecimal() and len(before) < 19 else None
    )
    shared = shared_organisation(request.contact)
    context = {
        "rows": listed,
        "further": further,
        "show": show,
        "is_first": not before,
        "contact": request.contact,
        "address": request.session_in.handle.value,
        "organisation": request.contact.organisation.name if shared and request.contact.organisation else "",
        "devices": devices(request.session_in),
        "done": request.GET.get("done", ""),
    }
    return render(request, "portal/mine.html", context)
